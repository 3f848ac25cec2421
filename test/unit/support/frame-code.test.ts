import { describe, expect, it } from 'vitest';
import { frameCodeCells } from '../../../scripts/clips/frame-code.mjs';
import { frameCodeStrip, frameSentAtMs, readFrameCode } from '../../support/frame-code.ts';

const COLUMNS = 10;
const ROWS = 2;

/** The strip's pixels with `cellPixels` a cell, each value passed through `change`. */
function strip(cells: boolean[], cellPixels: number, change = (value: number, _pixel: number): number => value) {
  const [width, height] = [COLUMNS * cellPixels, ROWS * cellPixels];
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const [column, row] = [Math.floor((pixel % width) / cellPixels), Math.floor(pixel / width / cellPixels)];
    rgba.fill(change(cells[row * COLUMNS + column] ? 220 : 22, pixel), pixel * 4, pixel * 4 + 3);
  }
  return { rgba, width, height };
}
const read = ({ rgba, width, height }: ReturnType<typeof strip>) => readFrameCode(rgba, width, height);

describe('frame code', () => {
  it('gives back every number it can hold, large and small', () => {
    for (let number = 0; number < 4096; number++) {
      for (const cellPixels of [2, 8]) expect(read(strip(frameCodeCells(number), cellPixels))).toBe(number);
    }
    expect(() => frameCodeCells(4096)).toThrow(RangeError);
  });

  it('survives what compression and a dim picture do to the levels', () => {
    const dimAndNoisy = (value: number, pixel: number) => value * 0.6 + 20 + ((pixel * 37) % 41) - 20;
    for (let number = 0; number < 300; number++) expect(read(strip(frameCodeCells(number), 4, dimAndNoisy))).toBe(number);
  });

  it('is not read where one cell is wrong', () => {
    for (const number of [0, 1, 149, 299, 4095]) {
      const cells = frameCodeCells(number);
      for (let wrong = 0; wrong < cells.length; wrong++) {
        const damaged = cells.map((white, index) => (index === wrong ? !white : white));
        expect(read(strip(damaged, 4))).toBeNull();
      }
    }
  });

  it('is not read where there is none', () => {
    for (const level of [0, 128, 255]) expect(read(strip(frameCodeCells(7), 4, () => level))).toBeNull();
  });

  it('lies in the bottom-left corner, whatever the size', () => {
    expect(frameCodeStrip(640, 360)).toEqual({ x: 0, y: 344, width: 80, height: 16 });
    expect(frameCodeStrip(320, 180)).toEqual({ x: 0, y: 172, width: 40, height: 8 });
    expect(frameCodeStrip(1920, 1080)).toEqual({ x: 0, y: 1032, width: 240, height: 48 });
  });
});

describe('the time a frame was sent', () => {
  const loop = { frames: 300, framesPerSecond: 15 };
  const startMs = 1_795_000_000_000; // a multiple of the loop's 20 s

  it.each([
    [0, startMs, startMs],
    [0, startMs + 19_999, startMs],
    [15, startMs + 1040, startMs + 1000],
    [299, startMs + 5, startMs - 1000 / 15],
    [3, startMs + 20_250, startMs + 20_200],
  ])('frame %i seen at %i left at %i', (frame, nowMs, sentMs) => {
    expect(frameSentAtMs(frame, loop, nowMs)).toBeCloseTo(sentMs, 3);
  });
});
