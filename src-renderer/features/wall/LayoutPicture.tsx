import type { Layout } from '#contract/words.ts';
import { arrange } from './layouts/layouts.ts';

const [widthPx, heightPx] = [20, 13];

/** A small drawing of a layout. Decoration: its name stands beside it. */
export function LayoutPicture({ layout }: { layout: Layout }) {
  const { columns, rows, cells } = arrange(layout);
  const [column, row] = [widthPx / columns, heightPx / rows];
  return (
    <svg
      width={widthPx}
      height={heightPx}
      viewBox={`0 0 ${widthPx} ${heightPx}`}
      fill="none"
      stroke="currentColor"
      aria-hidden="true"
    >
      {cells.map((cell) => (
        <rect
          key={`${cell.column} ${cell.row}`}
          x={(cell.column - 1) * column + 0.5}
          y={(cell.row - 1) * row + 0.5}
          width={cell.columnSpan * column - 1}
          height={cell.rowSpan * row - 1}
        />
      ))}
    </svg>
  );
}
