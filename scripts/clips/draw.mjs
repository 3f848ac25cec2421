import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodePictures, writeSidecar, writeVideo } from './encode.mjs';
import { readFrameCode } from './frame-code.mjs';
import { burnIn, createCanvas } from './lens.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const clips = path.join(root, 'resources/clips');
const names = ['platform-east', 'ticket-hall', 'loading-dock', 'vehicle-gate', 'car-park', 'north-junction'];
for (const [index, name] of names.entries()) {
  const [width, height, fps, frames] = [640, 360, 15, 240];
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const title = name.toUpperCase().replace('-', ' ');
  const picture = (number) => {
    context.fillStyle = `hsl(${index * 60} 20% 30%)`;
    context.fillRect(0, 0, width, height);
    context.fillStyle = '#aaa';
    context.fillRect((number / frames) * width, 100, 60, 60);
    burnIn(context, width, height, title, number);
    return Buffer.from(canvas.data());
  };
  const encoderArguments = ['-c:v', 'libx264', '-profile:v', 'baseline', '-level', '3.0', '-preset', 'veryslow', '-crf', '23', '-maxrate', '480k', '-bufsize', '480k', '-threads', '1',
    '-g', '15', '-keyint_min', '15', '-sc_threshold', '0'];
  const video = await writeVideo({ directory: clips, name, codec: 'H264', width, height, fps, frames, gopFrames: 15, picture, encoderArguments });
  writeSidecar(clips, name, { title, video });
  const wrong = [];
  const decoded = await decodePictures(path.join(clips, video.file), 320, 180, (rgba, number) => {
    if (readFrameCode(rgba, 320, 180) !== Math.min(number, frames - 1)) wrong.push(number);
  });
  console.log(name, decoded, 'wrong', wrong.length);
}
