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
}

interface CountingWindow extends Window {
  countedPeers?: RTCPeerConnection[];
  countVideos?: () => Promise<VideoCount[]>;
}

/** Arranges the counting and loads the page anew, for the counters must be there before the first connection. */
export async function countFrames(page: Page): Promise<void> {
  await page.addInitScript(installCounters);
  await page.reload();
}

export async function videoCounts(page: Page): Promise<VideoCount[]> {
  return page.evaluate(() => (window as CountingWindow).countVideos?.() ?? []);
}

function installCounters(): void {
  const counting = window as CountingWindow;
  const peers: RTCPeerConnection[] = [];
  counting.countedPeers = peers;
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      peers.push(this);
    }
  };
  const seen = new WeakMap<HTMLVideoElement, { elementId: number; presented: number }>();
  let elements = 0;
  const watch = (video: HTMLVideoElement): { elementId: number; presented: number } => {
    const known = seen.get(video);
    if (known) return known;
    const entry = { elementId: (elements += 1), presented: 0 };
    seen.set(video, entry);
    const next = (_now: number, frame: VideoFrameCallbackMetadata): void => {
      entry.presented = frame.presentedFrames;
      video.requestVideoFrameCallback(next);
    };
    video.requestVideoFrameCallback(next);
    return entry;
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
      return { ...watch(video), trackId: track?.id ?? '', received: received.get(track?.id ?? '') ?? 0, paused: video.paused };
    });
  };
}
