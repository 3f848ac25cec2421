/** What needs a person, from everything a wall shows and its engines say. One cause is one alarm; its consequences stand under it. */
import type { FaultCode } from '#contract/faults.ts';
import type { EngineView, PusherView } from '#contract/views.ts';
import type { CameraId, CameraView, Params } from '#contract/words.ts';
import type { TileView } from './tile-view.ts';

export type AlarmSeverity = 'warning' | 'critical';

export interface Alarm {
  /** The same for as long as the same thing is wrong; it ends with it, and so does its acknowledgement. */
  id: string;
  severity: AlarmSeverity;
  /** Unix milliseconds. */
  since: number;
  subject:
    { kind: 'engine'; engine: EngineView['id'] } | { kind: 'tile'; tile: TileView } | { kind: 'camera'; camera: CameraView };
  code: FaultCode | null;
  params: Params;
  /** Cameras that have no picture because of this. */
  consequences: readonly CameraId[];
  acknowledged: boolean;
}

export interface AttentionSources {
  tiles: readonly TileView[];
  cameras: Readonly<Record<CameraId, CameraView>>;
  pushers: Readonly<Record<CameraId, PusherView>>;
  engines: Readonly<Record<string, EngineView>>;
  acknowledged: ReadonlySet<string>;
}

const alarmSeverity = (severity: string): AlarmSeverity | null =>
  severity === 'critical' || severity === 'warning' ? severity : null;

/** The engine a camera's picture cannot do without, if that engine has failed. */
function failedEngineOf(camera: CameraView | undefined, engines: AttentionSources['engines']): EngineView | null {
  const server = engines['media-server'];
  if (server?.status) return server;
  const demo = engines['demo-cameras'];
  return camera?.source.kind === 'demo' && demo?.status ? demo : null;
}

const without = (picture: TileView) => picture.state !== 'live' && picture.state !== 'degraded';

function engineAlarms({ engines, tiles, cameras, acknowledged }: AttentionSources): Alarm[] {
  return Object.values(engines).flatMap((engine) => {
    const severity = engine.status && alarmSeverity(engine.status.severity);
    if (!engine.status || !severity) return [];
    const id = `engine ${engine.id} ${engine.status.code}`;
    const consequences = tiles
      .filter((tile) => tile.state !== 'off' && without(tile) && failedEngineOf(cameras[tile.cameraId], engines) === engine)
      .map((tile) => tile.cameraId);
    const { code, params, since } = engine.status;
    const subject = { kind: 'engine', engine: engine.id } as const;
    return [{ id, severity, since, subject, code, params, consequences, acknowledged: acknowledged.has(id) }];
  });
}

function tileAlarms({ tiles, cameras, engines, acknowledged }: AttentionSources): Alarm[] {
  return tiles.flatMap((tile) => {
    const severity = alarmSeverity(tile.severity);
    if (!severity || tile.state === 'connecting') return [];
    if (without(tile) && failedEngineOf(cameras[tile.cameraId], engines)) return [];
    const id = `tile ${tile.cameraId} ${tile.state}`;
    const subject = { kind: 'tile', tile } as const;
    const code = tile.cause?.code ?? null;
    const params = tile.cause?.params ?? {};
    return [{ id, severity, since: tile.since, subject, code, params, consequences: [], acknowledged: acknowledged.has(id) }];
  });
}

/** Cameras that are pushed without being on this wall can be in trouble too. */
function cameraAlarms({ tiles, cameras, pushers, engines, acknowledged }: AttentionSources): Alarm[] {
  const shown = new Set(tiles.map((tile) => tile.cameraId));
  return Object.values(pushers).flatMap((pusher) => {
    const camera = cameras[pusher.cameraId];
    const severity = pusher.status && alarmSeverity(pusher.status.severity);
    if (!camera || camera.off || !pusher.status || !severity || shown.has(camera.id) || failedEngineOf(camera, engines))
      return [];
    const id = `camera ${camera.id} ${pusher.status.code}`;
    const { code, params, since } = pusher.status;
    const subject = { kind: 'camera', camera } as const;
    return [{ id, severity, since, subject, code, params, consequences: [], acknowledged: acknowledged.has(id) }];
  });
}

const rank = (alarm: Alarm) => (alarm.acknowledged ? 2 : 0) + (alarm.severity === 'critical' ? 0 : 1);

/** Unacknowledged first, then severity, then the newest. */
export function alarmsOf(sources: AttentionSources): Alarm[] {
  return [...engineAlarms(sources), ...tileAlarms(sources), ...cameraAlarms(sources)].sort(
    (a, b) => rank(a) - rank(b) || b.since - a.since || (a.id < b.id ? -1 : 1),
  );
}

/** Known to be without a picture, and nothing to do about it. */
export const quietTilesOf = (tiles: readonly TileView[]): TileView[] =>
  tiles.filter((tile) => tile.state === 'connecting' || tile.state === 'off' || tile.state === 'decode-limited');
