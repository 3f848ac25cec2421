import { createCanvas } from '@napi-rs/canvas';
import { Lens } from './lens.mjs';
import { Painter } from './painter.mjs';

const OVERSAMPLING = 2;

/**
 * Films a scene: { name, title, seconds, seed, lens, background(painter), things(painter, seconds) }. What stands still
 * is drawn once; `things` puts the rest into the painter's queue for every picture.
 * Returns picture(number) → RGBA pixels of width x height.
 */
export function filmScene(scene, width, height, fps) {
  const [background, canvas] = [0, 1].map(() => createCanvas(width * OVERSAMPLING, height * OVERSAMPLING));
  const context = background.getContext('2d');
  context.fillStyle = '#0b0c0e';
  context.fillRect(0, 0, background.width, background.height);
  const painter = new Painter(context, background.width, background.height, scene.seed);
  scene.background(painter);
  const lens = new Lens(width, height, { title: scene.title, ...scene.lens });
  return (number) => {
    const picture = canvas.getContext('2d');
    picture.drawImage(background, 0, 0);
    painter.restart(picture);
    scene.things(painter, number / fps);
    painter.flush();
    return lens.take(canvas, number);
  };
}
