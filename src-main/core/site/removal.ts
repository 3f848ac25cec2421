/** Taking things out of a site so that they can be put back where they were. */
import { AppError } from '#contract/faults.ts';
import type { CameraId, Wall, WallId, Zone } from '#contract/words.ts';
import { nextNumber, refuseTakenSource, requireCamera } from './camera-edits.ts';
import { findCamera, type CameraRecord, type SiteDocument } from './site-document.ts';

/** What was taken out, and the places it had. */
export interface Removal {
  cameras: CameraRecord[];
  walls: { index: number; wall: Wall }[];
  zones: Zone[];
  cells: { wallId: WallId; cell: number; cameraId: CameraId }[];
}

interface Removed {
  site: SiteDocument;
  removal: Removal;
}

/** The cameras leave the site and their cells on every wall. */
export function removeCameras(site: SiteDocument, ids: readonly CameraId[]): Removed {
  const leaving = new Set(ids);
  const cameras = [...leaving].map((id) => requireCamera(site, id));
  const cells = site.walls.flatMap((wall) =>
    wall.cells.flatMap((cameraId, cell) =>
      cameraId !== null && leaving.has(cameraId) ? [{ wallId: wall.id, cell, cameraId }] : [],
    ),
  );
  const walls = site.walls.map((wall) => ({
    ...wall,
    cells: wall.cells.map((cameraId) => (cameraId !== null && leaving.has(cameraId) ? null : cameraId)),
  }));
  return {
    site: { ...site, cameras: site.cameras.filter((camera) => !leaving.has(camera.id)), walls },
    removal: { cameras, walls: [], zones: [], cells },
  };
}

export function removeWall(site: SiteDocument, id: WallId): Removed {
  const index = site.walls.findIndex((wall) => wall.id === id);
  const wall = site.walls[index];
  if (!wall) throw new AppError('WALL_UNKNOWN', { id });
  return {
    site: { ...site, walls: site.walls.filter((other) => other.id !== id) },
    removal: { cameras: [], walls: [{ index, wall }], zones: [], cells: [] },
  };
}

/** Puts everything back. Cells that were given to another camera meanwhile keep it. */
export function restore(site: SiteDocument, removal: Removal): SiteDocument {
  const restored: SiteDocument = { ...site, zones: [...site.zones], cameras: [...site.cameras], walls: [...site.walls] };
  for (const zone of removal.zones) if (!restored.zones.some(({ id }) => id === zone.id)) restored.zones.push(zone);
  for (const camera of removal.cameras) restoreCamera(restored, camera);
  for (const { index, wall } of removal.walls) {
    // A camera of this wall may have left the site since.
    const cells = wall.cells.map((id) => (id !== null && findCamera(restored, id) ? id : null));
    if (!restored.walls.some(({ id }) => id === wall.id)) restored.walls.splice(index, 0, { ...wall, cells });
  }
  for (const { wallId, cell, cameraId } of removal.cells) {
    restored.walls = restored.walls.map((wall) =>
      wall.id === wallId && (wall.cells[cell] ?? null) === null ? { ...wall, cells: withCell(wall.cells, cell, cameraId) } : wall,
    );
  }
  return restored;
}

function restoreCamera(site: SiteDocument, camera: CameraRecord): void {
  if (findCamera(site, camera.id)) throw new AppError('CAMERA_ID_TAKEN', { id: camera.id });
  refuseTakenSource(site, camera);
  const numberTaken = site.cameras.some(({ number }) => number === camera.number);
  site.cameras.push(numberTaken ? { ...camera, number: nextNumber(site) } : camera);
  site.cameras.sort((a, b) => a.number - b.number);
}

function withCell(cells: readonly (CameraId | null)[], cell: number, cameraId: CameraId): (CameraId | null)[] {
  const length = Math.max(cells.length, cell + 1);
  return Array.from({ length }, (_, index) => (index === cell ? cameraId : (cells[index] ?? null)));
}
