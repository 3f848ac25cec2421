/** Electron's security checklist, tried from inside the page and from main. */
import { createServer } from 'node:http';
import { freePort } from '../support/rig.ts';
import { expect, test } from './e2e-test.ts';

test('a page cannot leave, open, capture, reach others or run text', async ({ launch, rig }) => {
  // Somebody else on this computer, who would gladly answer.
  let visits = 0;
  const neighbour = createServer((_request, answer) => answer.setHeader('access-control-allow-origin', '*').end('hello'));
  neighbour.on('connection', () => (visits += 1));
  const port = await freePort();
  await new Promise<void>((resolve) => neighbour.listen(port, '127.0.0.1', resolve));
  rig.onClose(() => void neighbour.close());
  // A camera that could be opened, if it were allowed.
  const app = await launch({ args: ['--use-fake-device-for-media-stream'] });
  app.expectPageErrors(
    /Content Security Policy|ERR_BLOCKED_BY_CLIENT|Failed to (load|fetch)|WebSocket connection|Not allowed to load local resource/,
  );
  await expect(app.window.firstRun.title).toBeVisible();
  const { page } = app;
  const here = page.url();

  expect(await page.evaluate(() => window.open('https://example.org/') === null)).toBe(true);
  await page.evaluate(() => {
    location.href = 'https://example.org/';
  });
  await page.evaluate(() => {
    location.href = 'file:///etc/passwd';
  });
  expect(page.url()).toBe(here);

  const refused = await page.evaluate(async (neighbourPort) => {
    const outcome = (attempt: Promise<unknown>) =>
      attempt.then(
        () => 'worked',
        (cause: unknown) => (cause instanceof Error ? cause.name : String(cause)),
      );
    const socket = (url: string) =>
      new Promise((resolve, reject) => {
        try {
          const opened = new WebSocket(url);
          opened.onopen = resolve;
          opened.onerror = () => reject(new Error('refused'));
        } catch (cause) {
          reject(cause instanceof Error ? cause : new Error(String(cause)));
        }
      });
    return {
      elsewhere: await outcome(fetch('https://example.org/')),
      // Allowed by the policy, which leaves the port open, and refused by the guard behind it.
      anotherPort: await outcome(fetch(`http://127.0.0.1:${neighbourPort}/`)),
      anotherSocket: await outcome(socket(`ws://127.0.0.1:${neighbourPort}/`)),
      file: await outcome(fetch('file:///etc/passwd')),
      outsideThePages: await fetch('app://control-room/..%2f..%2fpackage.json').then(({ status }) => status),
      camera: await outcome(navigator.mediaDevices.getUserMedia({ video: true })),
      screen: await outcome(navigator.mediaDevices.getDisplayMedia({ video: true })),
      notifications: await Notification.requestPermission(),
      node: [typeof Reflect.get(window, 'require'), typeof Reflect.get(window, 'process'), typeof Reflect.get(window, 'module')],
    };
  }, port);
  expect(visits).toBe(0);
  expect(refused).toEqual({
    elsewhere: 'TypeError',
    anotherPort: 'TypeError',
    anotherSocket: 'Error',
    file: 'TypeError',
    outsideThePages: 404,
    camera: 'NotAllowedError',
    screen: expect.stringMatching(/Error$/) as unknown,
    notifications: 'denied',
    node: ['undefined', 'undefined', 'undefined'],
  });
  // Text that becomes script: playwright's evaluate is exempt, an element of the page is not.
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.ranInline = true';
    document.head.append(script);
  });
  expect(await page.evaluate(() => Reflect.get(window, 'ranInline') as unknown)).toBeUndefined();
  await app.close();
});

test('a page gets the names of the contract and nothing of Electron', async ({ launch }) => {
  const app = await launch();
  await expect(app.window.firstRun.title).toBeVisible();
  const seen = await app.page.evaluate(async () => {
    const bridge = Reflect.get(window, 'controlRoom') as {
      call: (name: string, input?: unknown) => Promise<{ ok: boolean; error?: { code: string } }>;
      subscribe: (topic: string, listener: () => void) => () => void;
    };
    const heard: string[] = [];
    bridge.subscribe('secrets', () => heard.push('secrets'))();
    return {
      keys: Object.keys(bridge).sort(),
      unknown: (await bridge.call('secrets.get', { name: 'media-server/api-secret' })).error?.code,
      badInput: (await bridge.call('camera.retry', { id: '../../etc' })).error?.code,
      heard,
    };
  });
  expect(seen).toEqual({ keys: ['call', 'subscribe'], unknown: 'NOT_ALLOWED', badInput: 'INPUT_INVALID', heard: [] });

  const windows = await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(({ webContents }) => {
      const preferences = (
        webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
      ).getLastWebPreferences();
      const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag } = preferences;
      return { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag: webviewTag ?? false };
    }),
  );
  expect(windows).toEqual([
    { sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, webviewTag: false },
  ]);
  await app.close();
});

test('a window that is not ours gets no answer, whatever it sends', async ({ launch }) => {
  const app = await launch();
  await expect(app.window.firstRun.title).toBeVisible();
  const answer = await app.electron.evaluate(async ({ BrowserWindow, app: electronApp }) => {
    const stranger = new BrowserWindow({
      show: false,
      webPreferences: { preload: `${electronApp.getAppPath()}/out/preload/preload.cjs`, sandbox: true, contextIsolation: true },
    });
    await stranger.loadURL('data:text/html,<title>stranger</title>');
    const result = (await stranger.webContents.executeJavaScript(
      `window.controlRoom.call('app.info').then((result) => result.ok ? 'answered' : result.error.code)`,
    )) as string;
    const topic = (await stranger.webContents.executeJavaScript(
      `new Promise((resolve) => {
        window.controlRoom.subscribe('site', () => resolve('heard'));
        window.controlRoom.call('app.info').then(() => resolve('nothing'));
      })`,
    )) as string;
    stranger.destroy();
    return { result, topic };
  });
  expect(answer).toEqual({ result: 'NOT_ALLOWED', topic: 'nothing' });
  await app.close();
});
