/** Frames counted in the page by the browser itself, independent of what the app says of them. */
import type { Page } from 'playwright/test';

export interface VideoCount {
  /** Set on the element at the first look: tells it from another that took its place. */
  elementId: number;
  trackId: string;
  /** Frames handed to the compositor (HTMLVideoElement.requestVideoFrameCallback, presentedFrames). */
  presented: number;
  /** Frames that arrived whole (RTCInboundRtpStreamStats.framesReceived). */
  received: number;
  paused: boolean;
  /** The longest time without a new frame since `markFrames`, in milliseconds; one that still lasts counts. */
  longestGapMs: number;
  /** Frames presented since `markFrames`. */
  sinceMark: number;
}

interface CountingWindow extends Window {
  countVideos?: () => Promise<VideoCount[]>;
  markFrames?: () => void;
}

/** Arranges the counting and loads the page anew, for the counters must be there before the first connection. */
export async function countFrames(page: Page): Promise<void> {
  await page.addInitScript(installCounters);
  await page.reload();
}

export async function videoCounts(page: Page): Promise<VideoCount[]> {
  return page.evaluate(() => (window as CountingWindow).countVideos?.() ?? []);
}

/** Begins a new stretch for `longestGapMs` and `sinceMark`. */
export async function markFrames(page: Page): Promise<void> {
  await page.evaluate(() => (window as CountingWindow).markFrames?.());
}

interface Entry {
  elementId: number;
  presented: number;
  lastFrameAt: number;
  longestGapMs: number;
  sinceMark: number;
}

function installCounters(): void {
  const counting = window as CountingWindow;
  const peers: RTCPeerConnection[] = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      peers.push(this);
    }
  };
  const seen = new Map<HTMLVideoElement, Entry>();
  let elements = 0;
  const watch = (video: HTMLVideoElement): Entry => {
    const known = seen.get(video);
    if (known) return known;
    elements += 1;
    const entry: Entry = { elementId: elements, presented: 0, lastFrameAt: performance.now(), longestGapMs: 0, sinceMark: 0 };
    seen.set(video, entry);
    const next = (now: number, frame: VideoFrameCallbackMetadata): void => {
      entry.longestGapMs = Math.max(entry.longestGapMs, now - entry.lastFrameAt);
      entry.lastFrameAt = now;
      entry.presented = frame.presentedFrames;
      entry.sinceMark += 1;
      video.requestVideoFrameCallback(next);
    };
    video.requestVideoFrameCallback(next);
    return entry;
  };
  counting.markFrames = () => {
    for (const video of document.querySelectorAll('video')) Object.assign(watch(video), { longestGapMs: 0, sinceMark: 0 });
  };
  counting.countVideos = async () => {
    const received = new Map<string, number>();
    for (const peer of peers) {
      if (peer.connectionState === 'closed') continue;
      for (const stat of (await peer.getStats()).values() as Iterable<RTCInboundRtpStreamStats>) {
        if (stat.type === 'inbound-rtp' && stat.kind === 'video') received.set(stat.trackIdentifier, stat.framesReceived ?? 0);
      }
    }
    return [...document.querySelectorAll('video')].map((video) => {
      const track = video.srcObject instanceof MediaStream ? video.srcObject.getVideoTracks()[0] : undefined;
      const { lastFrameAt, longestGapMs, ...entry } = watch(video);
      return {
        ...entry,
        longestGapMs: Math.max(longestGapMs, performance.now() - lastFrameAt),
        trackId: track?.id ?? '',
        received: received.get(track?.id ?? '') ?? 0,
        paused: video.paused,
      };
    });
  };
}
