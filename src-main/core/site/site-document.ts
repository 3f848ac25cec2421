/** The site as it is kept: cameras, zones, walls. Passwords are named here and kept in the secret store. */
import { z } from 'zod';
import { CameraId, DemoScene, Off, Wall, Zone, ZoneId, type CameraView } from '#contract/words.ts';
import type { DocumentKind } from '../documents/document-kind.ts';

const SourceRecord = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('rtsp'),
    /** Without userinfo. */
    url: z.string(),
    username: z.string(),
    /** Name in the secret store; a new password gets a new name. */
    passwordSecret: z.string().nullable(),
  }),
  z.object({ kind: z.literal('demo'), scene: DemoScene }),
]);
export type SourceRecord = z.infer<typeof SourceRecord>;

const CameraRecord = z.object({
  id: CameraId,
  number: z.number().int().positive(),
  name: z.string(),
  zoneId: ZoneId,
  source: SourceRecord,
  alwaysOn: z.boolean(),
  off: Off.nullable(),
});
export type CameraRecord = z.infer<typeof CameraRecord>;

const SiteDocument = z
  .object({
    version: z.literal(1),
    id: z.string().min(1),
    name: z.string(),
    /** Counts edits. */
    revision: z.number().int().nonnegative(),
    cameras: z.array(CameraRecord),
    zones: z.array(Zone),
    walls: z.array(Wall),
  })
  .superRefine((site, context) => {
    const cameraIds = new Set(site.cameras.map((camera) => camera.id));
    if (cameraIds.size !== site.cameras.length)
      context.addIssue({ code: 'custom', message: 'camera ids repeat', path: ['cameras'] });
    const zoneIds = new Set(site.zones.map((zone) => zone.id));
    for (const [index, camera] of site.cameras.entries()) {
      if (!zoneIds.has(camera.zoneId))
        context.addIssue({ code: 'custom', message: 'unknown zone', path: ['cameras', index, 'zoneId'] });
    }
  });
export type SiteDocument = z.infer<typeof SiteDocument>;

export const siteKind: DocumentKind<SiteDocument> = { name: 'site', version: 1, schema: SiteDocument, upgrades: {} };

/** Where cameras go that name no zone. */
export const MAIN_ZONE_ID = 'main';

export const newSite = (id: string): SiteDocument => ({
  version: 1,
  id,
  name: 'Control room',
  revision: 0,
  cameras: [],
  zones: [{ id: MAIN_ZONE_ID, name: 'Main' }],
  walls: [],
});

export const findCamera = (site: SiteDocument, id: CameraId): CameraRecord | undefined =>
  site.cameras.find((camera) => camera.id === id);

export const hasDemo = (site: SiteDocument): boolean => site.cameras.some((camera) => camera.source.kind === 'demo');

export const passwordSecretsOf = (cameras: readonly CameraRecord[]): string[] =>
  cameras.flatMap(({ source }) => (source.kind === 'rtsp' && source.passwordSecret !== null ? [source.passwordSecret] : []));

export function viewOfCamera({ source, ...camera }: CameraRecord): CameraView {
  if (source.kind === 'demo') return { ...camera, source };
  const { url, username, passwordSecret } = source;
  return { ...camera, source: { kind: 'rtsp', url, username, hasPassword: passwordSecret !== null } };
}
