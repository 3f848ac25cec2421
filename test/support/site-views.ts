/** Small whole views of the contract, for tests to vary. */
import type { StreamFacts } from '../../src-main/contract/facts.ts';
import { statusOf, type FaultCode } from '../../src-main/contract/faults.ts';
import type { EngineView, PusherView, Settings, SiteView } from '../../src-main/contract/views.ts';
import type { CameraView, Wall } from '../../src-main/contract/words.ts';

export const settingsView = (change: Partial<Settings> = {}): Settings => ({
  workstationName: 'wall-02',
  operatorName: '',
  language: 'en',
  theme: 'dark',
  startWallId: null,
  showStats: false,
  singleKeyShortcuts: true,
  firstRunDone: true,
  ...change,
});

export const siteView = (change: Partial<SiteView> = {}): SiteView => ({
  id: 'site',
  name: 'Northgate',
  revision: 1,
  hasDemo: false,
  statuses: [],
  ...change,
});

export const cameraView = (number: number, change: Partial<CameraView> = {}): CameraView => ({
  id: `camera-${number}`,
  number,
  name: `Camera ${number}`,
  zoneId: 'main',
  source: { kind: 'rtsp', url: `rtsp://10.0.0.${number}/stream1`, username: '', hasPassword: false },
  alwaysOn: false,
  off: null,
  ...change,
});

export const streamFacts = (change: Partial<StreamFacts> = {}): StreamFacts => ({
  codec: 'H264',
  profile: 'High',
  level: '4.1',
  width: 1920,
  height: 1080,
  fps: 25,
  gopFrames: 25,
  gopMs: 1000,
  bFrames: false,
  bitrateKbps: 2113,
  audio: null,
  auth: 'digest',
  clockOffsetMs: 3,
  clockPlausible: true,
  packetsReceived: 1000,
  packetsLost: 0,
  jitterMs: 0.4,
  ...change,
});

export const pusherView = (cameraId: string, change: Partial<PusherView> = {}): PusherView => ({
  cameraId,
  hostId: 'local',
  generation: 1,
  state: 'publishing',
  since: 1000,
  status: null,
  attempt: 0,
  nextTryAt: null,
  facts: streamFacts(),
  delivery: { mode: 'passthrough', reasonCode: 'PASS_H264', reason: 'H.264 High 4.1' },
  delay: null,
  reason: { key: 'pusher.reason.watched', params: {} },
  ...change,
});

export const faultyPusher = (cameraId: string, code: FaultCode, since = 2000): PusherView =>
  pusherView(cameraId, { state: 'retrying', status: statusOf(code, since), facts: null, delivery: null });

export const engineView = (id: EngineView['id'], code: FaultCode | null = null): EngineView => ({
  id,
  state: code ? 'failed' : 'running',
  since: 1000,
  status: code ? statusOf(code, 1500) : null,
  version: '1.0.0',
  nextTryAt: null,
});

export const wallView = (cells: Wall['cells'], change: Partial<Wall> = {}): Wall => ({
  id: 'overview',
  name: 'Overview',
  layout: { kind: 'grid', columns: 2, rows: 2 },
  cells,
  ...change,
});

export const byId = <T extends { id: string }>(items: readonly T[]): Record<string, T> =>
  Object.fromEntries(items.map((item) => [item.id, item]));
export const byCamera = <T extends { cameraId: string }>(items: readonly T[]): Record<string, T> =>
  Object.fromEntries(items.map((item) => [item.cameraId, item]));
