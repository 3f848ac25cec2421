/** The field's words as schemas: what main, windows, other workstations and files all mean by them. */
import { z } from 'zod';

/** A slug that is also valid inside a container name (`whip-pusher-{camera_id}`), a room name and an identity. */
const Slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'use small letters, digits, - and _; at most 63; begin with a letter or digit');

export const CameraId = Slug;
export const ZoneId = Slug;
export const WallId = Slug;
export const HostId = Slug;
export type CameraId = z.infer<typeof CameraId>;
export type ZoneId = z.infer<typeof ZoneId>;
export type WallId = z.infer<typeof WallId>;
export type HostId = z.infer<typeof HostId>;

/** Milliseconds since 1970 UTC. */
export const UnixMs = z.number();

export const DemoScene = z.enum(['platform-east', 'ticket-hall', 'loading-dock', 'vehicle-gate', 'car-park', 'north-junction']);
export type DemoScene = z.infer<typeof DemoScene>;

/** How a camera's RTSP address is known, as far as a window may see it: never a password. */
const SourceView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rtsp'), url: z.string(), username: z.string(), hasPassword: z.boolean() }),
  z.object({ kind: z.literal('demo'), scene: DemoScene }),
]);

/** Switched off on purpose: by whom, why and until when (null: until switched on). Never counted as a fault. */
export const Off = z.object({ by: z.string(), reason: z.string(), since: UnixMs, until: UnixMs.nullable() });
export type Off = z.infer<typeof Off>;

export const CameraView = z.object({
  id: CameraId,
  /** Shown before the name, unique in the site, counted from 1. */
  number: z.number().int().positive(),
  name: z.string(),
  zoneId: ZoneId,
  source: SourceView,
  alwaysOn: z.boolean(),
  off: Off.nullable(),
});
export type CameraView = z.infer<typeof CameraView>;

export const Zone = z.object({ id: ZoneId, name: z.string().min(1).max(200) });
export type Zone = z.infer<typeof Zone>;

/** Cells of a wall, read left to right and top to bottom. The renderer places them with one pure function per kind. */
export const Layout = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('grid'), columns: z.number().int().min(1).max(8), rows: z.number().int().min(1).max(8) }),
  z.object({ kind: z.literal('one-plus-five') }),
]);
export type Layout = z.infer<typeof Layout>;

export const Wall = z.object({
  id: WallId,
  name: z.string().min(1).max(200),
  layout: Layout,
  /** One entry per cell; null is an empty cell. Entries past the layout's cells are kept but not shown. */
  cells: z.array(CameraId.nullable()).max(64),
});
export type Wall = z.infer<typeof Wall>;

export const Severity = z.enum(['none', 'notice', 'warning', 'critical']);
export type Severity = z.infer<typeof Severity>;

/** Parameters of a text; values are shown as they are, so they must never hold a secret. */
export const Params = z.record(z.string(), z.union([z.string(), z.number()]));
export type Params = z.infer<typeof Params>;

/** The publishing identity and its parts: two pushers of one camera never evict each other. */
export const identityOf = (cameraId: CameraId, generation: number): string => `${cameraId}~${generation}`;

export function parseIdentity(identity: string): { cameraId: CameraId; generation: number } | null {
  const match = /^([a-z0-9][a-z0-9_-]{0,62})~(\d+)$/.exec(identity);
  return match?.[1] !== undefined ? { cameraId: match[1], generation: Number(match[2]) } : null;
}

export const roomOfZone = (zoneId: ZoneId): string => `zone_${zoneId}`;
