/** One large cell of two by two, three beside it and below, read from the large one around. */
import type { Arrangement } from './arrangement.ts';

const single = (column: number, row: number) => ({ column, row, columnSpan: 1, rowSpan: 1 });

export function arrangeOnePlusFive(): Arrangement {
  return {
    columns: 3,
    rows: 3,
    cells: [
      { column: 1, row: 1, columnSpan: 2, rowSpan: 2 },
      single(3, 1),
      single(3, 2),
      single(1, 3),
      single(2, 3),
      single(3, 3),
    ],
  };
}
