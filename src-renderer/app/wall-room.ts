/** Room for one more camera on a wall, and walls laid out for a number of cameras. Pure. */
import type { CameraId, Layout, Wall } from '#contract/words.ts';
import { arrange, layoutNameOf, offeredLayouts } from '../features/wall/layouts/layouts.ts';

const cellCount = (layout: Layout): number => arrange(layout).cells.length;

/** The smallest offered grid that holds so many, or the largest there is. */
export function gridFor(count: number): Layout {
  const grids = offeredLayouts.filter(({ kind }) => kind === 'grid').sort((a, b) => cellCount(a) - cellCount(b));
  const fitting = grids.find((layout) => cellCount(layout) >= count) ?? grids.at(-1);
  if (!fitting) throw new Error('no grid is offered');
  return fitting;
}

export interface WallRoom {
  wall: Wall;
  /** The layout's name, when the wall must grow to take the camera. */
  growsTo: string | null;
}

/** The wall with the camera in its first free cell, enlarged where there is none; null when it is shown already or cannot grow. */
export function withCamera(wall: Wall, cameraId: CameraId): WallRoom | null {
  const count = cellCount(wall.layout);
  const cells = Array.from({ length: Math.max(count, wall.cells.length) }, (_, index) => wall.cells[index] ?? null);
  const shown = cells.slice(0, count);
  if (shown.includes(cameraId)) return null;
  const free = shown.indexOf(null);
  if (free >= 0) {
    cells[free] = cameraId;
    return { wall: { ...wall, cells }, growsTo: null };
  }
  const layout = gridFor(count + 1);
  if (cellCount(layout) <= count) return null;
  const grown = [...shown, cameraId];
  return { wall: { ...wall, layout, cells: grown }, growsTo: layoutNameOf(layout) };
}
