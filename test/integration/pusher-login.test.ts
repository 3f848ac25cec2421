import { expect } from 'vitest';
import { probe, startPusher } from '../support/pusher.ts';
import { test } from './integration-test.ts';
import { startEncoder } from '../support/rtsp-camera.ts';
import { until } from '../support/wait.ts';
import { cameraId, startChain } from './chain.ts';

const login = { username: 'viewer', password: 'right' };
const wrong = { username: 'viewer', password: 'wrong' };
const triesAllowed = 3;
// MediaMTX answers a wrong login only after 2 s, and the pusher backs off between tries.
const heldLimitMs = 60_000;
const publishLimitMs = 15_000;

test('tries a wrong password three times, ever, until the login changes', async ({ rig }) => {
  const chain = await startChain(rig, { login });
  await startEncoder(rig, chain.rtsp, 'cam');
  const stateDir = rig.folder('state');
  const url = chain.rtsp.url('cam');
  const camera = await chain.camera({ url, ...wrong });

  const pusher = startPusher(rig, [camera], stateDir);
  const held = await pusher.status(cameraId, 'is held', heldLimitMs, ({ state }) => state === 'held');
  expect(held).toMatchObject({ code: 'CAMERA_LOGIN_HELD', nextTryAt: null });
  expect(chain.rtsp.refusedLogins()).toBe(triesAllowed);

  // Still held, and alive, after a good number of further reports.
  const reports = pusher.history(cameraId).length;
  await until('further reports', 20_000, () => pusher.history(cameraId).length >= reports + 8);
  expect(pusher.history(cameraId).at(-1)?.state).toBe('held');

  // One budget: a probe does not get another try …
  const probed = await probe(rig, { url, ...wrong, stateDir });
  expect(probed.answer).toMatchObject({ ok: false, code: 'CAMERA_LOGIN_HELD' });
  // … nor does a restarted pusher.
  await pusher.child.stop();
  const restarted = startPusher(rig, [camera], stateDir);
  await restarted.status(cameraId, 'is held again', publishLimitMs, ({ state }) => state === 'held');
  expect(chain.rtsp.refusedLogins()).toBe(triesAllowed);

  // A person who asks for a retry gets one …
  restarted.setCameras([{ ...camera, source: { ...camera.source, loginRetry: 1 } }]);
  await until('another try after a person asked', heldLimitMs, () => chain.rtsp.refusedLogins() > triesAllowed);
  // … and the right password is tried whatever happened before.
  restarted.setCameras([{ ...camera, source: { ...camera.source, ...login, loginRetry: 1 } }]);
  await restarted.status(cameraId, 'publishes', publishLimitMs, ({ state }) => state === 'publishing');
});

test('probes spend from the budget of the pusher', async ({ rig }) => {
  const chain = await startChain(rig, { login });
  await startEncoder(rig, chain.rtsp, 'cam');
  const stateDir = rig.folder('state');
  const url = chain.rtsp.url('cam');
  for (let tries = 1; tries <= triesAllowed; tries += 1) {
    expect((await probe(rig, { url, ...wrong, stateDir })).answer).toMatchObject({ ok: false, code: 'CAMERA_LOGIN_REFUSED' });
    expect(chain.rtsp.refusedLogins()).toBe(tries);
  }
  const pusher = startPusher(rig, [await chain.camera({ url, ...wrong })], stateDir);
  await pusher.status(cameraId, 'is held without a try', publishLimitMs, ({ state }) => state === 'held');
  expect(chain.rtsp.refusedLogins()).toBe(triesAllowed);
});
