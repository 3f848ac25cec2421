/** What is wrong on the site, worst first, one cause one alarm. Pure. */
import type { FaultCode, Status } from '#contract/faults.ts';
import type { EngineView, PusherView, SiteView } from '#contract/views.ts';
import type { CameraView } from '#contract/words.ts';
import { situationOf } from './camera-situation.ts';

export interface Alarm {
  /** Stable while the cause lasts. */
  key: string;
  severity: 'critical' | 'warning';
  status: Status;
  /** Null: the site or a server. */
  cameraId: string | null;
}

export interface SiteFacts {
  site: SiteView | undefined;
  cameras: Readonly<Record<string, CameraView>>;
  pushers: Readonly<Record<string, PusherView>>;
  engines: Readonly<Record<string, EngineView>>;
}

const isMediaServerFault = (code: FaultCode): boolean =>
  code.startsWith('WHIP_') || code.startsWith('SFU_') || code === 'ROOM_UNREACHABLE' || code === 'NO_TRACK';

export function alarmsOf({ site, cameras, pushers, engines }: SiteFacts): Alarm[] {
  const alarms: Alarm[] = [];
  const add = (key: string, status: Status | null, cameraId: string | null) => {
    if (status?.severity !== 'critical' && status?.severity !== 'warning') return;
    alarms.push({ key: `${key} ${status.code}`, severity: status.severity, status, cameraId });
  };
  for (const status of site?.statuses ?? []) add('site', status, null);
  for (const engine of Object.values(engines)) add(engine.id, engine.status, null);

  const isDown = (id: EngineView['id']) => engines[id]?.status?.severity === 'critical';
  for (const camera of Object.values(cameras)) {
    const { status } = situationOf(camera, pushers[camera.id]);
    if (!status) continue;
    const isConsequence =
      (isDown('media-server') && isMediaServerFault(status.code)) || (isDown('demo-cameras') && camera.source.kind === 'demo');
    if (!isConsequence) add(camera.id, status, camera.id);
  }
  const rank = { critical: 0, warning: 1 };
  return alarms.sort((a, b) => rank[a.severity] - rank[b.severity] || b.status.since - a.status.since);
}
