import { createServer } from 'node:net';
import { freePort } from '../support/rig.ts';
import { startEncoder, startRtspServer } from '../support/rtsp-camera.ts';
import { expect, test } from './e2e-test.ts';

const login = { username: 'viewer', password: 'p@ss' };

test('whatever is wrong with a camera is said in words, and nothing that was entered is lost', async ({ rig, launch }) => {
  const rtsp = await startRtspServer(rig, { login });
  await startEncoder(rig, rtsp, 'good');
  await startEncoder(rig, rtsp, 'hevc', { codec: 'h265' });
  await startEncoder(rig, rtsp, 'bframes', { bFrames: 2 });
  // Takes connections and never answers, as a camera does that hangs.
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  rig.onClose(() => void silent.close());
  const silentAddress = silent.address();
  const silentPort = silentAddress !== null && typeof silentAddress === 'object' ? silentAddress.port : 0;

  const app = await launch();
  const { cameras, cameraDialog: dialog, firstRun } = app.window;
  await firstRun.goOnWithoutCameras();
  await app.window.open('Cameras');
  await cameras.add();

  const right = { userName: login.username, password: login.password };
  for (const { what, entry, says } of [
    {
      what: 'nothing listens at the port',
      entry: { address: `rtsp://127.0.0.1:${await freePort()}/cam` },
      says: 'The device is there, but refuses connections on this port.',
    },
    {
      what: 'nothing answers',
      entry: { address: `rtsp://127.0.0.1:${silentPort}/cam` },
      says: "Nothing answers at the camera's address.",
    },
    {
      what: 'the name is unknown',
      entry: { address: 'rtsp://no-such-camera.invalid/cam' },
      says: 'The name in the address is not known on this network.',
    },
    { what: 'the path is wrong', entry: { address: rtsp.url('nope'), ...right }, says: 'The camera has no stream at this path.' },
    {
      what: 'the password is wrong',
      entry: { address: rtsp.url('good'), userName: login.username, password: 'wrong' },
      says: 'The camera refuses the',
    },
    { what: 'the stream is H.265', entry: { address: rtsp.url('hevc'), ...right }, says: 'This stream cannot be shown.' },
    { what: 'the stream has B-frames', entry: { address: rtsp.url('bframes'), ...right }, says: 'This stream cannot be shown.' },
  ]) {
    await test.step(what, async () => {
      await dialog.fill({ userName: '', password: '', ...entry, name: what });
      await dialog.test();
      await expect(dialog.verdict).toContainText(says, { timeout: 30_000 });
      await expect(dialog.address).toHaveValue(entry.address);
      await expect(dialog.name).toHaveValue(what);
    });
  }

  await test.step('an address that is none is not even tried', async () => {
    for (const address of ['http://127.0.0.1/cam', 'rtsp://', 'camera seven']) {
      await dialog.fill({ address, userName: '', password: '' });
      await dialog.add();
      await expect(dialog.address).toHaveAttribute('aria-invalid', 'true');
      await expect(dialog.address).toHaveValue(address);
    }
  });

  await test.step('a password with @ pasted unencoded is understood', async () => {
    await dialog.fill({ address: rtsp.url('good').replace('rtsp://', 'rtsp://viewer:p@ss@'), name: 'Good' });
    await expect(dialog.address).toHaveValue(rtsp.url('good'));
    await expect(dialog.userName).toHaveValue('viewer');
    await expect(dialog.password).toHaveValue('p@ss');
    await dialog.test();
    await expect(dialog.verdict).toContainText('This stream can be shown as it is.', { timeout: 30_000 });
    await dialog.add();
    await expect(dialog.dialog).toBeHidden();
    await expect(app.window.wall.tileIn('live', 'Good')).toBeVisible();
  });

  await test.step('the same address again is refused', async () => {
    await app.window.open('Cameras');
    await cameras.add();
    await dialog.fill({ address: rtsp.url('good'), ...right, name: 'Twin' });
    await dialog.add();
    await expect(dialog.dialog).toContainText(/already/);
    await expect(dialog.name).toHaveValue('Twin');
    await dialog.cancel();
    await expect(cameras.row('Twin')).toHaveCount(0);
  });

  await test.step('the same name gets an identifier of its own', async () => {
    await cameras.add();
    await dialog.fill({ address: rtsp.url('hevc'), ...right, name: 'Good' });
    await dialog.add();
    await expect(dialog.dialog).toBeHidden();
    await expect(app.window.wall.tile('Good')).toHaveCount(2);
  });
  await app.close();
});
