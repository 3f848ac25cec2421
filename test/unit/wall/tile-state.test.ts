import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  brokenMeasures,
  nextTile,
  staleAfterMs,
  startTile,
  tileLimits,
  type TileFacts,
  type TileMemory,
} from '../../../src-renderer/features/wall/tile-state.ts';

const nothing: TileFacts = {
  isOff: false,
  isRefused: false,
  cannotPass: false,
  identityMatches: true,
  lastFrameAtMs: null,
  presentedFps: null,
  nominalFps: 15,
  delayMs: null,
  lossPercent: null,
};
const good: Partial<TileFacts> = { presentedFps: 15, nominalFps: 15, delayMs: 40, lossPercent: 0 };

/** Runs the reducer over a timeline of `[at, facts]`; frames are given as their age. */
function run(steps: readonly (readonly [atMs: number, facts: Partial<TileFacts> & { ageMs?: number }])[]): TileMemory {
  let tile = startTile(0);
  for (const [atMs, { ageMs, ...facts }] of steps) {
    const lastFrameAtMs = ageMs === undefined ? (facts.lastFrameAtMs ?? null) : atMs - ageMs;
    tile = nextTile(tile, { ...nothing, ...facts, lastFrameAtMs }, atMs);
  }
  return tile;
}
const fresh = { ...good, ageMs: 30 };
const slow = { ...fresh, presentedFps: 8 };

describe('tile state', () => {
  test.each([
    ['begins connecting', [[0, {}]], 'connecting'],
    ['is connecting up to 15 s without a frame', [[15_000, {}]], 'connecting'],
    ['is no signal after 15 s without a frame', [[15_001, {}]], 'no-signal'],
    ['a frame alone is not live: its rate is not measured yet', [[500, { ageMs: 10, presentedFps: null }]], 'connecting'],
    ['live once every proof holds', [[900, fresh]], 'live'],
    ['live without a measurable delay', [[900, { ...fresh, delayMs: null }]], 'live'],
    ['not live with a foreign picture', [[900, { ...fresh, identityMatches: false }]], 'connecting'],
    ['not live from nothing at half the rate', [[900, slow]], 'connecting'],
    [
      'stale after 2 s',
      [
        [900, fresh],
        [3_000, { ...good, ageMs: 2_001 }],
      ],
      'stale',
    ],
    [
      'not stale at 2 s',
      [
        [900, fresh],
        [3_000, { ...good, ageMs: 2_000 }],
      ],
      'live',
    ],
    [
      'a slow camera is stale after three intervals',
      [
        [900, { ...fresh, presentedFps: 0.5, nominalFps: 0.5 }],
        [9_000, { presentedFps: 0.5, nominalFps: 0.5, ageMs: 5_900 }],
      ],
      'live',
    ],
    [
      'and not before',
      [
        [900, { ...fresh, presentedFps: 0.5, nominalFps: 0.5 }],
        [9_000, { presentedFps: 0.5, nominalFps: 0.5, ageMs: 6_100 }],
      ],
      'stale',
    ],
    [
      'no signal 15 s after the last frame',
      [
        [900, fresh],
        [20_000, { ...good, ageMs: 15_001 }],
      ],
      'no-signal',
    ],
    [
      'no signal lasts while there is no picture',
      [
        [900, fresh],
        [20_000, { ...good, ageMs: 19_100 }],
        [21_000, { ...good, ageMs: 20_100 }],
      ],
      'no-signal',
    ],
    [
      'a new picture ends no signal',
      [
        [16_000, {}],
        [16_100, fresh],
      ],
      'live',
    ],
    [
      'degraded not before 3 s',
      [
        [900, fresh],
        [1_000, slow],
        [3_900, slow],
      ],
      'live',
    ],
    [
      'degraded after 3 s',
      [
        [900, fresh],
        [1_000, slow],
        [4_000, slow],
      ],
      'degraded',
    ],
    [
      'degraded from connecting, never live in between',
      [
        [900, slow],
        [3_900, slow],
      ],
      'degraded',
    ],
    [
      'one good moment starts the three seconds again',
      [
        [900, fresh],
        [1_000, slow],
        [3_000, fresh],
        [3_100, slow],
        [6_000, slow],
      ],
      'live',
    ],
    [
      'degraded holds for 10 s of good measures',
      [
        [0, slow],
        [3_000, slow],
        [4_000, fresh],
        [13_999, fresh],
      ],
      'degraded',
    ],
    [
      'and clears after them',
      [
        [0, slow],
        [3_000, slow],
        [4_000, fresh],
        [14_000, fresh],
      ],
      'live',
    ],
    [
      'degraded is remembered across a stall',
      [
        [0, slow],
        [3_000, slow],
        [6_000, { ...good, ageMs: 2_500 }],
        [6_100, fresh],
      ],
      'degraded',
    ],
    [
      'off wins over a live picture',
      [
        [900, fresh],
        [1_000, { ...fresh, isOff: true }],
      ],
      'off',
    ],
    ['a fresh picture wins over a refusal', [[900, { ...fresh, isRefused: true }]], 'live'],
    ['refused without a picture', [[900, { isRefused: true }]], 'not-authorised'],
    ['refused never becomes no signal', [[60_000, { isRefused: true }]], 'not-authorised'],
    ['a codec that cannot pass is no signal at once', [[200, { cannotPass: true }]], 'no-signal'],
    [
      'switched on again: connecting, for its own 15 s',
      [
        [900, fresh],
        [1_000, { isOff: true }],
        [60_000, { isOff: true, lastFrameAtMs: 870 }],
        [60_100, { lastFrameAtMs: 870 }],
        [75_000, { lastFrameAtMs: 870 }],
      ],
      'connecting',
    ],
    [
      'switched on again and nothing comes',
      [
        [900, fresh],
        [1_000, { isOff: true }],
        [60_100, { lastFrameAtMs: 870 }],
        [75_200, { lastFrameAtMs: 870 }],
      ],
      'no-signal',
    ],
    [
      'login corrected: connecting',
      [
        [900, { isRefused: true }],
        [30_000, {}],
      ],
      'connecting',
    ],
  ] as const)('%s', (_name, steps, expected) => {
    expect(run(steps as Parameters<typeof run>[0]).state).toBe(expected);
  });

  test('says which measures are out of limits, and keeps the last reason while it clears', () => {
    expect(brokenMeasures({ ...nothing, ...good, presentedFps: 8, lossPercent: 4.8, delayMs: 900 })).toEqual([
      'fps',
      'loss',
      'delay',
    ]);
    expect(brokenMeasures({ ...nothing, ...good, nominalFps: null, presentedFps: 1, delayMs: null, lossPercent: null })).toEqual(
      [],
    );
    expect(
      run([
        [0, slow],
        [3_000, slow],
        [5_000, fresh],
      ]).broken,
    ).toEqual(['fps']);
  });

  test('counts a state from when it was entered', () => {
    expect(
      run([
        [900, fresh],
        [1_500, fresh],
        [9_000, fresh],
      ]).sinceMs,
    ).toBe(900);
  });
});

describe('tile state, whatever happens', () => {
  const anyFacts = fc.record({
    isOff: fc.boolean(),
    isRefused: fc.boolean(),
    cannotPass: fc.boolean(),
    identityMatches: fc.boolean(),
    ageMs: fc.option(fc.nat(30_000)),
    presentedFps: fc.option(fc.double({ min: 0, max: 60, noNaN: true })),
    nominalFps: fc.option(fc.double({ min: 0, max: 60, noNaN: true })),
    delayMs: fc.option(fc.integer({ min: -100, max: 5_000 })),
    lossPercent: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
  });
  const timeline = fc.array(fc.tuple(fc.nat(4_000), anyFacts), { minLength: 1, maxLength: 40 });

  const eachMoment = (check: (previous: TileMemory, next: TileMemory, facts: TileFacts, nowMs: number) => void) =>
    fc.assert(
      fc.property(timeline, (steps) => {
        let nowMs = 0;
        let tile = startTile(0);
        for (const [passedMs, { ageMs, ...rest }] of steps) {
          nowMs += passedMs;
          const facts = { ...rest, lastFrameAtMs: ageMs === null ? null : nowMs - ageMs };
          const next = nextTile(tile, facts, nowMs);
          check(tile, next, facts, nowMs);
          tile = next;
        }
      }),
    );

  test('live and degraded always have a fresh picture of the right camera at a measured rate', () => {
    eachMoment((_previous, { state }, facts, nowMs) => {
      if (state !== 'live' && state !== 'degraded') return;
      expect(facts.lastFrameAtMs).not.toBeNull();
      expect(nowMs - (facts.lastFrameAtMs ?? 0)).toBeLessThanOrEqual(staleAfterMs(facts));
      expect(facts.identityMatches && !facts.isOff).toBe(true);
      expect(facts.presentedFps).not.toBeNull();
    });
  });

  test('becomes live only with every measure in its limits', () => {
    eachMoment((previous, { state }, facts) => {
      if (state === 'live' && previous.state !== 'live') expect(brokenMeasures(facts)).toEqual([]);
    });
  });

  test('off is off, and only off', () => {
    eachMoment((_previous, { state }, facts) => expect(state === 'off').toBe(facts.isOff));
  });

  test('degraded names at least one measure, every other state none', () => {
    eachMoment((_previous, { state, broken }) => expect(broken.length > 0).toBe(state === 'degraded'));
  });

  test('the time of entry moves exactly with the state', () => {
    eachMoment((previous, next, _facts, nowMs) =>
      expect(next.sinceMs).toBe(next.state === previous.state ? previous.sinceMs : nowMs),
    );
  });

  test('without a frame for 15 s nothing is claimed any more', () => {
    eachMoment((_previous, { state, attachedAtMs }, facts, nowMs) => {
      const lastMs = Math.max(facts.lastFrameAtMs ?? 0, attachedAtMs);
      if (nowMs - lastMs <= Math.max(tileLimits.noSignalAfterMs, staleAfterMs(facts))) return;
      expect(['no-signal', 'not-authorised', 'off']).toContain(state);
    });
  });
});
