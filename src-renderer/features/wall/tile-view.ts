/** One tile as it is drawn: a small flat value that changes only when something visible changes. */
import type { Delivery } from '#contract/facts.ts';
import type { TileReport, TileState } from '#contract/views.ts';
import type { CameraId, Off, Severity } from '#contract/words.ts';
import { delayLegsOf, type Leg } from './delay-legs.ts';
import { causeOf, connectStepOf, delayOf, staleReasonOf } from './tile-cause.ts';
import type { Cause, ConnectStep, StaleReason, TileSources } from './tile-cause.ts';
import { severityOf, tileLimits, type Measure, type TileMemory } from './tile-state.ts';

/** Measured once a second. Null is "no data". */
export interface TileFigures {
  presentedFps: number | null;
  nominalFps: number | null;
  bitrateKbps: number | null;
  lossPercent: number | null;
  delayMs: number | null;
  delayP95Ms: number | null;
  freezesInHour: number | null;
  width: number | null;
  height: number | null;
  codec: string | null;
  profile: string | null;
  hardwareDecoder: boolean | null;
  decoder: string | null;
  delivery: Delivery['mode'] | null;
  legs: readonly Leg[];
}

export interface TileView {
  cameraId: CameraId;
  number: number;
  name: string;
  state: TileState;
  severity: Severity;
  /** Of the state, Unix milliseconds. */
  since: number;
  /** Whole seconds the caption counts: of connecting, or of the picture; null where nothing is counted. */
  ageSeconds: number | null;
  step: ConnectStep;
  staleReason: StaleReason;
  broken: readonly Measure[];
  cause: Cause | null;
  /** Until the next try begins; null where none is announced or it is due. */
  nextTrySeconds: number | null;
  off: Off | null;
  lastPictureAt: number | null;
  figures: TileFigures;
}

/** @param isMoving whether the picture is: what was last measured of one that has stopped is no figure of now. */
export function figuresOf(sources: TileSources, isMoving: boolean): TileFigures {
  const { pusher, media } = sources;
  const stream = media?.stream ?? null;
  const { delayMs, delayP95Ms } = isMoving ? delayOf(sources) : { delayMs: null, delayP95Ms: null };
  return {
    presentedFps: isMoving ? (stream?.presentedFps ?? null) : null,
    nominalFps: pusher?.facts?.fps ?? null,
    bitrateKbps: stream?.bitrateKbps ?? null,
    lossPercent: stream?.lossPercent ?? null,
    delayMs,
    delayP95Ms,
    freezesInHour: stream?.freezesInHour ?? null,
    width: stream?.counters?.width ?? null,
    height: stream?.counters?.height ?? null,
    codec: stream?.counters?.codec ?? pusher?.facts?.codec ?? null,
    profile: pusher?.facts?.profile ?? null,
    hardwareDecoder: stream?.counters?.hardwareDecoder ?? null,
    decoder: stream?.counters?.decoder ?? null,
    delivery: pusher?.delivery?.mode ?? null,
    legs: stream && isMoving ? delayLegsOf(delayMs, pusher?.delay ?? null, stream) : [],
  };
}

const wholeSeconds = (ms: number) => Math.max(0, Math.floor(ms / 1000));

function ageOf(tile: TileMemory, lastFrameAtMs: number | null, nowMs: number): number | null {
  switch (tile.state) {
    case 'connecting':
      return wholeSeconds(nowMs - Math.max(tile.attachedAtMs, tile.sinceMs));
    case 'stale':
    case 'frozen':
    case 'decode-limited':
      return wholeSeconds(nowMs - (lastFrameAtMs ?? tile.sinceMs));
    case 'no-signal':
      return wholeSeconds(nowMs - (lastFrameAtMs ?? tile.attachedAtMs));
    case 'live':
    case 'degraded':
    case 'not-authorised':
    case 'off':
      return null;
  }
}

export interface Moment {
  nowMs: number;
  unixMs: number;
}

export function tileViewOf(sources: TileSources, tile: TileMemory, figures: TileFigures, { nowMs, unixMs }: Moment): TileView {
  const { camera, media } = sources;
  const stream = media?.stream ?? null;
  const ageSeconds = ageOf(tile, stream?.lastFrameAtMs ?? null, nowMs);
  const isSlow = tile.state === 'connecting' && (ageSeconds ?? 0) * 1000 >= tileLimits.slowConnectMs;
  const lastPictureAt = stream?.lastPictureUnixMs ?? null;
  const cause = causeOf(sources, unixMs, nowMs);
  const untilNextTryMs = (cause?.nextTryAt ?? unixMs) - unixMs;
  return {
    cameraId: camera.id,
    number: camera.number,
    name: camera.name,
    state: tile.state,
    severity: isSlow ? 'warning' : severityOf[tile.state],
    since: unixMs - (nowMs - tile.sinceMs),
    ageSeconds,
    step: connectStepOf(sources),
    staleReason: staleReasonOf(sources),
    broken: tile.broken,
    cause,
    nextTrySeconds: untilNextTryMs > 0 ? Math.ceil(untilNextTryMs / 1000) : null,
    off: camera.off,
    lastPictureAt,
    figures,
  };
}

/** Times within this of each other are the same time, read from two clocks. */
const clockNoiseMs = 250;
const near = (a: number | null, b: number | null) => a === b || (a !== null && b !== null && Math.abs(a - b) < clockNoiseMs);

const sameCause = (a: Cause | null, b: Cause | null) =>
  a === b || (a !== null && b !== null && a.code === b.code && JSON.stringify(a.params) === JSON.stringify(b.params));

/** Whether both would be drawn alike: then the older one is kept, and React has nothing to do. */
export function drawnAlike(a: TileView, b: TileView): boolean {
  // A moving picture's time is the present one; it is drawn only once the picture has stopped.
  const isMoving = b.state === 'live' || b.state === 'degraded' || b.state === 'connecting';
  return (
    a.state === b.state &&
    a.figures === b.figures &&
    a.ageSeconds === b.ageSeconds &&
    a.severity === b.severity &&
    a.step === b.step &&
    a.staleReason === b.staleReason &&
    a.name === b.name &&
    a.number === b.number &&
    a.off === b.off &&
    near(a.since, b.since) &&
    (isMoving || near(a.lastPictureAt, b.lastPictureAt)) &&
    a.nextTrySeconds === b.nextTrySeconds &&
    sameCause(a.cause, b.cause) &&
    a.broken.join() === b.broken.join()
  );
}

/** For main: what was measured of this tile, null otherwise. */
export function reportOf(view: TileView, { media }: TileSources, nowMs: number): TileReport {
  const stream = media?.stream ?? null;
  return {
    cameraId: view.cameraId,
    state: view.state,
    code: view.state === 'live' || view.state === 'off' ? null : (view.cause?.code ?? null),
    presentedFrames: stream?.presentedFrames ?? 0,
    presentedFps: view.figures.presentedFps,
    receivedFps: stream?.receivedFps ?? null,
    delayMs: view.figures.delayMs,
    delayP95Ms: view.figures.delayP95Ms,
    firstPictureMs: stream?.firstPictureMs ?? null,
    lastFrameAgeMs: stream === null || stream.lastFrameAtMs === null ? null : Math.max(0, nowMs - stream.lastFrameAtMs),
    width: view.figures.width,
    height: view.figures.height,
  };
}
