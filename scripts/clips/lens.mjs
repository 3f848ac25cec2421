import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { paintFrameCode } from './frame-code.mjs';

const require = createRequire(import.meta.url);
const FONT = 'JetBrains Mono';
GlobalFonts.registerFromPath(require.resolve('@fontsource/jetbrains-mono/files/jetbrains-mono-latin-500-normal.woff2'), FONT);

/** Burns the camera's name and the frame number into a picture. */
export function burnIn(context, width, height, title, number) {
  const size = Math.round(height / 24);
  const margin = Math.round(size * 0.7);
  context.font = `500 ${size}px "${FONT}"`;
  context.textAlign = 'right';
  context.textBaseline = 'bottom';
  context.lineJoin = 'round';
  context.lineWidth = size / 5;
  context.strokeStyle = 'rgba(0, 0, 0, 0.72)';
  context.fillStyle = 'rgba(245, 246, 246, 0.94)';
  context.strokeText(title, width - margin, height - margin);
  context.fillText(title, width - margin, height - margin);
  paintFrameCode(context, width, height, number);
}

export { createCanvas };
