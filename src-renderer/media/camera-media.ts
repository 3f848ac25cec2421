/** Every camera this page receives: the streams, the rooms they come through, and one timer that samples all of them. */
import type { ViewerSession } from '#contract/calls.ts';
import { CameraStream, type StreamFacts } from './camera-stream.ts';
import type { JoinState } from './join-loop.ts';
import { RoomSession } from './room-session.ts';

const sampleIntervalMs = 1_000;

export interface WatchedCamera {
  cameraId: string;
  zoneId: string;
}

/** What is known of one watched camera at one moment. */
export interface CameraMediaFacts {
  room: JoinState;
  /** The room lists a video of this camera. */
  published: boolean;
  stream: StreamFacts;
}

interface Watched extends WatchedCamera {
  stream: CameraStream;
}

export class CameraMedia {
  readonly #watched = new Map<string, Watched>();
  readonly #sessions = new Map<string, RoomSession>();
  #timer: ReturnType<typeof setInterval> | null = null;
  #sampling = false;
  /** False while the wall is not drawn (another place, a minimised window): frames are then decoded but not presented. */
  seen = true;

  /** @param mint a fresh viewer token for a zone's room. */
  constructor(private readonly mint: (zoneId: string) => Promise<ViewerSession>) {}

  /** The cameras to receive, whole and anew each time. Those already received are not touched. */
  watch(cameras: readonly WatchedCamera[]): void {
    const wanted = new Map(cameras.map((camera) => [camera.cameraId, camera]));
    for (const { cameraId, zoneId } of [...this.#watched.values()]) {
      if (wanted.get(cameraId)?.zoneId !== zoneId) this.#drop(cameraId);
    }
    for (const camera of wanted.values()) {
      if (!this.#watched.has(camera.cameraId)) this.#take(camera);
    }
    const zones = new Set([...wanted.values()].map((camera) => camera.zoneId));
    for (const [zoneId, session] of [...this.#sessions]) {
      if (zones.has(zoneId)) continue;
      session.close();
      this.#sessions.delete(zoneId);
    }
    this.#setTimer(this.#watched.size > 0);
  }

  /** The element that holds the camera's picture; null when it is not watched. */
  element(cameraId: string): HTMLElement | null {
    return this.#watched.get(cameraId)?.stream.element ?? null;
  }

  facts(cameraId: string, nowMs: number): CameraMediaFacts | null {
    const watched = this.#watched.get(cameraId);
    const session = watched && this.#sessions.get(watched.zoneId);
    if (!watched || !session) return null;
    return { room: session.state, published: session.publishes(cameraId), stream: watched.stream.facts(nowMs) };
  }

  /** Joins a zone's room now instead of at the next try; also after its tokens were refused. */
  retry(zoneId: string): void {
    this.#sessions.get(zoneId)?.retryNow();
  }

  /** The same for every room, for instance when the media server has started again. */
  retryAll(): void {
    for (const session of this.#sessions.values()) session.retryNow();
  }

  close(): void {
    this.watch([]);
  }

  #take({ cameraId, zoneId }: WatchedCamera): void {
    const session = this.#sessionOf(zoneId);
    const stream = new CameraStream(cameraId, () => session.arrange());
    this.#watched.set(cameraId, { cameraId, zoneId, stream });
    session.watch(stream);
  }

  #drop(cameraId: string): void {
    const watched = this.#watched.get(cameraId);
    if (!watched) return;
    this.#watched.delete(cameraId);
    this.#sessions.get(watched.zoneId)?.unwatch(cameraId);
    watched.stream.close();
  }

  #sessionOf(zoneId: string): RoomSession {
    const known = this.#sessions.get(zoneId);
    if (known) return known;
    const session: RoomSession = new RoomSession({ mint: () => this.mint(zoneId) });
    this.#sessions.set(zoneId, session);
    return session;
  }

  #setTimer(on: boolean): void {
    if (on && this.#timer === null) this.#timer = setInterval(() => void this.#sample(), sampleIntervalMs);
    if (!on && this.#timer !== null) {
      clearInterval(this.#timer);
      this.#timer = null;
    }
  }

  /** One round over every camera. A round that takes longer than the interval is not overtaken by the next. */
  async #sample(): Promise<void> {
    if (this.#sampling) return;
    this.#sampling = true;
    try {
      const streams = [...this.#watched.values()].map((watched) => watched.stream);
      await Promise.all(streams.map((stream) => stream.sample(this.seen)));
      // A publication that has fallen silent gives nobody an event: look whether another one of its camera has frames.
      for (const session of this.#sessions.values()) session.arrange();
    } finally {
      this.#sampling = false;
    }
  }
}
