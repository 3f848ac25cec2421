/** Waiting for conditions: tests never sleep for a guessed time. */
import { setTimeout as pause } from 'node:timers/promises';

const POLL_INTERVAL_MS = 50;

/**
 * Looks again and again until `look` gives something other than undefined, null or false, and returns it.
 * Past `limitMs` it rejects with `what` and, where given, what was last seen.
 */
export async function until<T>(
  what: string,
  limitMs: number,
  look: () => T | Promise<T>,
  lastSeen?: () => unknown,
): Promise<NonNullable<Exclude<T, false>>> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const value = await look();
    if (value !== undefined && value !== null && value !== false) return value as NonNullable<Exclude<T, false>>;
    if (performance.now() > deadline) {
      const seen = lastSeen ? `; last seen: ${JSON.stringify(lastSeen(), null, 1)}` : '';
      throw new Error(`not within ${limitMs} ms: ${what}${seen}`);
    }
    await pause(POLL_INTERVAL_MS);
  }
}

/** Milliseconds that `work` took, beside its result. */
export async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const started = performance.now();
  const value = await work();
  return { value, ms: performance.now() - started };
}
