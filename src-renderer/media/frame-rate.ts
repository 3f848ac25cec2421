/** The rate of presented frames, from the frames themselves. Pure but for what it remembers. */

const spanMs = 2_000;
/** Slower cameras need more than the span: at least this many frames are looked at. */
const fewestFrames = 4;
/** A rate over less than this is noise: the first frames of a stream come in a burst. */
const shortestSpanMs = 400;

export class FrameRate {
  #frames: { atMs: number; count: number }[] = [];
  #fps: number | null = null;

  /** `count` is the running number of presented frames, which rises by more than one where callbacks were missed. */
  add(atMs: number, count: number): void {
    const last = this.#frames.at(-1);
    if (last && (count < last.count || atMs - last.atMs > this.gapMs)) this.reset();
    this.#frames.push({ atMs, count });
    while (this.#frames.length > fewestFrames && atMs - (this.#frames[0]?.atMs ?? atMs) > spanMs) this.#frames.shift();
    const first = this.#frames[0];
    if (first && this.#frames.length >= fewestFrames && atMs - first.atMs >= shortestSpanMs) {
      this.#fps = (1000 * (count - first.count)) / (atMs - first.atMs);
    }
  }

  /** Frames per second at the last frame; null before it can be told, and again after a gap. */
  get fps(): number | null {
    return this.#fps;
  }

  /** A pause longer than this begins a new measurement: two seconds, or three frame intervals if that is longer. Without a rate
   * there is no saying what a pause is: the camera may send a frame every ten seconds. */
  get gapMs(): number {
    return this.#fps ? Math.max(spanMs, 3_000 / this.#fps) : Infinity;
  }

  reset(): void {
    this.#frames = [];
    this.#fps = null;
  }
}
