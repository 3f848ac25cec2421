/** Cameras, pushers and measurements as tests of the wall need them: well unless said otherwise. */
import type { EngineView, PusherView } from '../../../src-main/contract/views.ts';
import type { CameraView } from '../../../src-main/contract/words.ts';
import type { CameraMediaFacts } from '../../../src-renderer/media/camera-media.ts';
import type { StreamFacts } from '../../../src-renderer/media/camera-stream.ts';
import { unmeasuredRates, type ReceiverCounters } from '../../../src-renderer/media/receiver-statistics.ts';
import type { TileView } from '../../../src-renderer/features/wall/tile-view.ts';
import type { TileSources } from '../../../src-renderer/features/wall/tile-cause.ts';

export const camera = (id: string, change: Partial<CameraView> = {}): CameraView => ({
  id,
  number: 1,
  name: id,
  zoneId: 'main',
  source: { kind: 'rtsp', url: `rtsp://10.0.0.1:554/${id}`, username: '', hasPassword: false },
  alwaysOn: false,
  off: null,
  ...change,
});

export const pusher = (cameraId: string, change: Partial<PusherView> = {}): PusherView => ({
  cameraId,
  hostId: 'local',
  generation: 1,
  state: 'publishing',
  since: 0,
  status: null,
  attempt: 1,
  nextTryAt: null,
  facts: {
    codec: 'H264',
    profile: 'Constrained Baseline',
    level: '3.0',
    width: 640,
    height: 360,
    fps: 15,
    gopFrames: 15,
    gopMs: 1000,
    bFrames: false,
    bitrateKbps: 500,
    audio: null,
    auth: 'none',
    clockOffsetMs: 1,
    clockPlausible: true,
    packetsReceived: 1,
    packetsLost: 0,
    jitterMs: 0,
  },
  delivery: { mode: 'passthrough', reasonCode: 'PASS_H264', reason: '' },
  delay: null,
  reason: { key: 'reserved', params: {} },
  ...change,
});

export const engine = (id: EngineView['id'], change: Partial<EngineView> = {}): EngineView => ({
  id,
  state: 'running',
  since: 0,
  status: null,
  version: null,
  nextTryAt: null,
  ...change,
});

export const counters: ReceiverCounters = {
  atMs: 0,
  bytesReceived: 1,
  packetsReceived: 1,
  packetsLost: 0,
  framesReceived: 1,
  framesDecoded: 1,
  framesDropped: 0,
  freezeCount: 0,
  decodeMsTotal: 1,
  jitterBufferMsTotal: 1,
  jitterBufferEmitted: 1,
  codec: 'H264',
  width: 640,
  height: 360,
  decoder: null,
  hardwareDecoder: null,
  roundTripMs: 2,
};

export const stream = (lastFrameAtMs: number | null, change: Partial<StreamFacts> = {}): StreamFacts => ({
  ...unmeasuredRates,
  receivedFps: 15,
  decodedFps: 15,
  bitrateKbps: 500,
  lossPercent: 0,
  hasTrack: true,
  generation: 1,
  presentedFrames: 30,
  lastFrameAtMs,
  lastPictureUnixMs: lastFrameAtMs,
  presentedFps: 15,
  delayMs: 40,
  delayP95Ms: 60,
  receiptToScreenMs: 30,
  firstPictureMs: 700,
  freezesInHour: 0,
  counters,
  ...change,
});

export const nothingReceived = stream(null, {
  ...unmeasuredRates,
  hasTrack: false,
  presentedFrames: 0,
  presentedFps: null,
  delayMs: null,
  delayP95Ms: null,
  firstPictureMs: null,
  counters: null,
});

export const media = (streamFacts: StreamFacts, change: Partial<CameraMediaFacts> = {}): CameraMediaFacts => ({
  room: { phase: 'joined', attempt: 1, nextTryAtMs: null, code: null },
  published: true,
  stream: streamFacts,
  ...change,
});

export const sources = (change: Partial<TileSources> = {}): TileSources => ({
  camera: camera('gate'),
  pusher: pusher('gate'),
  engines: { 'media-server': engine('media-server') },
  media: media(stream(1_000)),
  ...change,
});

export const tile = (cameraId: string, change: Partial<TileView> = {}): TileView => ({
  cameraId,
  number: 17,
  name: 'Loading dock 2',
  state: 'live',
  severity: 'none',
  since: 0,
  ageSeconds: null,
  step: 'proof',
  staleReason: 'no-packets',
  broken: [],
  cause: null,
  nextTrySeconds: null,
  off: null,
  lastPictureAt: null,
  figures: {
    presentedFps: 15,
    nominalFps: 15,
    bitrateKbps: 500,
    lossPercent: 0,
    delayMs: 37.4,
    delayP95Ms: 54,
    freezesInHour: 0,
    width: 640,
    height: 360,
    codec: 'H264',
    profile: null,
    hardwareDecoder: null,
    decoder: null,
    delivery: 'passthrough',
    legs: [],
  },
  ...change,
});
