import { readFileSync } from 'node:fs';

/** Geometry and meaning of the strip; the file's own description says how to read it. */
const frameCode = JSON.parse(readFileSync(new URL('../../resources/clips/frame-code.json', import.meta.url), 'utf8'));

// Not pure black and white: the strip should not be the brightest thing on a wall at night.
const WHITE = '#dcdcdc';
const BLACK = '#161616';
const LEAST_CONTRAST = 80;

/** CRC-4 (polynomial x^4 + x + 1, start 0) of `number`'s bits, most significant first. */
function crc4(number) {
  let rest = 0;
  for (let bit = frameCode.numberBits - 1; bit >= 0; bit--) {
    const feedback = ((rest >> 3) ^ (number >> bit)) & 1;
    rest = ((rest << 1) & 0xf) ^ (feedback ? frameCode.crc4Polynomial : 0);
  }
  return rest;
}

/**
 * The cells of the strip, row by row: true = white.
 * @param {number} number
 */
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
  const strip = frameCodeStrip(width, height);
  const [cellWidth, cellHeight] = [strip.width / frameCode.columns, strip.height / frameCode.rows];
  frameCodeCells(number).forEach((white, index) => {
    context.fillStyle = white ? WHITE : BLACK;
    const [column, row] = [index % frameCode.columns, Math.floor(index / frameCode.columns)];
    context.fillRect(strip.x + column * cellWidth, strip.y + row * cellHeight, cellWidth, cellHeight);
  });
}

/**
 * Where the strip is in a picture of `width` x `height` pixels.
 * @param {number} width
 * @param {number} height
 * @returns {{ x: number, y: number, width: number, height: number }}
 */
export function frameCodeStrip(width, height) {
  const [stripWidth, stripHeight] = [
    (frameCode.columns * width) / frameCode.pictureWidthInCells,
    (frameCode.rows * height) / frameCode.pictureHeightInCells,
  ];
  return { x: 0, y: height - stripHeight, width: stripWidth, height: stripHeight };
}

/**
 * The frame number, or null if there is none or it is damaged.
 * @param {ArrayLike<number>} rgba pixels of the strip alone, in any size of at least two pixels a cell
 * @param {number} width of the strip in pixels
 * @param {number} height of the strip in pixels
 * @returns {number | null}
 */
export function readFrameCode(rgba, width, height) {
  const { columns, rows, numberBits, checkBits } = frameCode;
  const level = (column, row) => {
    const [x, y] = [Math.floor(((column + 0.5) * width) / columns), Math.floor(((row + 0.5) * height) / rows)];
    return rgba[(y * width + x) * 4 + 1];
  };
  const last = columns - 1;
  const white = Math.min(level(0, 0), level(last, 1));
  const black = Math.max(level(0, 1), level(last, 0));
  if (white - black < LEAST_CONTRAST) return null;
  let word = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 1; column < last; column++) word = (word << 1) | (level(column, row) > (white + black) / 2 ? 1 : 0);
  }
  const number = word >> checkBits;
  return number < 1 << numberBits && crc4(number) === (word & ((1 << checkBits) - 1)) ? number : null;
}
