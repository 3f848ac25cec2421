import { limitOf, record } from '../support/measurements.ts';
import type { ControlRoom } from './control-room.ts';
import { expect, test } from './e2e-test.ts';
import { darkTimeAfterRendererKill, type Mortal, stillTimeAfterKill } from './faults.ts';
import { countFrames } from './video-frames.ts';

const demoCameras = 6;
const settleMs = 30_000;

async function liveDemoWall(app: ControlRoom): Promise<void> {
  await app.window.firstRun.takeDemoSite();
  await expect(app.window.wall.tilesIn('live')).toHaveCount(demoCameras, { timeout: settleMs });
}

for (const [program, goalMs] of [
  ['pusher', 5000],
  ['livekitServer', 10_000],
  ['democam', 5000],
] as const satisfies [Mortal, number][]) {
  test(`pictures come back when every ${program} is killed`, async ({ launch }) => {
    const app = await launch();
    // The browser itself reports refused connections while the media server is away.
    if (program === 'livekitServer') {
      app.expectPageErrors(/WebSocket connection to 'ws:|net::ERR_CONNECTION_REFUSED|net::ERR_BLOCKED_BY_CLIENT/);
    }
    await liveDemoWall(app);
    await countFrames(app.page);
    await expect(app.window.wall.tilesIn('live')).toHaveCount(demoCameras, { timeout: settleMs });
    const ms = await stillTimeAfterKill(app, program, limitOf(goalMs));
    record({ suite: 'e2e', what: `kill -9 ${program}: pictures stood still`, ms, goalMs });
    expect(ms).toBeLessThan(limitOf(goalMs));
    await expect(app.window.wall.tilesIn('live')).toHaveCount(demoCameras, { timeout: settleMs });
    await app.close();
  });
}

test('the wall comes back when its renderer is killed', async ({ launch }) => {
  const goalMs = 5000;
  const app = await launch();
  await liveDemoWall(app);
  const ms = await darkTimeAfterRendererKill(app, demoCameras, limitOf(goalMs));
  record({ suite: 'e2e', what: 'kill -9 renderer: until every tile was live', ms, goalMs });
  await app.close();
});
