/** From everything observed to a tile's facts, and in words that can be shown: which step it waits in, and why there is no picture. */
import type { FaultCode, Status } from '#contract/faults.ts';
import type { EngineView, PusherView } from '#contract/views.ts';
import type { CameraView, Params } from '#contract/words.ts';
import type { CameraMediaFacts } from '../../media/camera-media.ts';
import type { TileFacts } from './tile-state.ts';

/** Everything that is known about one tile at one moment. */
export interface TileSources {
  camera: CameraView;
  pusher: PusherView | null;
  engines: Readonly<Record<string, EngineView>>;
  media: CameraMediaFacts | null;
}

export interface Cause {
  code: FaultCode;
  params: Params;
  /** When the next try begins, Unix milliseconds; null when nobody has said so. */
  nextTryAt: number | null;
}

/** Where a picture is on its way; told while connecting. The last one: frames are shown, their rate is being measured. */
export const connectSteps = ['pusher', 'ingest', 'track', 'first-frame', 'proof'] as const;
export type ConnectStep = (typeof connectSteps)[number];

/** Camera or media server said no, and asking again by itself would not help or would lock an account. */
const refusals: readonly FaultCode[] = [
  'CAMERA_LOGIN_REFUSED',
  'CAMERA_LOGIN_HELD',
  'CAMERA_FORBIDDEN',
  'WHIP_UNAUTHORISED',
  'WHIP_FORBIDDEN',
  'VIEWER_REFUSED',
];

const isRefused = (sources: TileSources): boolean => {
  const code = sources.pusher?.status?.code;
  return sources.media?.room.phase === 'refused' || (code !== undefined && refusals.includes(code));
};

export function tileFactsOf(sources: TileSources): TileFacts {
  const { camera, pusher, media } = sources;
  const stream = media?.stream;
  return {
    isOff: camera.off !== null,
    isRefused: isRefused(sources),
    cannotPass: pusher?.state === 'refused',
    // Streams are chosen by identity, so another camera's picture could only come from a stream that is not this tile's.
    identityMatches: media !== null,
    lastFrameAtMs: stream?.lastFrameAtMs ?? null,
    presentedFps: stream?.presentedFps ?? null,
    nominalFps: pusher?.facts?.fps ?? null,
    delayMs: delayOf(sources).delayMs,
    lossPercent: stream?.lossPercent ?? null,
  };
}

/** Capture to screen, unless the camera's own clock is known to be wrong: then the figure would be its error and no delay. */
export function delayOf({ pusher, media }: TileSources): { delayMs: number | null; delayP95Ms: number | null } {
  if (!media || pusher?.facts?.clockPlausible === false) return { delayMs: null, delayP95Ms: null };
  const { delayMs, delayP95Ms } = media.stream;
  return { delayMs, delayP95Ms };
}

export function connectStepOf({ pusher, media }: TileSources): ConnectStep {
  if (media?.stream.hasTrack && media.stream.lastFrameAtMs !== null) return 'proof';
  if (media?.stream.hasTrack) return 'first-frame';
  if (media?.published) return 'track';
  return pusher?.state === 'publishing' ? 'ingest' : 'pusher';
}

const ofStatus = (status: Status, nextTryAt: number | null): Cause => ({ code: status.code, params: status.params, nextTryAt });

/** Why there is no picture: the engine everything hangs on first, then the camera's own way, then this page's. */
export function causeOf(sources: TileSources, nowUnixMs: number, nowMs: number): Cause | null {
  const { camera, pusher, engines, media } = sources;
  const server = engines['media-server'];
  if (server?.status) return ofStatus(server.status, server.nextTryAt);
  const demo = camera.source.kind === 'demo' ? engines['demo-cameras'] : undefined;
  if (demo?.status) return ofStatus(demo.status, demo.nextTryAt);
  if (pusher?.status) return ofStatus(pusher.status, pusher.nextTryAt);
  if (!media) return null;
  const { room, published, stream } = media;
  if (room.code !== null) {
    return { code: room.code, params: {}, nextTryAt: room.nextTryAtMs === null ? null : nowUnixMs + (room.nextTryAtMs - nowMs) };
  }
  if (room.phase !== 'joined') return null;
  if (!published) return { code: 'NO_TRACK', params: {}, nextTryAt: null };
  const packetsArrive = (stream.bitrateKbps ?? 0) > 0;
  if (stream.hasTrack && packetsArrive && stream.decodedFps === 0) return { code: 'DECODER_FAILED', params: {}, nextTryAt: null };
  return null;
}

/** Why a picture has become old, when no fault says it: what the receiver's counters show. */
export type StaleReason = 'no-packets' | 'no-keyframe' | 'not-shown' | 'no-track';

export function staleReasonOf({ media }: TileSources): StaleReason {
  if (!media?.stream.hasTrack) return 'no-track';
  const { receivedFps, decodedFps, bitrateKbps } = media.stream;
  if ((bitrateKbps ?? 0) === 0) return 'no-packets';
  return (decodedFps ?? 0) > 0 && (receivedFps ?? 0) > 0 ? 'not-shown' : 'no-keyframe';
}
