/** What can be done to the cells of a wall. Pure: every function gives back a new list as long as the layout has cells, at least. */
import type { CameraId } from '#contract/words.ts';

export type Cells = readonly (CameraId | null)[];

/** As shown: exactly as many as the layout has, unknown cameras and repeats (a camera has one picture) as empty cells. */
export function shownCells(cells: Cells, count: number, isKnown: (cameraId: CameraId) => boolean): Cells {
  const seen = new Set<CameraId>();
  return Array.from({ length: count }, (_, index) => {
    const cameraId = cells[index] ?? null;
    if (cameraId === null || seen.has(cameraId) || !isKnown(cameraId)) return null;
    seen.add(cameraId);
    return cameraId;
  });
}

const padded = (cells: Cells, length: number): (CameraId | null)[] =>
  Array.from({ length: Math.max(cells.length, length) }, (_, index) => cells[index] ?? null);

/** The two cells change places; either may be empty. */
export function swapCells(cells: Cells, from: number, to: number): Cells {
  const next = padded(cells, Math.max(from, to) + 1);
  const moved = next[from] ?? null;
  next[from] = next[to] ?? null;
  next[to] = moved;
  return next;
}

/** Puts a camera into a cell. If it is already on the wall the two cells change places, so nothing is shown twice or lost. */
export function placeCamera(cells: Cells, cameraId: CameraId, at: number): Cells {
  const from = cells.indexOf(cameraId);
  if (from >= 0) return swapCells(cells, from, at);
  const next = padded(cells, at + 1);
  next[at] = cameraId;
  return next;
}

export function clearCell(cells: Cells, at: number): Cells {
  return cells.map((cameraId, index) => (index === at ? null : cameraId));
}
