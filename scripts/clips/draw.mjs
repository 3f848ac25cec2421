/*
 * Draws, encodes and checks the demo cameras' clips (resources/clips) and the tests' odd ones (test/fixtures/clips).
 *
 *   npm --prefix scripts/clips run draw [-- NAME…]      needs ffmpeg with libx264 and libx265; NAME limits it to some clips
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeStrips, writeAudio, writeSidecar, writeVideo } from './encode.mjs';
import { frameCodeStrip, readFrameCode } from './frame-code.mjs';
import { filmScene } from './scene-film.mjs';
import { filmTestPicture } from './test-picture.mjs';
import { sceneEncoder, variants } from './variants.mjs';
import carPark from './scenes/car-park.mjs';
import loadingDock from './scenes/loading-dock.mjs';
import northJunction from './scenes/north-junction.mjs';
import platformEast from './scenes/platform-east.mjs';
import ticketHall from './scenes/ticket-hall.mjs';
import vehicleGate from './scenes/vehicle-gate.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const FPS = 15;
const [WIDTH, HEIGHT] = [640, 360];
// A code must survive a tile this small.
const CHECKED_WIDTH = 320;

const scenes = [platformEast, ticketHall, loadingDock, vehicleGate, carPark, northJunction].map((scene) => ({
  directory: 'resources/clips',
  name: scene.name,
  title: scene.title,
  video: { ...sceneEncoder, width: WIDTH, height: HEIGHT, fps: FPS, frames: scene.seconds * FPS, gopFrames: FPS },
  film: () => filmScene(scene, WIDTH, HEIGHT, FPS),
}));
const odd = variants.map((variant) => ({
  directory: 'test/fixtures/clips',
  title: variant.name.toUpperCase(),
  ...variant,
  film: () => filmTestPicture((variant.sharedVideo ?? variant.name).toUpperCase(), variant.video),
}));

/** Reads every frame number back from the encoded pictures, scaled down. */
async function check(file, { width, height, frames, gopFrames }) {
  const strip = frameCodeStrip(CHECKED_WIDTH, Math.round((CHECKED_WIDTH * height) / width));
  const wrong = [];
  const decoded = await decodeStrips(file, CHECKED_WIDTH, strip, (rgba, number) => {
    if (readFrameCode(rgba, strip.width, strip.height) !== Math.min(number, frames - 1)) wrong.push(number);
  });
  if (decoded !== frames + gopFrames || wrong.length > 0)
    throw new Error(`${file}: ${decoded} pictures, unreadable frame numbers: ${wrong.join(' ')}`);
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => ![...scenes, ...odd].some((entry) => entry.name === name));
if (unknown.length > 0) {
  console.error(`draw: no clip ${unknown.join(', ')}`);
  process.exit(2);
}
for (const { directory, name, title, video, audio, sharedVideo, film } of [...scenes, ...odd]) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const target = path.join(root, directory);
  const { parameterSets, ...settings } = video;
  const described = await writeVideo({ directory: target, name: sharedVideo ?? name, ...settings, picture: film() });
  await check(path.join(target, described.file), settings);
  const sound = audio && writeAudio({ directory: target, name, seconds: settings.frames / settings.fps, ...audio });
  writeSidecar(target, name, {
    title,
    video: { ...described, parameterSets: parameterSets ?? 'both' },
    ...(sound ? { audio: sound } : {}),
  });
  const bytes = described.accessUnitBytes.slice(0, settings.frames).reduce((sum, size) => sum + size, 0);
  console.log(
    `${name}: ${settings.frames} frames, ${Math.round((bytes * 8 * settings.fps) / settings.frames / 1000)} kbit/s, largest frame ${Math.max(...described.accessUnitBytes)} bytes, every frame number readable`,
  );
}
