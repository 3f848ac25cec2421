import { createServer } from 'node:net';
import { isAlive, type ProcessIdentity } from '../support/process-tree.ts';
import { limitOf, record } from '../support/measurements.ts';
import { timed, until } from '../support/wait.ts';
import { expect, test } from './e2e-test.ts';

const demoCameras = 6;

test('site, wall and settings are there again after a restart', async ({ launch }) => {
  const first = await launch();
  await first.window.firstRun.takeDemoSite();
  await expect(first.window.wall.tilesIn('live')).toHaveCount(demoCameras, { timeout: 30_000 });
  await first.window.wall.tile('Platform 1 East').dragTo(first.window.wall.tile('Ticket hall'));
  await expect.poll(async () => (await first.window.wall.order()).slice(0, 2)).toEqual(['Ticket hall', 'Platform 1 East']);
  await first.close();

  const { value: second, ms } = await timed(() => launch());
  record({ suite: 'e2e', what: 'start to the window', ms, goalMs: 5000 });
  await expect(second.window.wall.tilesIn('live')).toHaveCount(demoCameras, { timeout: 30_000 });
  expect((await second.window.wall.order()).slice(0, 2)).toEqual(['Ticket hall', 'Platform 1 East']);
  await expect(second.window.firstRun.title).toBeHidden();
  await second.close();
});

test('nothing is left behind when the app is killed', async ({ launch }) => {
  const app = await launch();
  await app.window.firstRun.takeDemoSite();
  await expect(app.window.wall.tilesIn('live')).toHaveCount(demoCameras, { timeout: 30_000 });
  const processes = app.processes();
  for (const program of ['livekitServer', 'democam', 'pusher', 'tether'] as const) expect(app.running(program)).not.toEqual([]);

  const { ms } = await timed(async () => {
    process.kill(app.pid, 'SIGKILL');
    const left = (): ProcessIdentity[] => processes.filter(isAlive);
    await until('every process has ended', limitOf(6000), () => left().length === 0, left);
  });
  record({ suite: 'e2e', what: 'kill -9 of the app → nothing left', ms, goalMs: 6000 });
});

test('a second start on the same profile says so and shows the first', async ({ rig, launch }) => {
  const first = await launch();
  await expect(first.window.firstRun.title).toBeVisible();
  await first.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());

  const child = rig.start('second start', first.command.executable, first.command.args, { env: first.command.env });
  const { code } = await child.end(15_000);
  expect(code).not.toBeNull();
  expect(child.output).toMatch(/already runs with the profile/);
  await expect
    .poll(() =>
      first.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isMinimized())),
    )
    .toEqual([false]);
  await first.close();
});

test('another program on the usual port does not matter', async ({ rig, launch }) => {
  const squatter = createServer();
  const taken = await new Promise<boolean>((resolve) => {
    squatter.once('error', () => resolve(true)); // somebody else has it: as good
    squatter.listen(7880, '127.0.0.1', () => resolve(false));
  });
  rig.onClose(() => new Promise((resolve) => (taken ? resolve() : squatter.close(() => resolve()))));
  const app = await launch();
  await app.window.firstRun.takeDemoSite();
  await expect(app.window.wall.tilesIn('live')).toHaveCount(demoCameras, { timeout: 30_000 });
  await app.close();
});
