import { frameCodeStrip, readFrameCode } from '../../scripts/clips/frame-code.mjs';

/*
 * Demo cameras and test clips carry their frame number as black and white cells (resources/clips/frame-code.json), and
 * send each frame at a known time: together they tell how old a picture is. In a page, draw the strip of a <video> into
 * a small canvas (`frameCodeStrip` of its size → any canvas of at least 20 x 4 pixels) and read its pixels here.
 */
export { frameCodeStrip, readFrameCode };

/** A loop as its sidecar describes it: `video.frames` and `video.framesPerSecond`. */
export interface Loop {
  readonly frames: number;
  readonly framesPerSecond: number;
}

/**
 * When the frame left its camera: its latest occurrence at or before `nowMs`, both in milliseconds since the Unix epoch.
 * For `/load/N` paths take their phase off `nowMs` first and put it back on the result.
 */
export function frameSentAtMs(frame: number, loop: Loop, nowMs: number): number {
  const loopMs = (loop.frames * 1000) / loop.framesPerSecond;
  const sinceMs = nowMs - (frame * 1000) / loop.framesPerSecond;
  return nowMs - (((sinceMs % loopMs) + loopMs) % loopMs);
}
