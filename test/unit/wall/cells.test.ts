import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clearCell, placeCamera, shownCells, swapCells, type Cells } from '../../../src-renderer/features/wall/cells.ts';

const cameraId = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const anyCells: fc.Arbitrary<Cells> = fc
  .uniqueArray(cameraId)
  .chain((cameras) =>
    fc.array(fc.constant(null), { maxLength: 4 }).chain((empty) => fc.shuffledSubarray([...cameras, ...empty])),
  );
const camerasOf = (cells: Cells) => cells.filter((cell) => cell !== null).sort();

describe('cells', () => {
  test('what is shown is as long as the layout, without repeats and unknown cameras', () => {
    expect(shownCells(['a', 'b', 'a', 'gone'], 6, (id) => id !== 'gone')).toEqual(['a', 'b', null, null, null, null]);
    expect(shownCells(['a', 'b', 'c'], 2, () => true)).toEqual(['a', 'b']);
  });

  test('a swap loses no camera and undoes itself', () => {
    fc.assert(
      fc.property(anyCells, fc.nat(8), fc.nat(8), (cells, from, to) => {
        const swapped = swapCells(cells, from, to);
        expect(camerasOf(swapped)).toEqual(camerasOf(cells));
        const count = swapped.length;
        expect(shownCells(swapCells(swapped, from, to), count, () => true)).toEqual(shownCells(cells, count, () => true));
      }),
    );
  });

  test('a placed camera is there once; only what it replaces may leave the wall', () => {
    fc.assert(
      fc.property(anyCells, cameraId, fc.nat(8), (cells, camera, at) => {
        const placed = placeCamera(cells, camera, at);
        expect(placed[at]).toBe(camera);
        expect(placed.filter((cell) => cell === camera)).toHaveLength(1);
        const left = camerasOf(cells).filter((cell) => !placed.includes(cell));
        expect(left.length).toBeLessThanOrEqual(cells.includes(camera) ? 0 : 1);
      }),
    );
  });

  test('a cleared cell is empty and moves no other', () => {
    expect(clearCell(['a', 'b', 'c'], 1)).toEqual(['a', null, 'c']);
  });
});
