/** What each camera's pusher should be, from the site, the reservations and what the servers say. Pure. */
import { roomOfZone, type CameraId, type HostId } from '#contract/words.ts';
import type { Reservations } from '../reservations/reservations.ts';
import { reservedCameras } from '../reservations/reservations.ts';
import type { CameraRecord, SiteDocument } from '../site/site-document.ts';
import { reason, type Reason } from './reasons.ts';
import { sourceUrlOf, specHashOf } from './spec.ts';

export interface Intent {
  key: string;
  hostId: HostId;
  cameraId: CameraId;
  name: string;
  wanted: boolean;
  reason: Reason;
  /** Null while it cannot be known, because the demo server is not up: what runs is then left alone. */
  specHash: string | null;
  /** Changes when grants given before are void; null while the media server is down. */
  grantEpoch: string | null;
  loginRetry: number;
}

export interface IntentContext {
  hostId: HostId;
  demoRtspBase: string | null;
  grantEpoch: string | null;
  loginRetry: (cameraId: CameraId) => number;
  /** Monotonic. */
  now: number;
}

export const pusherName = (cameraId: CameraId): string => `whip-pusher-${cameraId}`;
export const pusherKey = (hostId: HostId, name: string): string => `${hostId}/${name}`;

/** One intent for every camera of the site. */
export function intentsOf(site: SiteDocument, reservations: Reservations, context: IntentContext): Intent[] {
  const reserved = reservedCameras(reservations, context.now);
  return site.cameras.map((camera) => {
    const { wanted, because } = whetherWanted(camera, reserved.get(camera.id)?.windows ?? null);
    const name = pusherName(camera.id);
    const url = sourceUrlOf(camera.source, context.demoRtspBase);
    return {
      key: pusherKey(context.hostId, name),
      hostId: context.hostId,
      cameraId: camera.id,
      name,
      wanted,
      reason: because,
      specHash: url === null ? null : specHashOf(camera.source, url, roomOfZone(camera.zoneId)),
      grantEpoch: context.grantEpoch,
      loginRetry: context.loginRetry(camera.id),
    };
  });
}

/** `windows`: how many watch it, 0 while it lingers, null without a reservation. */
function whetherWanted({ off, alwaysOn }: CameraRecord, windows: number | null): { wanted: boolean; because: Reason } {
  if (off) return { wanted: false, because: reason('pusher.reason.switched_off', { by: off.by, why: off.reason }) };
  if (windows !== null && windows > 0) return { wanted: true, because: reason('pusher.reason.watched', { count: windows }) };
  if (alwaysOn) return { wanted: true, because: reason('pusher.reason.always_on') };
  if (windows === 0) return { wanted: true, because: reason('pusher.reason.lingering') };
  return { wanted: false, because: reason('pusher.reason.nobody_watches') };
}
