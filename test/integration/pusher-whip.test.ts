import { expect } from 'vitest';
import { binary } from '../support/binaries.ts';
import { startHttpGate } from '../support/http-gate.ts';
import { limitOf, record } from '../support/measurements.ts';
import { participantsOf } from '../support/media-server.ts';
import { startPusher } from '../support/pusher.ts';
import { freePort } from '../support/rig.ts';
import { test } from './integration-test.ts';
import { startEncoder } from '../support/rtsp-camera.ts';
import { timed, until } from '../support/wait.ts';
import { cameraId, identity, room, startChain } from './chain.ts';

// The media server itself drops a participant that never connects only after 9 s.
const goneGoalMs = 2000;
const publishLimitMs = 15_000;

for (const [name, giveUp] of [
  ['its camera is taken away', (pusher) => pusher.setCameras([])],
  ['it is asked to end', (pusher) => pusher.child.signal('SIGTERM')],
] as [string, (pusher: ReturnType<typeof startPusher>) => void][]) {
  test(`leaves no ghost when ${name} while it waits for the WHIP answer`, async ({ rig }) => {
    const chain = await startChain(rig);
    await startEncoder(rig, chain.rtsp, 'cam');
    const gate = await startHttpGate(rig, `http://127.0.0.1:${chain.media.port}`);
    gate.holding = true;
    const pusher = startPusher(rig, [await chain.camera({ url: chain.rtsp.url('cam') }, `${gate.origin}/whip/v1`)]);
    const held = await until('the WHIP answer is held', publishLimitMs, () => gate.held[0]);
    await until('the media server has let it in', 5000, async () =>
      (await participantsOf(chain.media, room)).some((participant) => participant.identity === identity),
    );

    giveUp(pusher);
    held.release();
    const { ms } = await timed(() => chain.goneFromRoom(limitOf(goneGoalMs)));
    record({ suite: 'integration', what: `no ghost: ${name}`, ms, goalMs: goneGoalMs });
  });
}

test('is in the room once when an answer was lost', async ({ rig }) => {
  const chain = await startChain(rig);
  await startEncoder(rig, chain.rtsp, 'cam');
  const gate = await startHttpGate(rig, `http://127.0.0.1:${chain.media.port}`);
  gate.holding = true;
  const pusher = startPusher(rig, [await chain.camera({ url: chain.rtsp.url('cam') }, `${gate.origin}/whip/v1`)]);
  const held = await until('the WHIP answer is held', publishLimitMs, () => gate.held[0]);
  gate.holding = false;
  held.lose();
  await pusher.status(cameraId, 'publishes', publishLimitMs, ({ state }) => state === 'publishing');
  await chain.trackInRoom(publishLimitMs);
  expect(await participantsOf(chain.media, room)).toMatchObject([{ identity, videoTracks: 1 }]);
});

test('says why the media server refuses it', async ({ rig }) => {
  const chain = await startChain(rig);
  await startEncoder(rig, chain.rtsp, 'cam');
  const camera = await chain.camera({ url: chain.rtsp.url('cam') });
  const withOutput = (change: { endpoint?: string; token?: string }): typeof camera => ({
    ...camera,
    outputs: camera.outputs.map((output) => ({ ...output, ...change })),
  });
  const pusher = startPusher(rig, [withOutput({ token: 'no.valid.token' })]);
  await pusher.status(cameraId, 'is unauthorised', publishLimitMs, ({ outputs }) => outputs[0]?.code === 'WHIP_UNAUTHORISED');
  pusher.setCameras([withOutput({ endpoint: `http://127.0.0.1:${await freePort()}/whip/v1` })]);
  await pusher.status(cameraId, 'reaches nothing', publishLimitMs, ({ outputs }) => outputs[0]?.code === 'WHIP_UNREACHABLE');
  pusher.setCameras([withOutput({ endpoint: `http://127.0.0.1:${chain.media.port}/no-such-place` })]);
  await pusher.status(cameraId, 'finds no WHIP', publishLimitMs, ({ outputs }) => outputs[0]?.code === 'WHIP_NOT_FOUND');
  pusher.setCameras([camera]);
  await pusher.status(cameraId, 'publishes', publishLimitMs, ({ state }) => state === 'publishing');
});

test('ends with 2 and a reason when the job is none', async ({ rig }) => {
  const child = rig.start('pusher', binary('pusher'), ['run', '--job', '-'], {
    input: '{"version":1,"cameras":[{"id":"UPPER CASE"}]}\n',
  });
  child.closeInput();
  expect(await child.end(5000)).toEqual({ code: 2, signal: null });
  expect(child.output).toContain('JOB_INVALID');
});
