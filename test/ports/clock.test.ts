import { expect, test } from 'vitest';
import { systemClock } from '../../src-main/adapters/clock/system-clock.ts';

test('a wait is never over before its time', async () => {
  const early = await Promise.all(
    Array.from({ length: 500 }, (_, index) => {
      const delayMs = 1 + index / 7.3;
      const due = systemClock.monotonic() + delayMs;
      return new Promise<number>((resolve) => {
        systemClock.after(delayMs, () => resolve(Math.max(0, due - systemClock.monotonic())));
      });
    }),
  );
  expect(Math.max(...early)).toBe(0);
});

test('a cancelled wait runs nothing', async () => {
  let ran = false;
  const cancel = systemClock.after(5, () => (ran = true));
  cancel();
  await new Promise<void>((resolve) => systemClock.after(20, resolve));
  expect(ran).toBe(false);
});
