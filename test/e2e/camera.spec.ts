import { startEncoder, startRtspServer } from '../support/rtsp-camera.ts';
import { limitOf, record } from '../support/measurements.ts';
import { timed } from '../support/wait.ts';
import { expect, test } from './e2e-test.ts';

const name = 'Yard';
const liveGoalMs = 5000;

test('a camera added by its address is live, goes stale, has no signal, and comes back', async ({ rig, launch }) => {
  const login = { username: 'viewer', password: 'right' };
  const rtsp = await startRtspServer(rig, { login });
  const encoder = await startEncoder(rig, rtsp, 'yard', { size: '640x360' });
  const app = await launch();
  const { firstRun, wall, cameras, cameraDialog } = app.window;
  await firstRun.goOnWithoutCameras();

  await test.step('its test says that it can be shown', async () => {
    await app.window.open('Cameras');
    await cameras.add();
    await cameraDialog.fill({ address: rtsp.url('yard'), userName: login.username, password: login.password, name });
    await cameraDialog.test();
    await expect(cameraDialog.verdict).toContainText('This stream can be shown as it is.', { timeout: 20_000 });
    await expect(cameraDialog.verdict).toContainText('640×360');
    await expect(cameraDialog.verdict).toContainText('Digest');
  });

  await test.step('it appears live', async () => {
    const { ms } = await timed(async () => {
      await cameraDialog.add();
      await expect(wall.tileIn('live', name)).toBeVisible({ timeout: limitOf(liveGoalMs) });
    });
    record({ suite: 'e2e', what: 'camera added → live', ms, goalMs: liveGoalMs });
  });

  await test.step('without its source it is stale, then has no signal, with its age', async () => {
    await encoder.kill();
    await expect(wall.tileIn('stale', name)).toBeVisible({ timeout: 10_000 });
    await expect(wall.tileIn('no signal', name)).toBeVisible({ timeout: 30_000 });
    await expect(wall.tile(name)).toHaveAccessibleName(/no signal, \d+ (seconds|minute)/);
    await expect(wall.tile(name)).toContainText('Last picture');
    await expect(wall.attention).toContainText(name);
  });

  await test.step('with its source it is live again', async () => {
    await startEncoder(rig, rtsp, 'yard', { size: '640x360' });
    const { ms } = await timed(async () => {
      await expect(wall.tileIn('live', name)).toBeVisible({ timeout: 40_000 });
    });
    record({ suite: 'e2e', what: 'camera back after 20 s → live', ms, goalMs: 15_000 });
  });
  expect(rtsp.refusedLogins()).toBe(0);
  await app.close();
});
