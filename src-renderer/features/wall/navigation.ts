/** Which cell an arrow key leads to, on the screen as it is drawn. */
import type { Arrangement, Placement } from './layouts/arrangement.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

const middle = (cell: Placement) => ({ x: cell.column + cell.columnSpan / 2, y: cell.row + cell.rowSpan / 2 });

const ahead: Record<Direction, (from: Placement, to: Placement) => boolean> = {
  left: (from, to) => to.column + to.columnSpan <= from.column,
  right: (from, to) => to.column >= from.column + from.columnSpan,
  up: (from, to) => to.row + to.rowSpan <= from.row,
  down: (from, to) => to.row >= from.row + from.rowSpan,
};

/** The nearest cell in that direction, straight ahead rather than aside; the same one at the edge. */
export function neighbour({ cells }: Arrangement, from: number, direction: Direction): number {
  const here = cells[from];
  if (!here) return from;
  const origin = middle(here);
  const isVertical = direction === 'up' || direction === 'down';
  let best = from;
  let bestDistance = Infinity;
  cells.forEach((cell, index) => {
    if (index === from || !ahead[direction](here, cell)) return;
    const { x, y } = middle(cell);
    const along = isVertical ? Math.abs(y - origin.y) : Math.abs(x - origin.x);
    const aside = isVertical ? Math.abs(x - origin.x) : Math.abs(y - origin.y);
    const distance = along + 3 * aside;
    if (distance < bestDistance) [best, bestDistance] = [index, distance];
  });
  return best;
}
