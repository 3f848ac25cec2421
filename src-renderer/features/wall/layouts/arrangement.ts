/** What every layout yields: where each cell lies in a grid of equal fields. */

/** In fields of the grid, counted from 1 as CSS does. */
export interface Placement {
  column: number;
  row: number;
  columnSpan: number;
  rowSpan: number;
}

export interface Arrangement {
  columns: number;
  rows: number;
  /** In the order of `Wall.cells`. */
  cells: readonly Placement[];
}

/** For CSS `grid-area`. */
export const gridAreaOf = ({ column, row, columnSpan, rowSpan }: Placement): string =>
  `${row} / ${column} / span ${rowSpan} / span ${columnSpan}`;
