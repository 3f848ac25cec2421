import fs from 'node:fs';
import path from 'node:path';
import { filesHolding, processesShowing } from '../support/process-tree.ts';
import { startEncoder, startRtspServer } from '../support/rtsp-camera.ts';
import { expect, test } from './e2e-test.ts';

test("passwords and the media server's secret are nowhere to be found", async ({ rig, launch }) => {
  const login = { username: 'viewer', password: `canary-camera-password-${crypto.randomUUID()}` };
  const rtsp = await startRtspServer(rig, { login });
  await startEncoder(rig, rtsp, 'yard');
  const userData = rig.folder('profile');
  const app = await launch({ userData });
  const { firstRun, wall, cameras, cameraDialog } = app.window;
  await firstRun.goOnWithoutCameras();
  await app.window.open('Cameras');
  await cameras.add();
  // The way a person pastes it: with the login inside.
  await cameraDialog.fill({ address: rtsp.url('yard').replace('rtsp://', `rtsp://viewer:${login.password}@`), name: 'Yard' });
  await cameraDialog.test();
  await expect(cameraDialog.verdict).toContainText('This stream can be shown as it is.', { timeout: 20_000 });
  await cameraDialog.add();
  await expect(wall.tileIn('live', 'Yard')).toBeVisible();
  // A failing login is where programs like to print what they tried.
  const wrong = `canary-wrong-password-${crypto.randomUUID()}`;
  await app.window.open('Cameras');
  await cameras.add();
  await cameraDialog.fill({ address: `${rtsp.url('yard')}?twin`, userName: 'viewer', password: wrong, name: 'Locked' });
  await cameraDialog.add();
  await expect(wall.tileIn('not authorised', 'Locked').or(wall.tileIn('no signal', 'Locked'))).toBeVisible({ timeout: 60_000 });

  const processes = app.processes();
  expect(processes.length).toBeGreaterThan(6);
  // The media server reads its keys from a file that only its owner may open.
  const serverConfig = path.join(userData, 'engines', 'livekit.yaml');
  expect(fs.statSync(serverConfig).mode & 0o077).toBe(0);
  const apiSecret =
    Object.values((JSON.parse(fs.readFileSync(serverConfig, 'utf8')) as { keys: Record<string, string> }).keys)[0] ?? '';
  expect(apiSecret.length).toBeGreaterThanOrEqual(32);

  for (const [what, secret] of Object.entries({ password: login.password, 'wrong password': wrong, 'API secret': apiSecret })) {
    expect(processesShowing(secret, processes), `${what} in a process list`).toEqual([]);
    expect(app.output.join('').includes(secret), `${what} in the app's output`).toBe(false);
    expect(await app.page.evaluate(findInPage, secret), `${what} in the page`).toEqual([]);
    expect(
      filesHolding(secret, userData).filter((file) => file !== serverConfig),
      `${what} in a file`,
    ).toEqual([]);
  }
  await app.close();
  for (const secret of [login.password, wrong]) expect(filesHolding(secret, userData)).toEqual([]);
});

/** Everything a script in the page can reach: the document, storage, all of `window`, and what main tells of every topic. */
async function findInPage(secret: string): Promise<string[]> {
  const found: string[] = [];
  const seen = new Set<unknown>();
  const walk = (value: unknown, at: string, depth: number): void => {
    if (typeof value === 'string') {
      if (value.includes(secret)) found.push(at);
      return;
    }
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || depth > 6 || seen.has(value)) return;
    seen.add(value);
    // Getters asked on the wrong object answer with a promise that fails.
    if (value instanceof Promise) value.catch(() => undefined);
    if (seen.size > 200_000) return;
    const entries = value instanceof Map || value instanceof Set ? [...value.entries()] : [];
    for (const [key, item] of entries) walk(item, `${at}.<${String(key)}>`, depth + 1);
    for (const key of Reflect.ownKeys(value)) {
      try {
        walk(Reflect.get(value, key), `${at}.${String(key)}`, depth + 1);
      } catch {
        // A getter that refuses gives nothing away.
      }
    }
  };
  walk(window, 'window', 0);
  walk(document.documentElement.outerHTML, 'document', 0);
  walk({ ...localStorage }, 'localStorage', 0);
  for (const field of document.querySelectorAll('input')) walk(field.value, 'input', 0);
  const bridge = (
    window as unknown as { controlRoom: { subscribe(topic: string, listener: (message: unknown) => void): () => void } }
  ).controlRoom;
  for (const topic of ['site', 'cameras', 'zones', 'walls', 'pushers', 'engines', 'settings']) {
    await new Promise<void>((resolve) => {
      const end = bridge.subscribe(topic, (message) => {
        walk(JSON.stringify(message), `topic ${topic}`, 0);
        resolve();
        setTimeout(() => end());
      });
    });
  }
  return found;
}
