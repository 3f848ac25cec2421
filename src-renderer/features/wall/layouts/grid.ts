/** Equal cells in columns and rows. */
import type { Arrangement } from './arrangement.ts';

export function arrangeGrid({ columns, rows }: { columns: number; rows: number }): Arrangement {
  const cells = Array.from({ length: columns * rows }, (_, index) => ({
    column: (index % columns) + 1,
    row: Math.floor(index / columns) + 1,
    columnSpan: 1,
    rowSpan: 1,
  }));
  return { columns, rows, cells };
}
