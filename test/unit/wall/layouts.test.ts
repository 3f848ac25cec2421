import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Layout } from '../../../src-main/contract/words.ts';
import { arrange, layoutNameOf, offeredLayouts, sameLayout } from '../../../src-renderer/features/wall/layouts/layouts.ts';
import { captionHeightPx, fieldSizeOf, gapPx } from '../../../src-renderer/features/wall/layouts/field-size.ts';
import { neighbour, type Direction } from '../../../src-renderer/features/wall/navigation.ts';

const anyLayout: fc.Arbitrary<Layout> = fc.oneof(
  fc.record({
    kind: fc.constant('grid' as const),
    columns: fc.integer({ min: 1, max: 8 }),
    rows: fc.integer({ min: 1, max: 8 }),
  }),
  fc.constant({ kind: 'one-plus-five' as const }),
);
const anyDirection = fc.constantFrom<Direction>('left', 'right', 'up', 'down');

describe('layouts', () => {
  test('every field belongs to exactly one cell', () => {
    fc.assert(
      fc.property(anyLayout, (layout) => {
        const { columns, rows, cells } = arrange(layout);
        const owners = new Map<string, number>();
        for (const cell of cells) {
          for (let column = cell.column; column < cell.column + cell.columnSpan; column += 1) {
            for (let row = cell.row; row < cell.row + cell.rowSpan; row += 1) {
              expect(column >= 1 && column <= columns && row >= 1 && row <= rows).toBe(true);
              const field = `${column}/${row}`;
              owners.set(field, (owners.get(field) ?? 0) + 1);
            }
          }
        }
        expect(owners.size).toBe(columns * rows);
        expect([...owners.values()].every((count) => count === 1)).toBe(true);
      }),
    );
  });

  test('what the picker offers has distinct names', () => {
    expect(new Set(offeredLayouts.map(layoutNameOf)).size).toBe(offeredLayouts.length);
    expect(sameLayout({ kind: 'grid', columns: 2, rows: 3 }, { kind: 'grid', columns: 3, rows: 2 })).toBe(false);
  });

  test('fields fit, and their pictures are 16:9 to the pixel', () => {
    fc.assert(
      fc.property(
        anyLayout,
        fc.integer({ min: 900, max: 7_680 }),
        fc.integer({ min: 700, max: 4_320 }),
        (layout, width, height) => {
          const { columns, rows } = arrange(layout);
          const field = fieldSizeOf({ columns, rows }, { width, height });
          expect(columns * field.width + (columns - 1) * gapPx + 2 * gapPx).toBeLessThanOrEqual(width);
          expect(rows * field.height + (rows - 1) * gapPx + 2 * gapPx).toBeLessThanOrEqual(height);
          expect(Math.abs(((field.height - captionHeightPx) * 16) / 9 - field.width)).toBeLessThan(2);
        },
      ),
    );
  });

  test('fields of a window that is folded away are still positive', () => {
    expect(fieldSizeOf({ columns: 5, rows: 5 }, { width: 0, height: 0 }).width).toBeGreaterThan(0);
  });
});

describe('arrow keys', () => {
  test('lead to the cell beside, and stay at the edge', () => {
    const five = arrange({ kind: 'grid', columns: 5, rows: 5 });
    expect(neighbour(five, 12, 'left')).toBe(11);
    expect(neighbour(five, 12, 'down')).toBe(17);
    expect(neighbour(five, 4, 'right')).toBe(4);
    const mixed = arrange({ kind: 'one-plus-five' });
    expect(neighbour(mixed, 0, 'right')).toBe(1);
    expect(neighbour(mixed, 0, 'down')).toBe(3);
    expect(neighbour(mixed, 2, 'left')).toBe(0);
    expect(neighbour(mixed, 5, 'up')).toBe(2);
  });

  test('there and back is where it began, in a grid', () => {
    const back: Record<Direction, Direction> = { left: 'right', right: 'left', up: 'down', down: 'up' };
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 8 }),
        fc.nat(),
        anyDirection,
        (columns, rows, seed, way) => {
          const grid = arrange({ kind: 'grid', columns, rows });
          const from = seed % (columns * rows);
          const to = neighbour(grid, from, way);
          return to === from || neighbour(grid, to, back[way]) === from;
        },
      ),
    );
  });

  test('every cell can be reached from every other', () => {
    fc.assert(
      fc.property(anyLayout, (layout) => {
        const arrangement = arrange(layout);
        const reached = new Set([0]);
        for (const cell of reached) {
          for (const way of ['left', 'right', 'up', 'down'] as const) reached.add(neighbour(arrangement, cell, way));
        }
        return reached.size === arrangement.cells.length;
      }),
    );
  });
});
