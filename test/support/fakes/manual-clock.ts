/** Time that a test moves. */
import type { Clock } from '../../../src-main/core/ports.ts';

interface Timer {
  at: number;
  run: () => void;
}

export class ManualClock implements Clock {
  #monotonic = 1_000_000;
  #wallOffset: number;
  readonly #timers = new Set<Timer>();

  constructor(wallStart = Date.UTC(2026, 10, 22, 12, 0, 0)) {
    this.#wallOffset = wallStart - this.#monotonic;
  }

  now(): number {
    return this.#monotonic + this.#wallOffset;
  }

  monotonic(): number {
    return this.#monotonic;
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { at: this.#monotonic + Math.max(0, delayMs), run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  get timers(): number {
    return this.#timers.size;
  }

  /** Runs what falls due, each at its own time, and lets the promises that follow from it settle. */
  async advance(ms: number): Promise<void> {
    const end = this.#monotonic + ms;
    await settle();
    for (let next = this.#nextUntil(end); next; next = this.#nextUntil(end)) {
      this.#monotonic = Math.max(this.#monotonic, next.at);
      this.#timers.delete(next);
      next.run();
      await settle();
    }
    this.#monotonic = end;
  }

  /** Somebody sets the clock: wall time alone moves. */
  setWallBy(ms: number): void {
    this.#wallOffset += ms;
  }

  /** The computer sleeps: time passes, but nothing runs before it wakes. */
  async sleepFor(ms: number): Promise<void> {
    this.#monotonic += ms;
    await this.advance(0);
  }

  #nextUntil(end: number): Timer | undefined {
    return [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }
}

/** Lets every promise settle that needs no timer: each turn of the event loop runs a whole queue of them. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
