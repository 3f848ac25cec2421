/** Pure edits of the site's walls and name. */
import type { Wall } from '#contract/words.ts';
import { suggestId } from '../cameras/camera-id.ts';
import { requireCamera } from './camera-edits.ts';
import type { SiteDocument } from './site-document.ts';

export type WallDraft = Omit<Wall, 'id'> & { id?: Wall['id'] | undefined };

/** Replaces the wall of this id in its place, or adds a new one at the end. */
export function saveWall(site: SiteDocument, draft: WallDraft): { site: SiteDocument; wall: Wall } {
  for (const cameraId of draft.cells) if (cameraId !== null) requireCamera(site, cameraId);
  const isTaken = (id: string): boolean => site.walls.some((wall) => wall.id === id);
  const wall: Wall = { ...draft, id: draft.id ?? suggestId(draft.name, 'wall', isTaken) };
  const walls = isTaken(wall.id) ? site.walls.map((old) => (old.id === wall.id ? wall : old)) : [...site.walls, wall];
  return { site: { ...site, walls }, wall };
}
