/** One zone's room: joined for as long as this page wants a camera of it, and the subscriptions its cameras need. */
import {
  ConnectionError,
  ConnectionErrorReason,
  LogLevel,
  Room,
  RoomEvent,
  setLogLevel,
  Track,
  type ReconnectContext,
  type RemoteTrack,
  type RemoteTrackPublication,
} from 'livekit-client';
import type { ViewerSession } from '#contract/calls.ts';
import type { FaultCode } from '#contract/faults.ts';
import { parseIdentity } from '#contract/words.ts';
import type { CameraStream } from './camera-stream.ts';
import { JoinLoop, type JoinedRoom, type JoinState } from './join-loop.ts';

// The SDK reports every lost connection on the console as an error; here it is an expected state, reported by the tiles.
setLogLevel(LogLevel.silent);

const connectTimeoutMs = 8_000;
/** The SDK resumes a broken connection quickly or not at all: after this, joining anew with a fresh token is faster. */
const resumeDelaysMs = [0, 400, 1_200];

export interface RoomSessionParts {
  /** Mints a fresh viewer token. */
  mint(): Promise<ViewerSession>;
}

interface Publication {
  cameraId: string;
  generation: number;
  publication: RemoteTrackPublication;
}

/** A token minted a moment ago was refused. */
const isRefusal = (error: unknown) => error instanceof ConnectionError && error.reason === ConnectionErrorReason.NotAllowed;

/** A call to main that failed keeps its own code (it may be that nobody answers, or that the zone is gone). */
function codeOf(error: unknown): FaultCode {
  if (isRefusal(error)) return 'VIEWER_REFUSED';
  if (error instanceof Error && 'code' in error && error.name === 'CallError') return error.code as FaultCode;
  return 'ROOM_UNREACHABLE';
}

const waitMs = (delayMs: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, delayMs);
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
  });

export class RoomSession {
  #room: Room | null = null;
  readonly #streams = new Map<string, CameraStream>();
  readonly #loop: JoinLoop;

  constructor(private readonly parts: RoomSessionParts) {
    this.#loop = new JoinLoop({
      join: (signal) => this.#join(signal),
      codeOf,
      nowMs: () => performance.now(),
      wait: waitMs,
      random: Math.random,
    });
    void this.#loop.run();
  }

  get state(): JoinState {
    return this.#loop.state;
  }

  /** True when the room is joined and lists a video of this camera. */
  publishes(cameraId: string): boolean {
    return this.#publications().some((each) => each.cameraId === cameraId);
  }

  watch(stream: CameraStream): void {
    this.#streams.set(stream.cameraId, stream);
    this.arrange();
  }

  unwatch(cameraId: string): void {
    this.#streams.delete(cameraId);
    this.arrange();
  }

  retryNow(): void {
    this.#loop.retryNow();
  }

  close(): void {
    this.#loop.close();
  }

  /** Brings subscriptions in line with what every watched camera needs now. Cheap and repeatable. */
  arrange(): void {
    const publications = this.#publications();
    const wanted = new Set<string>();
    for (const [cameraId, stream] of this.#streams) {
      const own = publications.filter((each) => each.cameraId === cameraId);
      for (const { generation, publication } of own) this.#hand(stream, generation, publication);
      const choice = stream.choose(own.map((each) => ({ trackSid: each.publication.trackSid, generation: each.generation })));
      for (const trackSid of choice) wanted.add(trackSid);
    }
    for (const { cameraId, publication } of publications) {
      const isWanted = wanted.has(publication.trackSid);
      if (publication.isDesired !== isWanted) publication.setSubscribed(isWanted);
      if (!isWanted) this.#streams.get(cameraId)?.remove(publication.trackSid);
    }
  }

  /** Gives a stream the track of a publication that has been subscribed to. */
  #hand(stream: CameraStream, generation: number, publication: RemoteTrackPublication): void {
    const track = publication.track;
    if (!publication.isDesired || !track?.receiver || stream.has(publication.trackSid)) return;
    // The jitter buffer's smallest delay: a wall shows what happens now, and a lost frame is better than a late one.
    track.setPlayoutDelay(0);
    // The SDK's own statistics timer, which nothing here reads.
    track.stopMonitor();
    const { mediaStreamTrack, receiver } = track;
    stream.add({ trackSid: publication.trackSid, generation, mediaStreamTrack, receiver });
  }

  #publications(): Publication[] {
    const found: Publication[] = [];
    for (const participant of this.#room?.remoteParticipants.values() ?? []) {
      const identity = parseIdentity(participant.identity);
      if (!identity) continue;
      for (const publication of participant.videoTrackPublications.values()) found.push({ ...identity, publication });
    }
    return found;
  }

  async #join(signal: AbortSignal): Promise<JoinedRoom> {
    const viewer = await this.parts.mint();
    signal.throwIfAborted();
    const room = new Room({
      adaptiveStream: false,
      dynacast: false,
      // With one peer connection for both ways Chromium does not negotiate the capture time's header extension.
      singlePeerConnection: false,
      reconnectPolicy: { nextRetryDelayInMs: ({ retryCount }: ReconnectContext) => resumeDelaysMs[retryCount] ?? null },
    });
    let lose: () => void = () => undefined;
    const lost = new Promise<void>((resolve) => (lose = resolve));
    const arrange = () => this.arrange();
    const keepPictures = () => {
      for (const stream of this.#streams.values()) stream.keepPicture();
    };
    room
      .on(RoomEvent.SignalReconnecting, keepPictures)
      .on(RoomEvent.Reconnecting, keepPictures)
      .on(RoomEvent.TrackPublished, arrange)
      .on(RoomEvent.TrackSubscribed, arrange)
      .on(RoomEvent.TrackSubscriptionFailed, arrange)
      .on(RoomEvent.ParticipantDisconnected, arrange)
      .on(RoomEvent.Reconnected, arrange)
      .on(RoomEvent.TrackUnpublished, (publication) => this.#forget(publication.trackSid))
      .on(RoomEvent.TrackUnsubscribed, (track: RemoteTrack) => {
        if (track.kind === Track.Kind.Video && track.sid !== undefined) this.#forget(track.sid);
      })
      .on(RoomEvent.Disconnected, () => lose());
    const abort = () => void room.disconnect();
    signal.addEventListener('abort', abort, { once: true });
    try {
      await room.connect(viewer.url, viewer.token, {
        autoSubscribe: false,
        maxRetries: 0,
        websocketTimeout: connectTimeoutMs,
        peerConnectionTimeout: connectTimeoutMs,
        // Said explicitly, or the SDK takes what the server proposes, which may be a public STUN server.
        rtcConfig: { iceServers: [] },
      });
    } catch (error) {
      signal.removeEventListener('abort', abort);
      await room.disconnect();
      throw error;
    }
    signal.removeEventListener('abort', abort);
    this.#room = room;
    this.arrange();
    return {
      lost,
      leave: async () => {
        this.#room = null;
        for (const stream of this.#streams.values()) stream.removeAll();
        room.removeAllListeners();
        await room.disconnect();
      },
    };
  }

  #forget(trackSid: string): void {
    for (const stream of this.#streams.values()) stream.remove(trackSid);
    this.arrange();
  }
}
