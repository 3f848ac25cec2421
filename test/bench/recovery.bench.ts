/**
 * How long pictures stand still after kill -9, judged against the goals. Each round starts the app anew, so that no back-off of an
 * earlier fault counts. Programs: the longest time in which any of the six demo tiles showed no new frame. Renderer: until every
 * tile says that it is live again.
 */
import { expect } from 'vitest';
import { ControlRoom } from '../e2e/control-room.ts';
import { darkTimeAfterRendererKill, type Mortal, stillTimeAfterKill } from '../e2e/faults.ts';
import { countFrames } from '../e2e/video-frames.ts';
import { median, percentile } from '../support/statistics.ts';
import { until } from '../support/wait.ts';
import { bench, report } from './bench.ts';

const rounds = 10;
const demoCameras = 6;
const limitMs = 60_000;
const goalsMs: Record<Mortal | 'renderer', number> = { pusher: 5000, democam: 5000, livekitServer: 10_000, renderer: 5000 };

bench('recovery after kill -9', async ({ rig }) => {
  const took: Record<keyof typeof goalsMs, number[]> = { pusher: [], democam: [], livekitServer: [], renderer: [] };
  const userData = rig.folder('profile');
  for (let round = 0; round < rounds; round += 1) {
    const app = await ControlRoom.launch(rig, { userData, args: ['--demo-if-new'] });
    const allLive = (): Promise<unknown> =>
      until('every tile is live', limitMs, async () => (await app.window.wall.tilesIn('live').count()) === demoCameras);
    await allLive();
    await countFrames(app.page);
    for (const program of ['pusher', 'democam', 'livekitServer'] as const) {
      await allLive();
      took[program].push(await stillTimeAfterKill(app, program, limitMs));
    }
    await allLive();
    took.renderer.push(await darkTimeAfterRendererKill(app, demoCameras, limitMs));
    await app.close();
  }
  const names = Object.keys(took) as (keyof typeof took)[];
  const p95 = (name: keyof typeof took): number => percentile(took[name], 0.95);
  report({
    name: 'recovery after kill -9',
    method: `${rounds} starts of the app with the demo wall of ${demoCameras}, each fault once a start`,
    rows: names.map((name) => ({
      killed: name,
      'p50 ms': Math.round(median(took[name])),
      'p95 ms': Math.round(p95(name)),
      'goal ms': goalsMs[name],
    })),
    values: took,
    bars: names.map((name) => ({ what: `${name}, p95, ms`, value: p95(name), atMost: goalsMs[name] })),
  });
  for (const name of names) expect.soft(p95(name), name).toBeLessThanOrEqual(goalsMs[name]);
});
