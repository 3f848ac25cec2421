/** How large the fields of a grid may be so that a single-field tile's picture is exactly 16:9. All in CSS pixels. */
import type { Arrangement } from './arrangement.ts';

export const captionHeightPx = 22;
export const gapPx = 4;

export interface FieldSize {
  width: number;
  height: number;
}

/** The largest fields that fit; at least one pixel, so that a window being folded away breaks nothing. */
export function fieldSizeOf({ columns, rows }: Pick<Arrangement, 'columns' | 'rows'>, available: FieldSize): FieldSize {
  const innerWidth = available.width - 2 * gapPx - gapPx * (columns - 1);
  const innerHeight = available.height - 2 * gapPx - gapPx * (rows - 1);
  const widthByHeight = Math.floor(((innerHeight / rows - captionHeightPx) * 16) / 9);
  const width = Math.max(1, Math.min(widthByHeight, Math.floor(innerWidth / columns)));
  return { width, height: Math.floor((width * 9) / 16) + captionHeightPx };
}
