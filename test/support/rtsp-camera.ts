/** Cameras that are not ours: MediaMTX as the RTSP server, ffmpeg as the encoder behind it. */
import path from 'node:path';
import { binary } from './binaries.ts';
import type { Child } from './child.ts';
import { freePort, freePortPair, type Rig } from './rig.ts';
import { until } from './wait.ts';

export interface RtspServer {
  child: Child;
  port: number;
  /** Address of a path as a viewer dials it, without a login. */
  url(name: string): string;
  /** Logins that the server refused because user or password were wrong. */
  refusedLogins(): number;
}

export interface RtspServerOptions {
  /** Who may read; without it anybody may. */
  login?: { username: string; password: string };
  scheme?: 'basic' | 'digest';
  port?: number;
}

export async function startRtspServer(rig: Rig, options: RtspServerOptions = {}): Promise<RtspServer> {
  const port = options.port ?? (await freePort());
  const rtpPort = await freePortPair();
  const reader = options.login ? { user: options.login.username, pass: options.login.password } : { user: 'any', pass: '' };
  const off = {
    rtmp: false,
    hls: false,
    webrtc: false,
    srt: false,
    moq: false,
    api: false,
    metrics: false,
    pprof: false,
    playback: false,
  };
  const config = rig.write(
    `mediamtx-${port}.yml`,
    JSON.stringify({
      ...off,
      logLevel: 'info',
      rtsp: true,
      rtspTransports: ['udp', 'tcp'],
      rtspAddress: `127.0.0.1:${port}`,
      rtpAddress: `127.0.0.1:${rtpPort}`,
      rtcpAddress: `127.0.0.1:${rtpPort + 1}`,
      rtspAuthMethods: [options.scheme ?? 'digest'],
      authMethod: 'internal',
      authInternalUsers: [
        { user: 'any', pass: '', ips: ['127.0.0.1'], permissions: [{ action: 'publish' }] },
        { ...reader, permissions: [{ action: 'read' }] },
      ],
      paths: { all_others: {} },
    }),
  );
  const child = rig.start('mediamtx', binary('mediamtx'), [config]);
  await child.line('RTSP listener is open', 10_000, (line) => line.includes('[RTSP] started'));
  return {
    child,
    port,
    url: (name) => `rtsp://127.0.0.1:${port}/${name}`,
    refusedLogins: () => child.stdout.filter((line) => line.includes('failed to authenticate') && line.includes(' WAR ')).length,
  };
}

export interface EncoderOptions {
  codec?: 'h264' | 'h265';
  gopFrames?: number;
  bFrames?: number;
  fps?: number;
  size?: `${number}x${number}`;
  transport?: 'tcp' | 'udp';
  /** An audio track before the video one, as some cameras send it. */
  audioFirst?: boolean;
}

/** Starts ffmpeg publishing a moving test picture to a path of the server, and waits until it is there. */
export async function startEncoder(rig: Rig, server: RtspServer, name: string, options: EncoderOptions = {}): Promise<Child> {
  const {
    codec = 'h264',
    gopFrames = 15,
    bFrames = 0,
    fps = 15,
    size = '320x180',
    transport = 'tcp',
    audioFirst = false,
  } = options;
  const encoder =
    codec === 'h264'
      ? ['-c:v', 'libx264', '-preset', 'ultrafast', ...(bFrames > 0 ? [] : ['-tune', 'zerolatency'])]
      : ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=error'];
  const audio = audioFirst ? ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=8000'] : [];
  const already = server.child.stdout.length;
  const child = rig.start('ffmpeg', 'ffmpeg', [
    ...['-v', 'error', '-nostdin', '-re', '-f', 'lavfi', '-i', `testsrc=size=${size}:rate=${fps}`, ...audio],
    ...(audioFirst ? ['-map', '1:a', '-map', '0:v', '-c:a', 'pcm_alaw'] : []),
    ...[...encoder, '-g', String(gopFrames), '-bf', String(bFrames), '-pix_fmt', 'yuv420p', '-threads', '1'],
    ...['-f', 'rtsp', '-rtsp_transport', transport, server.url(name)],
  ]);
  await until(`${name} is published`, 15_000, () => {
    if (!child.running) throw new Error(`ffmpeg ended\n${child.output}`);
    return server.child.stdout.slice(already).some((line) => line.includes(`is publishing to path '${name}'`));
  });
  return child;
}

/**
 * Publishes one clip to several paths without encoding while it runs: the clip is made first, then looped as it is. For benches,
 * where an encoder would take the processor from what is measured.
 */
export async function startClipLoop(
  rig: Rig,
  server: RtspServer,
  paths: readonly string[],
  clip: { size: `${number}x${number}`; fps: number; kbps: number; gopFrames: number },
): Promise<void> {
  const file = path.join(rig.dir, 'clip.mp4');
  const { size, fps, kbps, gopFrames } = clip;
  const encoder = rig.start('ffmpeg', 'ffmpeg', [
    ...['-v', 'error', '-nostdin', '-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${fps},noise=alls=8:allf=t`, '-t', '20'],
    ...[
      '-c:v',
      'libx264',
      '-preset',
      'veryfast',
      '-tune',
      'zerolatency',
      '-profile:v',
      'main',
      '-bf',
      '0',
      '-pix_fmt',
      'yuv420p',
    ],
    ...['-b:v', `${kbps}k`, '-maxrate', `${kbps}k`, '-bufsize', `${kbps}k`, '-g', String(gopFrames), '-sc_threshold', '0', file],
  ]);
  const { code } = await encoder.end(60_000);
  if (code !== 0) throw new Error(`ffmpeg could not make the clip\n${encoder.output}`);
  for (const name of paths) {
    const loop = ['-v', 'error', '-nostdin', '-re', '-stream_loop', '-1', '-i', file, '-c', 'copy'];
    rig.start('ffmpeg', 'ffmpeg', [...loop, '-f', 'rtsp', '-rtsp_transport', 'tcp', server.url(name)]);
  }
  await until('every path is published', 20_000, () =>
    paths.every((name) => server.child.stdout.some((line) => line.includes(`is publishing to path '${name}'`))),
  );
}
