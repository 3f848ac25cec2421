import { expect } from 'vitest';
import type { Child } from '../support/child.ts';
import { limitOf, record } from '../support/measurements.ts';
import { type CameraStatus, type RunningPusher, startPusher } from '../support/pusher.ts';
import type { Rig } from '../support/rig.ts';
import { test } from './integration-test.ts';
import { startEncoder, startRtspServer } from '../support/rtsp-camera.ts';
import { timed } from '../support/wait.ts';
import { cameraId, type Chain, identity, room, startChain } from './chain.ts';

const pusherGoalMs = 5000;
const mediaServerGoalMs = 10_000;
const noticeLimitMs = 20_000;

const publishing = ({ state }: CameraStatus): boolean => state === 'publishing';

async function publishingChain(rig: Rig): Promise<{ chain: Chain; pusher: RunningPusher; encoder: Child }> {
  const chain = await startChain(rig);
  const encoder = await startEncoder(rig, chain.rtsp, 'cam');
  const pusher = startPusher(rig, [await chain.camera({ url: chain.rtsp.url('cam') })]);
  await pusher.status(cameraId, 'publishes', limitOf(pusherGoalMs), publishing);
  await chain.trackInRoom(limitOf(pusherGoalMs));
  return { chain, pusher, encoder };
}

/** Waits until frames flow again, and records how long it took. */
async function comesBack(pusher: RunningPusher, chain: Chain, what: string, goalMs: number): Promise<void> {
  const { ms } = await timed(async () => {
    const back = await pusher.status(cameraId, 'publishes again', limitOf(goalMs), publishing);
    const frames = back.outputs[0]?.framesSent ?? 0;
    await pusher.status(
      cameraId,
      'sends frames again',
      limitOf(goalMs),
      (status) => publishing(status) && (status.outputs[0]?.framesSent ?? 0) > frames,
    );
  });
  expect(await chain.trackInRoom(limitOf(goalMs))).toEqual(['video/H264']);
  record({ suite: 'integration', what, ms, goalMs });
}

test('comes back when its camera was gone', async ({ rig }) => {
  const { chain, pusher, encoder } = await publishingChain(rig);
  await encoder.kill();
  const lost = await pusher.status(cameraId, 'notices', noticeLimitMs, ({ code }) => code === 'CAMERA_PATH_NOT_FOUND');
  expect(lost.state).toBe('retrying');
  expect(lost.nextTryAt).not.toBeNull();
  await startEncoder(rig, chain.rtsp, 'cam');
  await comesBack(pusher, chain, 'camera back → publishing', pusherGoalMs);
});

test('notices a camera that sends nothing, and takes it back', async ({ rig }) => {
  const { chain, pusher, encoder } = await publishingChain(rig);
  encoder.signal('SIGSTOP');
  const { ms } = await timed(() =>
    pusher.status(cameraId, 'notices silence', noticeLimitMs, ({ code }) => code === 'CAMERA_NO_PACKETS'),
  );
  record({ suite: 'integration', what: 'silent camera noticed', ms, goalMs: 6000 });
  encoder.signal('SIGCONT');
  await comesBack(pusher, chain, 'camera speaks again → publishing', pusherGoalMs);
});

test('comes back when the RTSP server died', async ({ rig }) => {
  const { chain, pusher } = await publishingChain(rig);
  await chain.rtsp.child.kill();
  await pusher.status(cameraId, 'notices', noticeLimitMs, ({ code }) => code === 'CAMERA_REFUSED');
  const again = await startRtspServer(rig, { port: chain.rtsp.port });
  await startEncoder(rig, again, 'cam');
  await comesBack(pusher, chain, 'RTSP server back → publishing', pusherGoalMs);
});

test('comes back when the media server was killed', async ({ rig }) => {
  const { chain, pusher } = await publishingChain(rig);
  await chain.media.child.kill();
  const lost = await pusher.status(cameraId, 'notices', noticeLimitMs, ({ state }) => state === 'retrying');
  expect(lost.outputs[0]?.code).toMatch(/^(SFU_SILENT|SFU_CLOSED|WHIP_UNREACHABLE)$/);
  await chain.media.restart();
  await comesBack(pusher, chain, 'media server back → publishing', mediaServerGoalMs);
});

test('notices a media server that hangs', async ({ rig }) => {
  const { chain, pusher } = await publishingChain(rig);
  chain.media.child.signal('SIGSTOP');
  const { ms } = await timed(() =>
    pusher.status(cameraId, 'notices', noticeLimitMs, ({ outputs }) => outputs[0]?.code === 'SFU_SILENT'),
  );
  record({ suite: 'integration', what: 'hanging media server noticed', ms, goalMs: 4000 });
  chain.media.child.signal('SIGCONT');
  await comesBack(pusher, chain, 'media server wakes → publishing', mediaServerGoalMs);
});

test('comes back when it was put out of the room', async ({ rig }) => {
  const { chain, pusher } = await publishingChain(rig);
  await chain.media.rooms.removeParticipant(room, identity);
  await pusher.status(cameraId, 'notices', noticeLimitMs, ({ state }) => state !== 'publishing');
  await comesBack(pusher, chain, 'removed from the room → publishing', pusherGoalMs);
});
