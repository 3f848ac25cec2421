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
  const seen = (): string => (lastSeen ? `; last seen: ${JSON.stringify(lastSeen(), null, 1)}` : '');
  const late = (): Error => new Error(`not within ${limitMs} ms: ${what}${seen()}`);
  for (;;) {
    // A look that itself never ends, for instance into a window that is gone, must not outlast the limit.
    const value = await within(Math.max(1, deadline - performance.now()), look, late);
    if (value !== undefined && value !== null && value !== false) return value as NonNullable<Exclude<T, false>>;
    if (performance.now() > deadline) throw late();
    await pause(POLL_INTERVAL_MS);
  }
}

/** What `work` gives, or the error once the limit is over. */
export async function within<T>(limitMs: number, work: () => T | Promise<T>, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), limitMs);
  });
  return Promise.race([Promise.resolve().then(work), limit]).finally(() => clearTimeout(timer));
}

/** Milliseconds that `work` took, beside its result. */
export async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const started = performance.now();
  const value = await work();
  return { value, ms: performance.now() - started };
}
