import { expect } from 'vitest';
import { processesShowing, processTree } from '../support/process-tree.ts';
import { probe, startPusher } from '../support/pusher.ts';
import { test } from './integration-test.ts';
import { filesHolding } from '../support/process-tree.ts';
import { startEncoder } from '../support/rtsp-camera.ts';
import { cameraId, startChain } from './chain.ts';

const limitMs = 20_000;

test('shows no password and no token in outputs, arguments, environment or files', async ({ rig }) => {
  const login = { username: 'viewer', password: `canary-camera-password-${crypto.randomUUID()}` };
  const wrongPassword = `canary-wrong-password-${crypto.randomUUID()}`;
  const chain = await startChain(rig, { login });
  await startEncoder(rig, chain.rtsp, 'cam');
  const stateDir = rig.folder('state');
  const url = chain.rtsp.url('cam');
  const inUrl = (password: string): string => url.replace('rtsp://', `rtsp://viewer:${password}@`);

  const camera = await chain.camera({ url, ...login });
  const token = camera.outputs[0]?.token ?? '';
  const good = startPusher(rig, [camera], stateDir);
  await good.status(cameraId, 'publishes', limitMs, ({ state }) => state === 'publishing');
  const bad = startPusher(rig, [await chain.camera({ url: inUrl(wrongPassword) })], stateDir);
  await bad.status(cameraId, 'is refused the login', limitMs, ({ code }) => code === 'CAMERA_LOGIN_REFUSED');
  const lost = startPusher(rig, [await chain.camera({ url: inUrl(login.password).replace('/cam', '/no-such-path') })], stateDir);
  await lost.status(cameraId, 'finds no path', limitMs, ({ code }) => code === 'CAMERA_PATH_NOT_FOUND');
  const probed = await probe(rig, { url: inUrl(login.password), stateDir, seconds: 1 });
  expect(probed.answer.ok).toBe(true);

  const processes = [good, bad, lost].flatMap((pusher) => processTree(pusher.child.pid));
  expect(processes.length).toBeGreaterThanOrEqual(3);
  const outputs = [good.child, bad.child, lost.child, probed.child].map((child) => child.output).join('\n');
  for (const secret of [login.password, wrongPassword, token]) {
    expect(outputs.includes(secret), `outputs hold ${secret}`).toBe(false);
    expect(processesShowing(secret, processes)).toEqual([]);
    expect(filesHolding(secret, stateDir)).toEqual([]);
  }
});
