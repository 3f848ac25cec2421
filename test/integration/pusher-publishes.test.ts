import { expect } from 'vitest';
import { binary } from '../support/binaries.ts';
import { limitOf, record } from '../support/measurements.ts';
import { participantsOf } from '../support/media-server.ts';
import { startPusher } from '../support/pusher.ts';
import { test } from './integration-test.ts';
import { startEncoder } from '../support/rtsp-camera.ts';
import { timed } from '../support/wait.ts';
import { cameraId, identity, room, startChain } from './chain.ts';

const publishGoalMs = 5000;
const goneGoalMs = 2000;

const isAbout15 = (fps: unknown): boolean => typeof fps === 'number' && Math.abs(fps - 15) < 0.75;

for (const [name, options] of [
  ['an encoder behind TCP', { transport: 'tcp' }],
  ['an encoder behind UDP', { transport: 'udp' }],
  ['an audio track before the video', { audioFirst: true }],
  ['a group of pictures of 4 s', { gopFrames: 60 }],
] as const) {
  test(`publishes ${name} as H.264`, async ({ rig }) => {
    const chain = await startChain(rig);
    await startEncoder(rig, chain.rtsp, 'cam', options);
    const job = [await chain.camera({ url: chain.rtsp.url('cam') })];
    const { value: pusher, ms } = await timed(async () => {
      const started = startPusher(rig, job);
      await started.status(cameraId, 'publishes', limitOf(publishGoalMs), (status) => status.state === 'publishing');
      return started;
    });
    record({ suite: 'integration', what: `publishes ${name}`, ms, goalMs: publishGoalMs });
    expect(await chain.trackInRoom(limitOf(publishGoalMs))).toEqual(['video/H264']);

    const early = await pusher.status(cameraId, 'counts bytes', 5000, (status) => (status.outputs[0]?.bytesSent ?? 0) > 0);
    const earlyBytes = early.outputs[0]?.bytesSent ?? 0;
    await pusher.status(
      cameraId,
      'sends more bytes',
      5000,
      (status) => (status.outputs[0]?.bytesSent ?? 0) > earlyBytes + 10_000,
    );

    const known = await pusher.status(cameraId, 'knows the stream', 15_000, (status) => {
      return status.facts?.['gopFrames'] != null && isAbout15(status.facts['fps']);
    });
    expect(known.facts).toMatchObject({ codec: 'H264', width: 320, height: 180, bFrames: false, auth: 'none' });
    expect(known.facts?.['gopFrames']).toBe('gopFrames' in options ? options.gopFrames : 15);
    expect(known.delivery).toMatchObject({ mode: 'passthrough', reasonCode: 'PASS_H264' });
    expect(pusher.child.output).toContain('Pipeline is PLAYING');
    expect(pusher.child.output).toMatch(/Pushing packets to LiveKit at \d+\.\d\d Mbps/);
  });
}

for (const scheme of ['digest', 'basic'] as const) {
  test(`logs in with ${scheme}`, async ({ rig }) => {
    const login = { username: 'viewer', password: 'right!$()*+.;<=>[]^_-@#&' };
    const chain = await startChain(rig, { login, scheme });
    await startEncoder(rig, chain.rtsp, 'cam');
    const pusher = startPusher(rig, [await chain.camera({ url: chain.rtsp.url('cam'), ...login })]);
    const status = await pusher.status(cameraId, 'publishes', limitOf(publishGoalMs), ({ state }) => state === 'publishing');
    expect(status.facts?.['auth']).toBe(scheme);
    expect(chain.rtsp.refusedLogins()).toBe(0);
  });
}

test('takes camera, endpoint and token from the environment', async ({ rig }) => {
  const chain = await startChain(rig);
  await startEncoder(rig, chain.rtsp, 'cam');
  rig.start('pusher', binary('pusher'), ['run'], {
    env: {
      RTSP_URL: chain.rtsp.url('cam'),
      WHIP_ENDPOINT: chain.media.whipUrl,
      STREAM_KEY: await chain.media.publishToken(room, identity),
    },
  });
  expect(await chain.trackInRoom(limitOf(publishGoalMs))).toEqual(['video/H264']);
});

test('leaves the room at once when it is asked to end', async ({ rig }) => {
  const chain = await startChain(rig);
  await startEncoder(rig, chain.rtsp, 'cam');
  const pusher = startPusher(rig, [await chain.camera({ url: chain.rtsp.url('cam') })]);
  await chain.trackInRoom(limitOf(publishGoalMs));

  pusher.child.signal('SIGTERM');
  const { ms } = await timed(() => chain.goneFromRoom(limitOf(goneGoalMs)));
  record({ suite: 'integration', what: 'SIGTERM: gone from the room', ms, goalMs: goneGoalMs });
  expect(await pusher.child.end(1000)).toEqual({ code: 0, signal: null });
});

test('leaves the room when its parent is gone', async ({ rig }) => {
  const chain = await startChain(rig);
  await startEncoder(rig, chain.rtsp, 'cam');
  const pusher = startPusher(rig, [await chain.camera({ url: chain.rtsp.url('cam') })]);
  await chain.trackInRoom(limitOf(publishGoalMs));

  pusher.child.closeInput();
  const { ms } = await timed(() => chain.goneFromRoom(limitOf(goneGoalMs)));
  record({ suite: 'integration', what: 'stdin closed: gone from the room', ms, goalMs: goneGoalMs });
  expect(await pusher.child.end(1000)).toEqual({ code: 0, signal: null });
});

test('swaps a token without leaving the room', async ({ rig }) => {
  const chain = await startChain(rig);
  await startEncoder(rig, chain.rtsp, 'cam');
  const camera = await chain.camera({ url: chain.rtsp.url('cam') });
  const pusher = startPusher(rig, [camera]);
  const before = await pusher.status(
    cameraId,
    'sends frames',
    limitOf(publishGoalMs),
    ({ outputs }) => outputs[0]?.firstFrameAt != null,
  );
  const bytes = before.outputs[0]?.bytesSent ?? 0;

  const token = await chain.media.publishToken(room, identity);
  pusher.setCameras([{ ...camera, outputs: camera.outputs.map((output) => ({ ...output, token })) }]);
  const after = await pusher.status(
    cameraId,
    'sends on',
    10_000,
    (status) => (status.outputs[0]?.bytesSent ?? 0) > bytes + 50_000,
  );
  expect(after.outputs[0]?.firstFrameAt).toBe(before.outputs[0]?.firstFrameAt);
  expect(pusher.history(cameraId).filter(({ state }) => state === 'publishing' || state === 'connecting')).toHaveLength(
    pusher.history(cameraId).length,
  );

  pusher.setCameras([]);
  await chain.goneFromRoom(limitOf(goneGoalMs));
  expect(await participantsOf(chain.media, room)).toEqual([]);
});
