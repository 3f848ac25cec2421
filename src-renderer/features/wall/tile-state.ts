/** What a tile may claim. A pure reducer: facts and the time in, state out; nothing here knows video, React or a clock. */
import type { Severity } from '#contract/words.ts';
import type { TileState } from '#contract/views.ts';

/** All times in milliseconds. */
export const tileLimits = {
  /** A picture is old after this, or after `staleAfterIntervals` frame intervals if that is longer. */
  staleAfterMs: 2_000,
  staleAfterIntervals: 3,
  noSignalAfterMs: 15_000,
  /** Connecting turns amber. */
  slowConnectMs: 10_000,
  /** A measure has to be out of its limit for this long before the tile says so, … */
  degradedAfterMs: 3_000,
  /** … and back in it for this long before it stops saying so. */
  clearsAfterMs: 10_000,
  /** Presented frames per second over the camera's own. */
  smallestFpsShare: 0.6,
  longestDelayMs: 800,
  largestLossPercent: 2,
} as const;

/** The measures that can be out of limits, in the order in which they are told. */
export type Measure = 'fps' | 'loss' | 'delay';

export interface TileFacts {
  /** Switched off on purpose. */
  isOff: boolean;
  /** The camera, the media server or this viewer's token was refused, and trying again by itself would not help. */
  isRefused: boolean;
  /** The stream can never be shown as it is (its codec, for instance): waiting for it would be a false hope. */
  cannotPass: boolean;
  /** The track shown belongs to this tile's camera. */
  identityMatches: boolean;
  /** Last frame presented on the screen; null: none yet. */
  lastFrameAtMs: number | null;
  presentedFps: number | null;
  /** The camera's own rate, rolling, as its pusher measures it. */
  nominalFps: number | null;
  /** Capture to screen; null where it cannot be measured. */
  delayMs: number | null;
  lossPercent: number | null;
}

/** Slow to complain, slow to forget: keeps a tile from flickering between live and degraded. */
interface Quality {
  degraded: boolean;
  /** Since when the measures have been out of (or, once degraded, back in) limits; null while they agree with `degraded`. */
  changingSinceMs: number | null;
}

export interface TileMemory {
  state: TileState;
  sinceMs: number;
  /** When the present attempt to get a picture began. */
  attachedAtMs: number;
  quality: Quality;
  /** Measures out of limits now, worst to tell first. Only for `degraded`. */
  broken: readonly Measure[];
}

/** How the facts look at one moment, before history is considered. */
type Situation = 'off' | 'refused' | 'impossible' | 'moving' | 'unproven' | 'old' | 'gone' | 'waiting';

export function startTile(nowMs: number): TileMemory {
  return {
    state: 'connecting',
    sinceMs: nowMs,
    attachedAtMs: nowMs,
    quality: { degraded: false, changingSinceMs: null },
    broken: [],
  };
}

/** How old a picture may be. The interval is that of the frames seen, so that a dying camera does not stretch its own limit; only
 * until it has been seen, the camera's own rate stands in. */
export function staleAfterMs({ presentedFps, nominalFps }: Pick<TileFacts, 'presentedFps' | 'nominalFps'>): number {
  const fps = presentedFps ?? nominalFps ?? 0;
  const intervalMs = fps > 0 ? 1000 / fps : 0;
  return Math.max(tileLimits.staleAfterMs, tileLimits.staleAfterIntervals * intervalMs);
}

export function brokenMeasures(facts: TileFacts): Measure[] {
  const { presentedFps, nominalFps, lossPercent, delayMs } = facts;
  const broken: Measure[] = [];
  if (presentedFps !== null && nominalFps !== null && presentedFps < tileLimits.smallestFpsShare * nominalFps) broken.push('fps');
  if (lossPercent !== null && lossPercent > tileLimits.largestLossPercent) broken.push('loss');
  if (delayMs !== null && delayMs > tileLimits.longestDelayMs) broken.push('delay');
  return broken;
}

function situationOf(facts: TileFacts, attachedAtMs: number, nowMs: number): Situation {
  if (facts.isOff) return 'off';
  const ageMs = facts.lastFrameAtMs === null || !facts.identityMatches ? null : nowMs - facts.lastFrameAtMs;
  const limitMs = staleAfterMs(facts);
  // What is on the screen and fresh is said first: a refusal of the next connection does not make this picture untrue.
  if (ageMs !== null && ageMs <= limitMs) return facts.presentedFps === null ? 'unproven' : 'moving';
  if (facts.isRefused) return 'refused';
  if (facts.cannotPass) return 'impossible';
  const noSignalMs = Math.max(tileLimits.noSignalAfterMs, limitMs);
  // A picture from before this attempt (the camera was off, or refused) says nothing about this attempt.
  if (ageMs === null || nowMs - ageMs < attachedAtMs) return nowMs - attachedAtMs > noSignalMs ? 'gone' : 'waiting';
  return ageMs > noSignalMs ? 'gone' : 'old';
}

function nextQuality(quality: Quality, isBroken: boolean, nowMs: number): Quality {
  if (isBroken === quality.degraded) return { degraded: quality.degraded, changingSinceMs: null };
  const sinceMs = quality.changingSinceMs ?? nowMs;
  const neededMs = quality.degraded ? tileLimits.clearsAfterMs : tileLimits.degradedAfterMs;
  return nowMs - sinceMs >= neededMs
    ? { degraded: !quality.degraded, changingSinceMs: null }
    : { degraded: quality.degraded, changingSinceMs: sinceMs };
}

/** A picture is moving: live only when every proof holds, and never straight from nothing with a measure out of limits. */
function movingState(previous: TileState, quality: Quality, isBroken: boolean): TileState {
  if (quality.degraded) return 'degraded';
  if (!isBroken) return 'live';
  return previous === 'live' ? 'live' : 'connecting';
}

const stateOfSituation = {
  off: 'off',
  refused: 'not-authorised',
  impossible: 'no-signal',
  old: 'stale',
  gone: 'no-signal',
} as const satisfies Partial<Record<Situation, TileState>>;

const settled = (state: TileState) => state === 'off' || state === 'not-authorised';

export function nextTile(previous: TileMemory, facts: TileFacts, nowMs: number): TileMemory {
  let { attachedAtMs, quality } = previous;
  let situation = situationOf(facts, attachedAtMs, nowMs);
  if (settled(previous.state) && situation !== 'off' && situation !== 'refused') {
    attachedAtMs = nowMs;
    quality = startTile(nowMs).quality;
    situation = situationOf(facts, attachedAtMs, nowMs);
  }

  let broken: Measure[] = [];
  let state: TileState;
  switch (situation) {
    case 'moving': {
      broken = brokenMeasures(facts);
      quality = nextQuality(quality, broken.length > 0, nowMs);
      state = movingState(previous.state, quality, broken.length > 0);
      break;
    }
    case 'unproven':
      state = 'connecting';
      break;
    case 'waiting':
      // No signal lasts until there is a picture; a fresh attempt of the pusher is not one.
      state = previous.state === 'no-signal' && attachedAtMs === previous.attachedAtMs ? 'no-signal' : 'connecting';
      break;
    case 'off':
    case 'refused':
    case 'impossible':
    case 'old':
    case 'gone':
      state = stateOfSituation[situation];
      break;
  }
  return {
    state,
    sinceMs: state === previous.state ? previous.sinceMs : nowMs,
    attachedAtMs,
    quality,
    // While it is clearing, the measure that was out last is still the reason.
    broken: state !== 'degraded' ? [] : broken.length > 0 ? broken : previous.broken,
  };
}

export const severityOf: Readonly<Record<TileState, Severity>> = {
  connecting: 'notice',
  live: 'none',
  degraded: 'warning',
  stale: 'warning',
  frozen: 'critical',
  'no-signal': 'critical',
  'not-authorised': 'warning',
  'decode-limited': 'notice',
  off: 'notice',
};
