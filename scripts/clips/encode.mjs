import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { once } from 'node:events';

/** Encodes `picture(n)` for n = 0 … count-1, RGBA buffers of width x height, into `file` with ffmpeg's `encoderArguments`. */
async function encodePictures({ width, height, fps, count, picture, encoderArguments, file }) {
  const ffmpeg = spawn(
    'ffmpeg',

    [
      '-v',
      'error',
      '-y',
      '-f',
      'rawvideo',
      '-pix_fmt',
      'rgba',
      '-s',
      `${width}x${height}`,
      '-r',
      String(fps),
      '-i',
      '-',
      '-vf',
      'scale=out_color_matrix=bt709:out_range=tv,format=yuv420p',
      '-colorspace',
      'bt709',
      '-color_primaries',
      'bt709',
      '-color_trc',
      'bt709',
      ...encoderArguments,
      file,
    ],
    { stdio: ['pipe', 'inherit', 'inherit'] },
  );
  const ended = once(ffmpeg, 'close');
  for (let number = 0; number < count; number++) {
    if (!ffmpeg.stdin.write(picture(number))) await once(ffmpeg.stdin, 'drain');
  }
  ffmpeg.stdin.end();
  const [code] = await ended;
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}`);
}

/** Splits an Annex B stream (ITU-T H.264 annex B) into NAL units without start codes. */
function nalUnits(stream) {
  const units = [];
  let start = -1;
  for (let at = 0; at + 2 < stream.length; at++) {
    if (stream[at] !== 0 || stream[at + 1] !== 0 || stream[at + 2] !== 1) continue;
    if (start >= 0) units.push(stream.subarray(start, stream[at - 1] === 0 ? at - 1 : at));
    start = at + 3;
    at += 2;
  }
  if (start >= 0) units.push(stream.subarray(start));
  return units;
}

const NAL = {
  H264: { type: (unit) => unit[0] & 0x1f, delimiter: 9, information: [6] },
  H265: { type: (unit) => (unit[0] >> 1) & 0x3f, delimiter: 35, information: [39, 40] },
};

/** Access units in decoding order, delimiters and supplemental information left out. */
function accessUnits(stream, codec) {
  const { type, delimiter, information } = NAL[codec];
  const units = [];
  for (const unit of nalUnits(stream)) {
    if (type(unit) === delimiter) units.push([]);
    else if (!information.includes(type(unit))) units.at(-1).push(unit);
  }
  return units.map((parts) => Buffer.concat(parts.flatMap((part) => [Buffer.from([0, 0, 0, 1]), part])));
}

/**
 * Encodes pictures and writes `NAME.h264` (or `.h265`) into `directory`.
 * Returns the `video` member of the clip's sidecar (resources/clips/README.md).
 */
export async function writeVideo({ directory, name, codec, width, height, fps, frames, gopFrames, picture, encoderArguments }) {
  const work = mkdtempSync(path.join(tmpdir(), 'control-room-clips-'));
  try {
    const container = path.join(work, 'video.mp4');
    // The last GOP repeats the last picture: what a camera with a frozen sensor sends.
    const count = frames + gopFrames;
    const at = (number) => picture(Math.min(number, frames - 1));
    await encodePictures({ width, height, fps, count, picture: at, encoderArguments, file: container });

    const pts = execFileSync('ffprobe', ['-v', 'error', '-show_entries', 'packet=pts', '-of', 'csv=p=0', container], {
      encoding: 'utf8',
    })
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => Number.parseInt(line, 10));
    const ranks = new Map([...pts].sort((a, b) => a - b).map((value, index) => [value, index]));
    const presentationOrder = pts.map((value) => ranks.get(value));

    const elementary = path.join(work, 'video.bin');
    const [format, filter] =
      codec === 'H264'
        ? ['h264', 'h264_mp4toannexb,h264_metadata=aud=insert']
        : ['hevc', 'hevc_mp4toannexb,hevc_metadata=aud=insert'];
    execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', container, '-c', 'copy', '-bsf:v', filter, '-f', format, elementary]);
    const units = accessUnits(readFileSync(elementary), codec);
    if (units.length !== count) throw new Error(`${name}: ${units.length} access units of ${count}`);

    const file = `${name}.${codec.toLowerCase()}`;
    writeFileSync(path.join(directory, file), Buffer.concat(units));
    return {
      file,
      codec,
      width,
      height,
      framesPerSecond: fps,
      frames,
      gopFrames,
      parameterSets: 'both',
      accessUnitBytes: units.map((unit) => unit.length),
      ...(presentationOrder.every((value, index) => value === index) ? {} : { presentationOrder }),
    };
  } finally {
    rmSync(work, { recursive: true });
  }
}

/**
 * Writes a tone of `seconds` as `NAME.pcma` (G.711 A-law, 8 kHz) or `NAME.aac` (ADTS, 32 kHz: whole units fill every even
 * number of seconds). Returns the `audio` member of the sidecar.
 */
export function writeAudio({ directory, name, codec, seconds, beforeVideo }) {
  const file = `${name}.${codec.toLowerCase()}`;
  const target = path.join(directory, file);
  if (codec === 'PCMA') {
    execFileSync('ffmpeg', [
      '-v',
      'error',
      '-y',
      '-f',
      'lavfi',
      '-i',
      `sine=frequency=440:sample_rate=8000:duration=${seconds}`,
      '-c:a',
      'pcm_alaw',
      '-f',
      'alaw',
      target,
    ]);
  } else {
    execFileSync('ffmpeg', [
      '-v',
      'error',
      '-y',
      '-f',
      'lavfi',
      '-i',
      `sine=frequency=440:sample_rate=32000:duration=${seconds + 1}`,
      '-c:a',
      'aac',
      '-b:a',
      '32k',
      '-ac',
      '1',
      '-frames:a',
      String((seconds * 32000) / 1024),
      '-f',
      'adts',
      target,
    ]);
  }
  return { file, codec, beforeVideo };
}

/** Writes `NAME.clip.json`, long number lists on one line each. */
export function writeSidecar(directory, name, sidecar) {
  const text = JSON.stringify(
    { version: 1, name, ...sidecar },
    (_key, value) => (Array.isArray(value) ? `[${value.join(',')}]` : value),
    2,
  );
  writeFileSync(path.join(directory, `${name}.clip.json`), `${text.replace(/"(\[[\d,]*\])"/g, '$1')}\n`);
}

/**
 * Decodes a written video file, scaled to `pictureWidth`, and calls `each(rgba, number)` in presentation order with the
 * pixels of the rectangle `strip` of every picture. Returns how many pictures there were.
 */
export async function decodeStrips(file, pictureWidth, strip, each) {
  const filter = `scale=${pictureWidth}:-2,crop=${strip.width}:${strip.height}:${strip.x}:${strip.y}`;
  const ffmpeg = spawn('ffmpeg', ['-v', 'error', '-i', file, '-vf', filter, '-f', 'rawvideo', '-pix_fmt', 'rgba', '-'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const size = strip.width * strip.height * 4;
  let pending = Buffer.alloc(0);
  let number = 0;
  for await (const chunk of ffmpeg.stdout) {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    for (; pending.length >= size; pending = pending.subarray(size)) each(pending.subarray(0, size), number++);
  }
  return number;
}
