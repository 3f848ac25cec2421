import { isAlive } from '../support/process-tree.ts';
import { limitOf, record } from '../support/measurements.ts';
import { until } from '../support/wait.ts';
import type { ControlRoom } from './control-room.ts';
import { expect, test } from './e2e-test.ts';
import { countFrames, markFrames, videoCounts } from './video-frames.ts';

const demoCameras = 6;
const settleMs = 30_000;

async function liveDemoWall(app: ControlRoom): Promise<void> {
  await app.window.firstRun.takeDemoSite();
  await expect(app.window.wall.tilesIn('live')).toHaveCount(demoCameras, { timeout: settleMs });
  await countFrames(app.page);
  await expect(app.window.wall.tilesIn('live')).toHaveCount(demoCameras, { timeout: settleMs });
}

/** Kills the program, and measures the longest time a picture stood still because of it. */
async function killAndMeasure(app: ControlRoom, program: 'pusher' | 'livekitServer' | 'democam', goalMs: number): Promise<void> {
  const victims = app.running(program);
  expect(victims.length).toBeGreaterThan(0);
  await markFrames(app.page);
  for (const { pid } of victims) process.kill(pid, 'SIGKILL');
  await until('they are dead', 5000, () => !victims.some(isAlive));
  // More than can have been under way when they died.
  const framesOfTwoSeconds = 2 * 15;
  await expect
    .poll(
      async () => {
        const counts = await videoCounts(app.page);
        return counts.length === demoCameras && counts.every((count) => count.sinceMark > framesOfTwoSeconds);
      },
      { message: 'every picture moves again', timeout: limitOf(goalMs) + 5000 },
    )
    .toBe(true);
  const gaps = (await videoCounts(app.page)).map(({ longestGapMs }) => longestGapMs);
  record({ suite: 'e2e', what: `kill -9 ${program} → every picture back`, ms: Math.max(...gaps), goalMs });
  expect(Math.max(...gaps)).toBeLessThan(limitOf(goalMs));
  await expect(app.window.wall.tilesIn('live')).toHaveCount(demoCameras, { timeout: settleMs });
  expect(app.running(program).every(({ pid }) => victims.every((victim) => victim.pid !== pid))).toBe(true);
  expect(app.running(program).length).toBe(victims.length);
}

test('pictures come back when the pushers are killed', async ({ launch }) => {
  const app = await launch();
  await liveDemoWall(app);
  await killAndMeasure(app, 'pusher', 5000);
  await app.close();
});

test('pictures come back when the media server is killed', async ({ launch }) => {
  const app = await launch();
  // The browser itself reports connections refused while the server is away.
  app.expectPageErrors(/WebSocket connection to 'ws:|net::ERR_CONNECTION_REFUSED|net::ERR_BLOCKED_BY_CLIENT/);
  await liveDemoWall(app);
  await killAndMeasure(app, 'livekitServer', 10_000);
  await app.close();
});

test('pictures come back when the demo cameras are killed', async ({ launch }) => {
  const app = await launch();
  await liveDemoWall(app);
  await killAndMeasure(app, 'democam', 5000);
  await app.close();
});

test('the wall comes back when its renderer is killed', async ({ launch }) => {
  const app = await launch();
  await app.window.firstRun.takeDemoSite();
  await expect(app.window.wall.tilesIn('live')).toHaveCount(demoCameras, { timeout: settleMs });

  const renderer = (): Promise<{ pid: number; loaded: boolean }> =>
    app.electron.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      return {
        pid: contents?.getOSProcessId() ?? 0,
        loaded: contents !== undefined && !contents.isCrashed() && !contents.isLoading(),
      };
    });
  const { pid: killed } = await renderer();
  const from = performance.now();
  process.kill(killed, 'SIGKILL');
  const limit = { timeout: limitOf(5000) };
  await expect.poll(async () => ((await renderer()).loaded ? (await renderer()).pid : killed), limit).not.toBe(killed);
  // A page whose renderer died stays dead for Playwright: the window is asked by way of main.
  const live = `document.querySelectorAll('[role=group] > section[aria-label*=", live"]').length`;
  await expect.poll(() => app.inWindow<number>(live), limit).toBe(demoCameras);
  record({ suite: 'e2e', what: 'kill -9 renderer → every tile live', ms: performance.now() - from, goalMs: 5000 });
  await app.close();
});
