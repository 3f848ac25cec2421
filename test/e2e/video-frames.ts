/** Frames counted in the page by the browser itself, independent of what the app says of them. */
import type { Page } from 'playwright';

export interface VideoCount {
  /** Set on the element at the first look: tells it from another that took its place. */
  elementId: number;
  /** Of the track as it was received, also where a clone of it is shown. */
  trackId: string;
  /** Frames handed to the compositor (HTMLVideoElement.requestVideoFrameCallback, presentedFrames). */
  presented: number;
  /** Frames that arrived whole (RTCInboundRtpStreamStats.framesReceived). */
  received: number;
  paused: boolean;
  /** The longest time without a new frame in its tile since `markFrames`, in milliseconds; one that still lasts counts. */
  longestGapMs: number;
  /** Frames presented in its tile since `markFrames`. */
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

interface ElementCount {
  elementId: number;
  presented: number;
}

interface TileCount {
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
  const originals = new Map<string, string>();
  const tracks = MediaStreamTrack.prototype as { clone: (this: MediaStreamTrack) => MediaStreamTrack };
  const { clone } = tracks;
  tracks.clone = function () {
    const copy = clone.call(this);
    originals.set(copy.id, this.id);
    return copy;
  };
  const elements = new Map<HTMLVideoElement, ElementCount>();
  // A tile may change its element when its camera is published anew: what a person sees is the tile.
  const tiles = new Map<string, TileCount>();
  const tileOf = (video: HTMLVideoElement): TileCount => {
    const camera = video.closest<HTMLElement>('[data-camera]')?.dataset['camera'] ?? '';
    const known = tiles.get(camera) ?? { lastFrameAt: performance.now(), longestGapMs: 0, sinceMark: 0 };
    tiles.set(camera, known);
    return known;
  };
  const watch = (video: HTMLVideoElement): ElementCount => {
    const known = elements.get(video);
    if (known) return known;
    const element: ElementCount = { elementId: elements.size + 1, presented: 0 };
    elements.set(video, element);
    const next = (now: number, frame: VideoFrameCallbackMetadata): void => {
      element.presented = frame.presentedFrames;
      if (video.isConnected) {
        const tile = tileOf(video);
        tile.longestGapMs = Math.max(tile.longestGapMs, now - tile.lastFrameAt);
        tile.lastFrameAt = now;
        tile.sinceMark += 1;
      }
      video.requestVideoFrameCallback(next);
    };
    video.requestVideoFrameCallback(next);
    return element;
  };
  new MutationObserver(() => document.querySelectorAll('video').forEach(watch)).observe(document, {
    childList: true,
    subtree: true,
  });
  counting.markFrames = () => {
    for (const tile of tiles.values()) Object.assign(tile, { longestGapMs: 0, sinceMark: 0 });
  };
  counting.countVideos = async () => {
    const received = new Map<string, number>();
    for (const receiver of peers.filter((peer) => peer.connectionState !== 'closed').flatMap((peer) => peer.getReceivers())) {
      for (const stat of (await receiver.getStats()).values() as Iterable<RTCInboundRtpStreamStats>) {
        if (stat.type === 'inbound-rtp') received.set(receiver.track.id, stat.framesReceived ?? 0);
      }
    }
    return [...document.querySelectorAll('video')].map((video) => {
      const shown = video.srcObject instanceof MediaStream ? video.srcObject.getVideoTracks()[0]?.id : undefined;
      const trackId = originals.get(shown ?? '') ?? shown ?? '';
      const { lastFrameAt, longestGapMs, sinceMark } = tileOf(video);
      return {
        ...watch(video),
        sinceMark,
        longestGapMs: Math.max(longestGapMs, performance.now() - lastFrameAt),
        trackId,
        received: received.get(trackId) ?? 0,
        paused: video.paused,
      };
    });
  };
}
