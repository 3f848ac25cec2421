/* How the clips are encoded. `-threads 1` keeps the result the same on any number of cores. */

const x264 = (profile, gopFrames, rest) => [
  '-c:v',
  'libx264',
  '-profile:v',
  profile,
  '-threads',
  '1',
  '-g',
  String(gopFrames),
  '-keyint_min',
  String(gopFrames),
  '-sc_threshold',
  '0',
  ...rest,
];
const bitrate = (kbps) => ['-b:v', `${kbps}k`, '-maxrate', `${kbps}k`, '-bufsize', `${kbps}k`];
const FAST = ['-preset', 'medium'];
const FPS = 15;

/** The demo scenes: what an ordinary camera's sub-stream is, capped so that a wall of them stays small. */
export const sceneEncoder = {
  codec: 'H264',
  encoderArguments: x264('baseline', FPS, [
    '-level',
    '3.0',
    '-preset',
    'veryslow',
    '-tune',
    'ssim',
    '-crf',
    '22.5',
    '-maxrate',
    '460k',
    '-bufsize',
    '460k',
  ]),
};

/** A small H.264 clip of four seconds. */
const small = (profile, rest = ['-bf', '0'], more = {}) => {
  const gopFrames = more.gopFrames ?? FPS;
  return {
    codec: 'H264',
    width: 320,
    height: 180,
    fps: FPS,
    frames: 4 * FPS,
    gopFrames,
    encoderArguments: x264(profile, gopFrames, [...FAST, '-crf', '26', ...rest]),
    ...more,
  };
};
const large = (width, height, kbps) => ({
  codec: 'H264',
  width,
  height,
  fps: FPS,
  frames: 3 * FPS,
  gopFrames: FPS,
  encoderArguments: x264('high', FPS, [...FAST, '-bf', '0', ...bitrate(kbps)]),
});

/** Streams as odd cameras send them; one property each. */
export const variants = [
  { name: 'h264-baseline', video: small('baseline') },
  { name: 'h264-main', video: small('main') },
  { name: 'h264-high', video: small('high') },
  { name: 'h264-b-frames', video: small('high', ['-bf', '2', '-x264-params', 'open-gop=0:b-adapt=0']) },
  { name: 'h264-gop-4s', video: small('baseline', [], { gopFrames: 4 * FPS, frames: 8 * FPS }) },
  { name: 'h264-gop-10s', video: small('baseline', [], { gopFrames: 10 * FPS, frames: 10 * FPS }) },
  { name: 'h264-sets-announced', sharedVideo: 'h264-baseline', video: { ...small('baseline'), parameterSets: 'announced' } },
  { name: 'h264-sets-in-band', sharedVideo: 'h264-baseline', video: { ...small('baseline'), parameterSets: 'in-band' } },
  {
    name: 'h264-pcma-first',
    sharedVideo: 'h264-baseline',
    video: small('baseline'),
    audio: { codec: 'PCMA', beforeVideo: true },
  },
  { name: 'h264-aac', sharedVideo: 'h264-baseline', video: small('baseline'), audio: { codec: 'AAC', beforeVideo: false } },
  { name: 'h264-720p', video: large(1280, 720, 1200) },
  { name: 'h264-1080p', video: large(1920, 1080, 2000) },
  // A frame of it takes some hundred packets.
  {
    name: 'h264-high-bitrate',
    video: { ...small('baseline', bitrate(4000)), width: 640, height: 360, frames: 2 * FPS, noise: 1 },
  },
  {
    name: 'h265',
    video: {
      codec: 'H265',
      width: 320,
      height: 180,
      fps: FPS,
      frames: 4 * FPS,
      gopFrames: FPS,
      encoderArguments: [
        '-c:v',
        'libx265',
        '-preset',
        'medium',
        '-crf',
        '28',
        '-x265-params',
        `keyint=${FPS}:min-keyint=${FPS}:scenecut=0:open-gop=0:bframes=0:pools=1:frame-threads=1:log-level=error`,
      ],
    },
  },
];
