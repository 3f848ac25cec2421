/** How long to wait before the next try: doubling, capped, spread so that many do not try in step. */

export interface BackoffPolicy {
  firstMs: number;
  maxMs: number;
  /** Each wait is shortened by up to this part of it, 0 to 1. */
  jitter: number;
}

/** `failures` counts from 1; `random` is at least 0 and below 1. */
export function backoffMs(policy: BackoffPolicy, failures: number, random: number): number {
  const doublings = Math.min(Math.max(0, failures - 1), 30);
  const full = Math.min(policy.maxMs, policy.firstMs * 2 ** doublings);
  return full * (1 - policy.jitter * random);
}
