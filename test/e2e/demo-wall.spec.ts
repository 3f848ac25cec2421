import { record } from '../support/measurements.ts';
import { timed } from '../support/wait.ts';
import { expect, test } from './e2e-test.ts';
import { countFrames, videoCounts } from './video-frames.ts';

const demoCameras = 6;
const firstWallGoalMs = 10_000;
const windowMs = 10_000;
const demoFramesPerSecond = 15;

test('a first run by clicks ends on a wall of live pictures', async ({ launch }) => {
  const app = await launch();
  const { firstRun, wall, statusStrip } = app.window;
  await expect(firstRun.title).toBeVisible();
  const { ms } = await timed(async () => {
    await firstRun.takeDemoSite();
    await expect(wall.tilesIn('live')).toHaveCount(demoCameras, { timeout: 3 * firstWallGoalMs });
  });
  record({ suite: 'e2e', what: 'demo site taken → every tile live', ms, goalMs: firstWallGoalMs });
  await expect(wall.tiles).toHaveCount(demoCameras);
  await expect(statusStrip).toContainText('6 of 6 live');
  await expect(statusStrip).toContainText('Media server running');

  await test.step('at least 90 % of what arrives is presented', async () => {
    await countFrames(app.page);
    await expect(wall.tilesIn('live')).toHaveCount(demoCameras, { timeout: 3 * firstWallGoalMs });
    const before = await videoCounts(app.page);
    expect(before).toHaveLength(demoCameras);
    const from = performance.now();
    await expect
      .poll(() => performance.now() - from, { timeout: 2 * windowMs, intervals: [windowMs] })
      .toBeGreaterThanOrEqual(windowMs);
    const after = await videoCounts(app.page);
    const seconds = (performance.now() - from) / 1000;
    for (const [index, end] of after.entries()) {
      const begin = before[index];
      expect(end.trackId).toBe(begin?.trackId);
      const received = end.received - (begin?.received ?? 0);
      const presented = end.presented - (begin?.presented ?? 0);
      expect(received / seconds).toBeGreaterThan(0.9 * demoFramesPerSecond);
      expect(presented / received, `tile ${index + 1}: ${presented} of ${received}`).toBeGreaterThanOrEqual(0.9);
    }
  });

  await test.step('every tile is still live by its own proofs', async () => {
    await expect(wall.tilesIn('live')).toHaveCount(demoCameras);
  });
  await app.close();
});
