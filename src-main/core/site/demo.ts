/** The demo site: six cameras of the built-in demo server and a wall that shows them. */
import type { DemoScene, Wall, WallId } from '#contract/words.ts';
import { addCamera } from './camera-edits.ts';
import { removeCameras, type Removal } from './removal.ts';
import type { SiteDocument } from './site-document.ts';
import { saveWall } from './walls.ts';

const DEMO_ZONE = { id: 'demo', name: 'Demo' };

const demoCameras: readonly { scene: DemoScene; name: string }[] = [
  { scene: 'platform-east', name: 'Platform 1 East' },
  { scene: 'ticket-hall', name: 'Ticket hall' },
  { scene: 'loading-dock', name: 'Loading dock 3' },
  { scene: 'vehicle-gate', name: 'Vehicle gate 1' },
  { scene: 'car-park', name: 'Car park L1' },
  { scene: 'north-junction', name: 'North Road junction' },
];

/** Adds what is missing of the demo; a second call changes nothing. */
export function installDemo(site: SiteDocument): { site: SiteDocument; wallId: WallId } {
  let next = site.zones.some(({ id }) => id === DEMO_ZONE.id) ? site : { ...site, zones: [...site.zones, DEMO_ZONE] };
  for (const { scene, name } of demoCameras) {
    const isThere = next.cameras.some(({ source }) => source.kind === 'demo' && source.scene === scene);
    if (!isThere) next = addCamera(next, { name, zoneId: DEMO_ZONE.id, source: { kind: 'demo', scene } });
  }
  const ids = demoIdsOf(next);
  const shown = next.walls.find((wall) => ids.every((id) => wall.cells.includes(id)));
  if (shown) return { site: next, wallId: shown.id };
  const saved = saveWall(next, { name: 'Overview', layout: { kind: 'grid', columns: 3, rows: 2 }, cells: ids });
  return { site: saved.site, wallId: saved.wall.id };
}

/** Takes out the demo cameras, the walls that show nothing else, and their zone where nobody else is in it. */
export function removeDemo(site: SiteDocument): { site: SiteDocument; removal: Removal } {
  const ids = new Set(demoIdsOf(site));
  const showsOnlyDemo = ({ cells }: Wall): boolean =>
    cells.some((id) => id !== null) && cells.every((id) => id === null || ids.has(id));
  const walls = site.walls.flatMap((wall, index) => (showsOnlyDemo(wall) ? [{ index, wall }] : []));
  const withoutWalls = { ...site, walls: site.walls.filter((wall) => !showsOnlyDemo(wall)) };
  const { site: withoutCameras, removal } = removeCameras(withoutWalls, [...ids]);
  const zones = withoutCameras.zones.filter(
    ({ id }) => id === DEMO_ZONE.id && !withoutCameras.cameras.some(({ zoneId }) => zoneId === id),
  );
  return {
    site: { ...withoutCameras, zones: withoutCameras.zones.filter((zone) => !zones.includes(zone)) },
    removal: { ...removal, walls, zones },
  };
}

const demoIdsOf = (site: SiteDocument): string[] =>
  site.cameras.filter(({ source }) => source.kind === 'demo').map(({ id }) => id);
