// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CameraStream, type ReceivedTrack } from '../../../src-renderer/media/camera-stream.ts';

/** jsdom has no media: an element that presents exactly the frames a test gives it. */
class FakeScreen {
  readonly callbacks = new Map<HTMLVideoElement, VideoFrameRequestCallback>();
  readonly counts = new Map<HTMLVideoElement, number>();
  readonly drawn: HTMLVideoElement[] = [];
  nowMs = 1_000;

  install(): void {
    vi.spyOn(performance, 'now').mockImplementation(() => this.nowMs);
    vi.stubGlobal('MediaStream', class {});
    const { callbacks, drawn } = this;
    const video = HTMLVideoElement.prototype;
    video.requestVideoFrameCallback = function (callback) {
      callbacks.set(this, callback);
      return 1;
    };
    video.cancelVideoFrameCallback = function () {
      callbacks.delete(this);
    };
    video.play = () => Promise.resolve();
    Object.defineProperty(video, 'videoWidth', { configurable: true, get: () => 640 });
    Object.defineProperty(video, 'videoHeight', { configurable: true, get: () => 360 });
    HTMLCanvasElement.prototype.getContext = (() => ({
      drawImage: (source: HTMLVideoElement) => void drawn.push(source),
    })) as unknown as HTMLCanvasElement['getContext'];
  }

  present(video: HTMLVideoElement, frames = 1): void {
    for (let frame = 0; frame < frames; frame += 1) {
      this.nowMs += 66;
      const count = (this.counts.get(video) ?? 0) + 1;
      this.counts.set(video, count);
      const callback = this.callbacks.get(video);
      this.callbacks.delete(video);
      callback?.(this.nowMs, { presentedFrames: count, expectedDisplayTime: this.nowMs } as VideoFrameCallbackMetadata);
    }
  }
}

const stopped = vi.fn();
const track = (trackSid: string, generation: number): ReceivedTrack => {
  const source = { stop: stopped, clone: () => source } as unknown as MediaStreamTrack;
  return { trackSid, generation, mediaStreamTrack: source, receiver: {} as RTCRtpReceiver };
};
const published = (...tracks: ReceivedTrack[]) => tracks.map(({ trackSid, generation }) => ({ trackSid, generation }));

let screen: FakeScreen;
let stream: CameraStream;
const firstFrame = vi.fn();
const videos = () => [...stream.element.querySelectorAll('video')];
const shown = () => stream.element.querySelector<HTMLVideoElement>('video.shown');

beforeEach(() => {
  screen = new FakeScreen();
  screen.install();
  stream = new CameraStream('gate', firstFrame);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  firstFrame.mockReset();
  stopped.mockReset();
});

/** A stream that shows generation 1 and has presented some frames. */
function showing(): { old: ReceivedTrack; video: HTMLVideoElement } {
  const old = track('TR_1', 1);
  stream.choose(published(old));
  stream.add(old);
  stream.choose(published(old));
  const [video] = videos();
  if (!video) throw new Error('no video was made');
  screen.present(video, 10);
  stream.choose(published(old));
  return { old, video };
}

describe('CameraStream', () => {
  test('nothing is claimed before the first frame', () => {
    const first = track('TR_1', 1);
    expect(stream.choose(published(first))).toEqual(['TR_1']);
    stream.add(first);
    expect(stream.facts(screen.nowMs)).toMatchObject({
      hasTrack: true,
      presentedFrames: 0,
      lastFrameAtMs: null,
      presentedFps: null,
    });
  });

  test('measures the way from asking to the first picture', () => {
    const { video } = showing();
    expect(stream.facts(screen.nowMs)).toMatchObject({ presentedFrames: 10, firstPictureMs: 66, generation: 1 });
    expect(shown()).toBe(video);
    expect(firstFrame).toHaveBeenCalledTimes(1);
  });

  test('a new generation takes over at its first frame, and not before', () => {
    const { old, video } = showing();
    const next = track('TR_2', 2);
    expect(stream.choose(published(old, next))).toEqual(['TR_2', 'TR_1']);
    stream.add(next);
    stream.choose(published(old, next));
    expect(shown()).toBe(video);
    const nextVideo = videos().find((each) => each !== video);
    if (!nextVideo) throw new Error('the new generation has no video');
    screen.present(nextVideo);
    expect(stream.choose(published(old, next))).toEqual(['TR_2']);
    expect(shown()).toBe(nextVideo);
    stream.remove('TR_1');
    expect(videos()).toEqual([nextVideo]);
    expect(stream.facts(screen.nowMs)).toMatchObject({ generation: 2, presentedFrames: 11 });
  });

  test('the count of presented frames never falls', () => {
    const { old, video } = showing();
    const next = track('TR_2', 2);
    stream.add(next);
    const counts: number[] = [];
    const note = () => counts.push(stream.facts(screen.nowMs).presentedFrames);
    note();
    const nextVideo = videos().find((each) => each !== video);
    if (!nextVideo) throw new Error('the new generation has no video');
    screen.present(nextVideo, 2);
    screen.present(video, 2);
    note();
    stream.choose(published(old, next));
    note();
    stream.remove('TR_1');
    note();
    screen.present(nextVideo, 3);
    note();
    stream.removeAll();
    note();
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
  });

  test('when the publication ends its last picture stays, and nothing drawn after it counts', () => {
    const { video } = showing();
    const before = stream.facts(screen.nowMs);
    stream.remove('TR_1');
    expect(stream.element.querySelector('canvas')).not.toBeNull();
    expect(screen.drawn).toEqual([video]);
    screen.present(video, 5);
    expect(stream.facts(screen.nowMs)).toMatchObject({
      hasTrack: false,
      presentedFrames: before.presentedFrames,
      lastFrameAtMs: before.lastFrameAtMs,
    });
  });

  test('a picture drawn off when trouble began is not drawn again from a video gone blank', () => {
    showing();
    stream.keepPicture();
    stream.removeAll();
    expect(screen.drawn).toHaveLength(1);
  });

  test('the same publication can come back, and its picture replaces the kept one', () => {
    showing();
    stream.removeAll();
    const again = track('TR_1', 1);
    stream.add(again);
    stream.choose(published(again));
    expect(stream.element.querySelector('canvas')).not.toBeNull();
    const fresh = videos().find((each) => !each.classList.contains('shown'));
    if (!fresh) throw new Error('the publication has no new video');
    screen.present(fresh);
    stream.choose(published(again));
    expect(stream.element.querySelector('canvas')).toBeNull();
    expect(videos()).toEqual([fresh]);
    expect(stream.facts(screen.nowMs).presentedFrames).toBe(11);
  });

  test('closing stops every track it cloned', () => {
    showing();
    stream.close();
    expect(stopped).toHaveBeenCalledTimes(1);
    expect(videos()).toEqual([]);
  });
});
