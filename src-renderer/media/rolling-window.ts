/** Numbers of the last few seconds, with their percentiles. */
export class RollingWindow {
  #entries: { atMs: number; value: number }[] = [];

  constructor(readonly spanMs: number) {}

  add(atMs: number, value: number): void {
    this.#entries.push({ atMs, value });
    // Pruned on writing too, so that a window nobody reads stays small.
    if (this.#entries.length % 64 === 0) this.#prune(atMs);
  }

  clear(): void {
    this.#entries = [];
  }

  /** Nearest-rank percentile (`share` from 0 to 1) of the values younger than the span; null when there are none. */
  percentile(share: number, nowMs: number): number | null {
    this.#prune(nowMs);
    if (this.#entries.length === 0) return null;
    const sorted = this.#entries.map((entry) => entry.value).sort((a, b) => a - b);
    return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
  }

  #prune(nowMs: number): void {
    const firstKept = this.#entries.findIndex((entry) => nowMs - entry.atMs <= this.spanMs);
    this.#entries = firstKept < 0 ? [] : this.#entries.slice(firstKept);
  }
}
