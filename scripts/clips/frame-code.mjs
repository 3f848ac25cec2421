import { readFileSync } from 'node:fs';

/** Geometry and meaning of the strip; the file's own description says how to read it. */
export const frameCode = JSON.parse(readFileSync(new URL('../../resources/clips/frame-code.json', import.meta.url), 'utf8'));

// Not pure black and white: the strip should not be the brightest thing on a wall at night.
const WHITE = '#dcdcdc';
const BLACK = '#161616';

/** CRC-4 (polynomial x^4 + x + 1, start 0) of `number`'s bits, most significant first. */
function crc4(number) {
  let rest = 0;
  for (let bit = frameCode.numberBits - 1; bit >= 0; bit--) {
    const feedback = ((rest >> 3) ^ (number >> bit)) & 1;
    rest = ((rest << 1) & 0xf) ^ (feedback ? frameCode.crc4Polynomial : 0);
  }
  return rest;
}

/** The cells of the strip, row by row: true = white. */
export function frameCodeCells(number) {
  const { columns, rows, numberBits, checkBits } = frameCode;
  if (!Number.isInteger(number) || number < 0 || number >= 1 << numberBits) throw new RangeError(`frame number ${number}`);
  const word = (number << checkBits) | crc4(number);
  const cells = [];
  let bit = numberBits + checkBits - 1;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (column === 0) cells.push(row === 0);
      else if (column === columns - 1) cells.push(row !== 0);
      else cells.push(((word >> bit--) & 1) === 1);
    }
  }
  return cells;
}

/** Paints `number` into the bottom-left corner of a canvas context of `width` x `height` pixels. */
export function paintFrameCode(context, width, height, number) {
  const { columns, rows } = frameCode;
  const cellWidth = width / frameCode.pictureWidthInCells;
  const cellHeight = height / frameCode.pictureHeightInCells;
  frameCodeCells(number).forEach((white, index) => {
    context.fillStyle = white ? WHITE : BLACK;
    const column = index % columns;
    const row = Math.floor(index / columns);
    context.fillRect(column * cellWidth, height - (rows - row) * cellHeight, cellWidth, cellHeight);
  });
}

/** The number read from RGBA pixels of a whole picture, or null. The twin for the tests is test/support/frame-code.ts. */
export function readFrameCode(rgba, width, height) {
  const { columns, rows, numberBits, checkBits } = frameCode;
  const cellWidth = width / frameCode.pictureWidthInCells;
  const cellHeight = height / frameCode.pictureHeightInCells;
  const level = (column, row) => {
    const x = Math.floor((column + 0.5) * cellWidth);
    const y = Math.floor(height - (rows - row - 0.5) * cellHeight);
    return rgba[(y * width + x) * 4 + 1];
  };
  const threshold = (level(0, 0) + level(0, 1) + level(columns - 1, 0) + level(columns - 1, 1)) / 4;
  let word = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 1; column < columns - 1; column++) word = (word << 1) | (level(column, row) > threshold ? 1 : 0);
  }
  const number = word >> checkBits;
  return number < 1 << numberBits && crc4(number) === (word & ((1 << checkBits) - 1)) ? number : null;
}
