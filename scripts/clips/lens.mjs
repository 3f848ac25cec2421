import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { paintFrameCode } from './frame-code.mjs';
import { random } from './random.mjs';

/* What lens, sensor and camera add to a scene: softness, bloom, vignette, noise, the burnt-in name. */

const FONT = 'JetBrains Mono';
const fontFile = '@fontsource/jetbrains-mono/files/jetbrains-mono-latin-500-normal.woff2';
GlobalFonts.registerFromPath(createRequire(import.meta.url).resolve(fontFile), FONT);

const NOISE_PICTURES = 12;

function noisePicture(width, height, seed) {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  const next = random(seed);
  for (let i = 0; i < image.data.length; i += 4) {
    const value = 128 + (next() + next() + next() - 1.5) * 120;
    image.data.set([value, value, value, 255], i);
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

/** Turns drawn scenes into the pictures of one camera. */
export class Lens {
  /** `title` is burnt in; `saturation` and `contrast` are CSS filter factors, `noise` 0 … 1. */
  constructor(width, height, { title, saturation = 0.82, contrast = 1.1, noise = 0.07 }) {
    Object.assign(this, { width, height, title, noise });
    this.canvas = createCanvas(width, height);
    this.context = this.canvas.getContext('2d');
    this.filter = `saturate(${saturation}) contrast(${contrast}) blur(${(width / 1400).toFixed(2)}px)`;
    this.bloom = createCanvas(width / 4, height / 4);
    this.noises = Array.from({ length: NOISE_PICTURES }, (_, i) => noisePicture(width, height, 77 + i));
    this.vignette = this.context.createRadialGradient(width / 2, height / 2, height * 0.45, width / 2, height / 2, width * 0.66);
    this.vignette.addColorStop(0, 'rgba(0, 0, 0, 0)');
    this.vignette.addColorStop(1, 'rgba(0, 0, 0, 0.42)');
  }

  /** RGBA pixels of picture `number`, taken of the canvas `scene`. */
  take(scene, number) {
    const { context, width, height } = this;
    context.imageSmoothingQuality = 'high';
    context.filter = this.filter;
    context.drawImage(scene, 0, 0, width, height);
    context.filter = 'none';

    const bloom = this.bloom.getContext('2d');
    bloom.filter = 'brightness(0.62) contrast(2.4) blur(2px)';
    bloom.drawImage(scene, 0, 0, this.bloom.width, this.bloom.height);
    context.globalCompositeOperation = 'screen';
    context.globalAlpha = 0.3;
    context.drawImage(this.bloom, 0, 0, width, height);

    context.globalCompositeOperation = 'overlay';
    context.globalAlpha = this.noise;
    context.drawImage(this.noises[number % NOISE_PICTURES], 0, 0);
    context.globalAlpha = 1;
    context.globalCompositeOperation = 'source-over';
    context.fillStyle = this.vignette;
    context.fillRect(0, 0, width, height);
    burnIn(context, width, height, this.title, number);
    return Buffer.from(this.canvas.data());
  }
}

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
