/** Where a window opens: where it was, unless that place is gone. */
import { z } from 'zod';

const Rectangle = z.object({ x: z.number().int(), y: z.number().int(), width: z.number().int(), height: z.number().int() });
export type Rectangle = z.infer<typeof Rectangle>;

export const SavedWindow = z.object({ version: z.literal(1), bounds: Rectangle, maximized: z.boolean() });
export type SavedWindow = z.infer<typeof SavedWindow>;

export const defaultSize = { width: 1600, height: 900 };
export const leastSize = { width: 960, height: 600 };
/** This much must be visible for a person to find and move it. */
const visiblePixels = 100;

/** @param workAreas the displays' usable areas, the primary one first */
export function placeWindow(saved: Rectangle | null, workAreas: readonly [Rectangle, ...Rectangle[]]): Rectangle {
  const home = saved && workAreas.find((area) => overlap(saved, area));
  const area = home ?? workAreas[0];
  const width = Math.min(Math.max(saved?.width ?? defaultSize.width, leastSize.width), area.width);
  const height = Math.min(Math.max(saved?.height ?? defaultSize.height, leastSize.height), area.height);
  if (saved && home) {
    const x = Math.min(Math.max(saved.x, area.x), area.x + area.width - width);
    const y = Math.min(Math.max(saved.y, area.y), area.y + area.height - height);
    return { x, y, width, height };
  }
  const x = area.x + Math.floor((area.width - width) / 2);
  const y = area.y + Math.floor((area.height - height) / 2);
  return { x, y, width, height };
}

function overlap(one: Rectangle, other: Rectangle): boolean {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return width >= visiblePixels && height >= visiblePixels;
}
