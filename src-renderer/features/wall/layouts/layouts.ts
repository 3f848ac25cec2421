/** The table of layouts: adding one is a kind in the contract, a file here and a line in this table. */
import type { Layout } from '#contract/words.ts';
import type { Arrangement } from './arrangement.ts';
import { arrangeGrid } from './grid.ts';
import { arrangeOnePlusFive } from './one-plus-five.ts';

type Arrange = { [K in Layout['kind']]: (layout: Extract<Layout, { kind: K }>) => Arrangement };

const arrangements: Arrange = { grid: arrangeGrid, 'one-plus-five': arrangeOnePlusFive };

export function arrange<L extends Layout>(layout: L): Arrangement {
  return (arrangements[layout.kind] as (layout: Layout) => Arrangement)(layout);
}

const square = (side: number): Layout => ({ kind: 'grid', columns: side, rows: side });

/** What the picker offers. */
export const offeredLayouts: readonly Layout[] = [
  square(1),
  square(2),
  { kind: 'grid', columns: 3, rows: 2 },
  square(3),
  square(4),
  square(5),
  square(6),
  square(8),
  { kind: 'one-plus-five' },
];

/** A name that is the same for equal layouts, also its text key's ending. */
export const layoutNameOf = (layout: Layout): string => (layout.kind === 'grid' ? `${layout.columns} × ${layout.rows}` : '1 + 5');

export const sameLayout = (a: Layout, b: Layout): boolean => layoutNameOf(a) === layoutNameOf(b);
