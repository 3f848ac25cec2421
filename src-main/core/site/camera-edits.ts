/** Pure edits of the site's cameras: old site in, new site out, AppError where the edit may not be. */
import { AppError } from '#contract/faults.ts';
import type { CameraId, Off, ZoneId } from '#contract/words.ts';
import { suggestId } from '../cameras/camera-id.ts';
import { parseRtspUrl } from '../cameras/rtsp-url.ts';
import { findCamera, MAIN_ZONE_ID, type CameraRecord, type SiteDocument, type SourceRecord } from './site-document.ts';

export interface NewCamera {
  id?: CameraId | undefined;
  name: string;
  zoneId?: ZoneId | undefined;
  source: SourceRecord;
  alwaysOn?: boolean | undefined;
}

export interface CameraChange {
  name?: string | undefined;
  zoneId?: ZoneId | undefined;
  source?: SourceRecord | undefined;
  alwaysOn?: boolean | undefined;
  off?: Off | null | undefined;
}

/** The camera comes last in the result. Its id is made from its name where none is given. */
export function addCamera(site: SiteDocument, camera: NewCamera): SiteDocument {
  const isTaken = (id: string): boolean => findCamera(site, id) !== undefined;
  if (camera.id !== undefined && isTaken(camera.id)) throw new AppError('CAMERA_ID_TAKEN', { id: camera.id });
  const record: CameraRecord = {
    id: camera.id ?? suggestId(camera.name, 'camera', isTaken),
    number: nextNumber(site),
    name: camera.name,
    zoneId: camera.zoneId ?? MAIN_ZONE_ID,
    source: camera.source,
    alwaysOn: camera.alwaysOn ?? false,
    off: null,
  };
  refuseUnknownZone(site, record.zoneId);
  refuseTakenSource(site, record);
  return { ...site, cameras: [...site.cameras, record] };
}

export function changeCamera(site: SiteDocument, id: CameraId, change: CameraChange): SiteDocument {
  const current = requireCamera(site, id);
  const changed: CameraRecord = {
    ...current,
    name: change.name ?? current.name,
    zoneId: change.zoneId ?? current.zoneId,
    source: change.source ?? current.source,
    alwaysOn: change.alwaysOn ?? current.alwaysOn,
    off: change.off === undefined ? current.off : change.off,
  };
  refuseUnknownZone(site, changed.zoneId);
  if (change.source) refuseTakenSource(site, changed);
  return { ...site, cameras: site.cameras.map((camera) => (camera.id === id ? changed : camera)) };
}

/** Switches on the cameras whose time off has passed; the same site where there is none. */
export function endTimedOff(site: SiteDocument, now: number): SiteDocument {
  const isOver = ({ off }: CameraRecord): boolean => off !== null && off.until !== null && off.until <= now;
  if (!site.cameras.some(isOver)) return site;
  return { ...site, cameras: site.cameras.map((camera) => (isOver(camera) ? { ...camera, off: null } : camera)) };
}

export function requireCamera(site: SiteDocument, id: CameraId): CameraRecord {
  const camera = findCamera(site, id);
  if (!camera) throw new AppError('CAMERA_UNKNOWN', { id });
  return camera;
}

/** Numbers are not given again while a higher one is in use: people know cameras by them. */
export const nextNumber = (site: SiteDocument): number =>
  site.cameras.reduce((highest, { number }) => Math.max(highest, number), 0) + 1;

function refuseUnknownZone(site: SiteDocument, zoneId: ZoneId): void {
  if (!site.zones.some((zone) => zone.id === zoneId)) throw new AppError('ZONE_UNKNOWN', { id: zoneId });
}

/** One stream is one camera: its pusher would pull it twice. */
export function refuseTakenSource(site: SiteDocument, camera: CameraRecord): void {
  const key = sourceKey(camera.source);
  const holder = site.cameras.find((other) => other.id !== camera.id && sourceKey(other.source) === key);
  if (holder) throw new AppError('CAMERA_URL_TAKEN', { id: holder.id, name: holder.name });
}

const sourceKey = (source: SourceRecord): string =>
  source.kind === 'demo' ? `demo ${source.scene}` : parseRtspUrl(source.url).canonical;
