import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  CLAIM_LIFE_MS,
  dropEnded,
  LINGER_MS,
  nextEnd,
  releaseWindow,
  reservedCameras,
  watch,
  type Reservations,
} from '../../../src-main/core/reservations/reservations.ts';

const windowsOf = (reservations: Reservations, now: number): Record<string, number> =>
  Object.fromEntries([...reservedCameras(reservations, now)].map(([id, { windows }]) => [id, windows]));

test('cameras are reserved for an hour after their window was last heard of', () => {
  const claims = watch([], 'w1', ['a', 'b'], 0);
  expect(windowsOf(claims, CLAIM_LIFE_MS - 1)).toEqual({ a: 1, b: 1 });
  expect(windowsOf(claims, CLAIM_LIFE_MS)).toEqual({});
  expect(windowsOf(watch(claims, 'w1', ['a', 'b'], 1000), CLAIM_LIFE_MS + 999)).toEqual({ a: 1, b: 1 });
});

test('what a window lets go of lingers, and counts no window', () => {
  const claims = watch(watch([], 'w1', ['a', 'b'], 0), 'w1', ['b'], 1000);
  expect(windowsOf(claims, 1000)).toEqual({ a: 0, b: 1 });
  expect(windowsOf(claims, 1000 + LINGER_MS - 1)).toEqual({ a: 0, b: 1 });
  expect(windowsOf(claims, 1000 + LINGER_MS)).toEqual({ b: 1 });
});

test('a camera taken up again while it lingers is watched as if never let go', () => {
  const released = watch(watch([], 'w1', ['a'], 0), 'w1', [], 1000);
  expect(windowsOf(watch(released, 'w1', ['a'], 2000), 1_000_000)).toEqual({ a: 1 });
});

test('letting go again does not prolong the lingering', () => {
  const released = watch(watch([], 'w1', ['a'], 0), 'w1', [], 1000);
  const again = releaseWindow(watch(released, 'w1', [], 20_000), 'w1', 25_000);
  expect(windowsOf(again, 1000 + LINGER_MS)).toEqual({});
});

test('another window keeps a camera, and a closed one lets go of all', () => {
  const both = watch(watch([], 'w1', ['a'], 0), 'w2', ['a', 'b'], 0);
  expect(windowsOf(both, 0)).toEqual({ a: 2, b: 1 });
  expect(windowsOf(releaseWindow(both, 'w2', 0), 0)).toEqual({ a: 1, b: 0 });
});

test('for every history: watched is what each window said last; what ended is dropped and changes nothing', () => {
  const move = fc.record({
    window: fc.constantFrom('w1', 'w2', 'w3'),
    cameras: fc.option(fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'))),
    afterMs: fc.nat({ max: 60_000 }),
  });
  fc.assert(
    fc.property(fc.array(move), (moves) => {
      let claims: Reservations = [];
      let now = 0;
      const said = new Map<string, string[]>();
      for (const { window, cameras, afterMs } of moves) {
        now += afterMs;
        claims = cameras === null ? releaseWindow(claims, window, now) : watch(claims, window, cameras, now);
        said.set(window, cameras ?? []);
        const dropped = dropEnded(claims, now);
        expect(reservedCameras(dropped, now)).toEqual(reservedCameras(claims, now));
        expect(nextEnd(dropped) ?? Infinity).toBeGreaterThan(now);
        claims = dropped;
      }
      const watched = Object.entries(windowsOf(claims, now)).filter(([, windows]) => windows > 0);
      const expected = ['a', 'b', 'c', 'd'].flatMap((id) => {
        const windows = [...said.values()].filter((cameras) => cameras.includes(id)).length;
        return windows > 0 ? [[id, windows] as const] : [];
      });
      expect(watched.sort()).toEqual(expected);
    }),
  );
});
