import { expect, test } from 'vitest';
import { gridFor, withCamera } from '../../../src-renderer/app/wall-room.ts';
import { wallView } from '../../support/site-views.ts';

test('the first free cell is taken', () => {
  const room = withCamera(wallView(['a', null, 'c']), 'new');
  expect(room).toMatchObject({ growsTo: null, wall: { cells: ['a', 'new', 'c', null] } });
});

test('a full wall grows, and no camera changes its place in the order', () => {
  const room = withCamera(wallView(['a', 'b', 'c', 'd']), 'new');
  expect(room?.growsTo).toBe('3 × 2');
  expect(room?.wall).toMatchObject({ layout: { kind: 'grid', columns: 3, rows: 2 }, cells: ['a', 'b', 'c', 'd', 'new'] });
});

test('a camera that is shown already needs no room, and the largest wall has none', () => {
  expect(withCamera(wallView(['a', 'new']), 'new')).toBeNull();
  const largest = wallView(
    Array.from({ length: 64 }, (_, index) => `camera-${index}`),
    { layout: { kind: 'grid', columns: 8, rows: 8 } },
  );
  expect(withCamera(largest, 'new')).toBeNull();
});

test.each([
  [1, 1, 1],
  [2, 2, 2],
  [5, 3, 2],
  [6, 3, 2],
  [7, 3, 3],
  [26, 6, 6],
  [500, 8, 8],
])('%i cameras get %i × %i', (count, columns, rows) => {
  expect(gridFor(count)).toEqual({ kind: 'grid', columns, rows });
});
