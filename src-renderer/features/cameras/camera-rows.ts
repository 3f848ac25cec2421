/** The rows of the cameras table: what is known of each, filtered and sorted. Pure. */
import type { PusherView } from '#contract/views.ts';
import type { CameraView, Zone } from '#contract/words.ts';
import type { DelayLegs } from '#contract/facts.ts';
import { isQuiet, needsAttention, situationOf, type CameraSituation } from '../../state/camera-situation.ts';
import { compareNames } from '../../ui/format.ts';

export interface CameraRow {
  camera: CameraView;
  pusher: PusherView | undefined;
  zoneName: string;
  /** As a person types it, without a login; the scene for a demo camera. */
  address: string;
  situation: CameraSituation;
  /** From the camera to the media server; null when a leg was not measured. */
  delayMs: number | null;
}

export const groups = ['all', 'attention', 'publishing', 'quiet'] as const;
export type Group = (typeof groups)[number];

export const columns = ['number', 'name', 'state', 'zone', 'address', 'picture', 'path', 'delay', 'since'] as const;
export type Column = (typeof columns)[number];
export interface Sorting {
  column: Column;
  descending: boolean;
}

export function delayToServerMs(legs: DelayLegs | null): number | null {
  const camera = legs?.cameraToArrivalMs?.p50 ?? null;
  const pusher = legs?.arrivalToDepartureMs?.p50 ?? null;
  const network = legs?.toSfuMs ?? null;
  return camera === null || pusher === null || network === null ? null : camera + pusher + network;
}

export function rowsOf(
  cameras: Readonly<Record<string, CameraView>>,
  pushers: Readonly<Record<string, PusherView>>,
  zones: Readonly<Record<string, Zone>>,
): CameraRow[] {
  return Object.values(cameras).map((camera) => {
    const pusher = pushers[camera.id];
    const { source } = camera;
    return {
      camera,
      pusher,
      zoneName: zones[camera.zoneId]?.name ?? camera.zoneId,
      address: source.kind === 'rtsp' ? source.url.replace(/^rtsp:\/\//i, '') : source.scene,
      situation: situationOf(camera, pusher),
      delayMs: delayToServerMs(pusher?.delay ?? null),
    };
  });
}

export function inGroup({ situation }: CameraRow, group: Group): boolean {
  switch (group) {
    case 'all':
      return true;
    case 'attention':
      return needsAttention(situation);
    case 'publishing':
      return situation.word === 'publishing';
    case 'quiet':
      return isQuiet(situation);
  }
}

/** Every word must be found somewhere in number, name, zone or address. */
export function matches({ camera, zoneName, address }: CameraRow, query: string): boolean {
  const text = `${camera.number} ${String(camera.number).padStart(2, '0')} ${camera.name} ${zoneName} ${address}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

const severityRank = { critical: 0, warning: 1, notice: 2, connecting: 3, off: 4, untested: 5, live: 6, passed: 7 } as const;

/** Unknown values come last whatever the direction, equal ones by camera number. */
export function sortRows(rows: readonly CameraRow[], { column, descending }: Sorting): CameraRow[] {
  const numeric = (a: number | null, b: number | null): number => {
    if (a === null || b === null) return a === b ? 0 : a === null ? Infinity : -Infinity;
    return a - b;
  };
  const pixels = ({ pusher }: CameraRow) => {
    const { width = null, height = null } = pusher?.facts ?? {};
    return width === null || height === null ? null : width * height;
  };
  const compare: Record<Column, (a: CameraRow, b: CameraRow) => number> = {
    number: (a, b) => a.camera.number - b.camera.number,
    name: (a, b) => compareNames(a.camera.name, b.camera.name),
    state: (a, b) => severityRank[a.situation.mark] - severityRank[b.situation.mark],
    zone: (a, b) => compareNames(a.zoneName, b.zoneName),
    address: (a, b) => compareNames(a.address, b.address),
    picture: (a, b) => numeric(pixels(a), pixels(b)),
    path: (a, b) => compareNames(a.pusher?.delivery?.mode ?? '\uffff', b.pusher?.delivery?.mode ?? '\uffff'),
    delay: (a, b) => numeric(a.delayMs, b.delayMs),
    since: (a, b) => numeric(a.situation.since, b.situation.since),
  };
  return [...rows].sort((a, b) => {
    const order = compare[column](a, b);
    const directed = Number.isFinite(order) && descending ? -order : order;
    return directed !== 0 ? directed : a.camera.number - b.camera.number;
  });
}
