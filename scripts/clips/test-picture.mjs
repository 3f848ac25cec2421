import { createCanvas } from '@napi-rs/canvas';
import { burnIn } from './lens.mjs';
import { random } from './random.mjs';

const BARS = ['#b4b4b4', '#b4b410', '#10b4b4', '#10b410', '#b410b4', '#b41010', '#1010b4'];

/**
 * Films a test picture: colour bars, a hand that goes round once a second, the name and the frame number. `noise`
 * 0 … 1 makes it as hard to encode as wanted. Returns picture(number) → RGBA pixels.
 */
export function filmTestPicture(title, { width, height, fps, noise = 0 }) {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  return (number) => {
    BARS.forEach((colour, i) => {
      context.fillStyle = colour;
      context.fillRect((i * width) / BARS.length, 0, width / BARS.length + 1, height);
    });
    const [x, y, radius, angle] = [width / 2, height * 0.45, height * 0.3, (2 * Math.PI * number) / fps - Math.PI / 2];
    context.fillStyle = '#202428';
    context.beginPath();
    context.arc(x, y, radius, 0, 7);
    context.fill();
    context.strokeStyle = '#f0f0f0';
    context.lineWidth = height / 40;
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + Math.cos(angle) * radius * 0.9, y + Math.sin(angle) * radius * 0.9);
    context.stroke();
    if (noise > 0) {
      const next = random(number + 1);
      const image = context.getImageData(0, 0, width, height);
      for (let i = 0; i < image.data.length; i += 4) {
        const change = (next() - 0.5) * 255 * noise;
        for (let k = i; k < i + 3; k++) image.data[k] += change;
      }
      context.putImageData(image, 0, 0);
    }
    burnIn(context, width, height, title, number);
    return Buffer.from(canvas.data());
  };
}
