/** Watches one video element's presented frames (requestVideoFrameCallback): the only proof that a picture is on the screen. */
import { captureTimeOf, type CaptureReference } from './capture-clock.ts';
import { FrameRate } from './frame-rate.ts';
import { RollingWindow } from './rolling-window.ts';

const delaySpanMs = 10_000;

export interface FrameFacts {
  presentedFrames: number;
  /** Both in `performance.now()` milliseconds. */
  firstFrameAtMs: number | null;
  lastFrameAtMs: number | null;
  fps: number | null;
  /** Capture to screen. */
  delayMs: number | null;
  delayP95Ms: number | null;
  /** Last packet of the frame received to screen. */
  receiptToScreenMs: number | null;
}

export class FrameObserver {
  /** Set by whoever reads the receiver's synchronization sources; null while the capture time is unknown. */
  captureReference: CaptureReference | null = null;

  #handle = 0;
  #startCount: number | null = null;
  #presentedFrames = 0;
  #firstFrameAtMs: number | null = null;
  #lastFrameAtMs: number | null = null;
  readonly #rate = new FrameRate();
  readonly #delay = new RollingWindow(delaySpanMs);
  readonly #receiptToScreen = new RollingWindow(delaySpanMs);

  constructor(
    readonly video: HTMLVideoElement,
    private readonly onFirstFrame: () => void,
  ) {
    this.#next();
  }

  facts(nowMs: number): FrameFacts {
    return {
      presentedFrames: this.#presentedFrames,
      firstFrameAtMs: this.#firstFrameAtMs,
      lastFrameAtMs: this.#lastFrameAtMs,
      fps: this.#rate.fps,
      delayMs: this.#delay.percentile(0.5, nowMs),
      delayP95Ms: this.#delay.percentile(0.95, nowMs),
      receiptToScreenMs: this.#receiptToScreen.percentile(0.5, nowMs),
    };
  }

  stop(): void {
    this.video.cancelVideoFrameCallback(this.#handle);
  }

  #next(): void {
    this.#handle = this.video.requestVideoFrameCallback((nowMs, frame) => {
      this.#take(nowMs, frame);
      this.#next();
    });
  }

  #take(nowMs: number, frame: VideoFrameCallbackMetadata): void {
    this.#startCount ??= frame.presentedFrames - 1;
    this.#presentedFrames = frame.presentedFrames - this.#startCount;
    this.#lastFrameAtMs = nowMs;
    this.#rate.add(nowMs, this.#presentedFrames);
    if (frame.receiveTime !== undefined) this.#receiptToScreen.add(nowMs, frame.expectedDisplayTime - frame.receiveTime);
    if (this.captureReference && frame.rtpTimestamp !== undefined) {
      const shownUnixMs = Date.now() + (frame.expectedDisplayTime - performance.now());
      this.#delay.add(nowMs, shownUnixMs - captureTimeOf(this.captureReference, frame.rtpTimestamp));
    }
    if (this.#firstFrameAtMs === null) {
      this.#firstFrameAtMs = nowMs;
      this.onFirstFrame();
    }
  }
}
