/** What needs a person: the site's alarms, and what this window's own tiles show. One cause is one alarm; its consequences stand
 * under it. A camera on the wall is judged by its tile, which knows more than any report: whether a picture is on the screen. */
import type { FaultCode } from '#contract/faults.ts';
import type { EngineView } from '#contract/views.ts';
import type { CameraId, CameraView } from '#contract/words.ts';
import type { Alarm as SiteAlarm } from '../../state/alarms.ts';
import type { Alarm } from './alarm.ts';
import { groupByDevice } from './attention-groups.ts';
import type { TileView } from './tile-view.ts';

export interface AttentionSources {
  tiles: readonly TileView[];
  siteAlarms: readonly SiteAlarm[];
  cameras: Readonly<Record<CameraId, CameraView>>;
  engines: Readonly<Record<string, EngineView>>;
  acknowledged: ReadonlySet<string>;
}

const lacksPicture = ({ state }: TileView) => state !== 'live' && state !== 'degraded' && state !== 'off';

/** The fault of an engine that this camera's picture cannot do without. */
function engineFaultOf(camera: CameraView | undefined, engines: AttentionSources['engines']): FaultCode | null {
  const server = engines['media-server']?.status;
  if (server) return server.code;
  return camera?.source.kind === 'demo' ? (engines['demo-cameras']?.status?.code ?? null) : null;
}

const isConsequence = (tile: TileView, { cameras, engines }: AttentionSources) =>
  lacksPicture(tile) && engineFaultOf(cameras[tile.cameraId], engines) !== null;

function siteAlarms(sources: AttentionSources): Alarm[] {
  const { tiles, cameras, engines, acknowledged } = sources;
  const onWall = new Set(tiles.map((tile) => tile.cameraId));
  return sources.siteAlarms
    .filter(({ cameraId }) => cameraId === null || !onWall.has(cameraId))
    .map(({ key, severity, status, cameraId }) => {
      const isEngine = Object.values(engines).some((engine) => engine.status === status);
      const consequences = isEngine
        ? tiles.filter((tile) => isConsequence(tile, sources) && engineFaultOf(cameras[tile.cameraId], engines) === status.code)
        : [];
      return {
        id: key,
        severity,
        since: status.since,
        camera: cameraId === null ? null : (cameras[cameraId] ?? null),
        tile: null,
        state: null,
        device: null,
        code: status.code,
        params: status.params,
        consequences: consequences.map((tile) => tile.cameraId),
        acknowledged: acknowledged.has(key),
      };
    });
}

function tileAlarms(sources: AttentionSources): Alarm[] {
  return sources.tiles.flatMap((tile) => {
    const { severity, state, cause } = tile;
    if (severity === 'none' || severity === 'notice' || state === 'connecting' || isConsequence(tile, sources)) return [];
    const id = `tile ${tile.cameraId} ${state}`;
    return {
      id,
      severity,
      since: tile.since,
      camera: sources.cameras[tile.cameraId] ?? null,
      tile,
      state,
      device: null,
      code: cause?.code ?? null,
      params: cause?.params ?? {},
      consequences: [],
      acknowledged: sources.acknowledged.has(id),
    };
  });
}

const rank = (alarm: Alarm) => (alarm.acknowledged ? 2 : 0) + (alarm.severity === 'critical' ? 0 : 1);

/** Unacknowledged first, then severity, then the newest. */
export function attentionOf(sources: AttentionSources): Alarm[] {
  return [...siteAlarms(sources), ...groupByDevice(tileAlarms(sources), sources.acknowledged)].sort(
    (a, b) => rank(a) - rank(b) || b.since - a.since || (a.id < b.id ? -1 : 1),
  );
}

/** Known to be without a picture, and nothing to do about it. */
export const quietTilesOf = (tiles: readonly TileView[]): TileView[] =>
  tiles.filter((tile) => tile.state === 'connecting' || tile.state === 'off' || tile.state === 'decode-limited');
