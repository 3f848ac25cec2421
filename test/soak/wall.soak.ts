/**
 * The demo wall over a long time. Every 10 s: is every tile live, what do the app's processes hold in memory (Pss, summed by
 * program), how old are the pictures. The first third is warm-up; the middle of what follows is compared with its end.
 */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '../e2e/e2e-test.ts';
import type { ControlRoom } from '../e2e/control-room.ts';
import { memoryOf } from '../support/process-usage.ts';
import { median } from '../support/statistics.ts';
import { soakMinutes } from './soak-minutes.ts';

const sampleEveryMs = 10_000;
const demoCameras = 6;
const growthAtMost = 1.05;
const driftAtMostMs = 50;

interface Sample {
  atMs: number;
  liveTiles: number;
  delayMs: number;
  /** Pss in KiB by program. */
  memoryKib: Record<string, number>;
}

test(`the demo wall stays live, of one size and of one age for ${soakMinutes} minutes`, async ({ launch }) => {
  const app = await launch();
  await app.window.firstRun.takeDemoSite();
  await expect(app.window.wall.tilesIn('live')).toHaveCount(demoCameras, { timeout: 60_000 });

  const samples: Sample[] = [];
  const startedAt = performance.now();
  await expect
    .poll(
      async () => {
        samples.push(await sample(app, performance.now() - startedAt));
        return performance.now() - startedAt;
      },
      { timeout: (soakMinutes + 2) * 60_000, intervals: [sampleEveryMs] },
    )
    .toBeGreaterThanOrEqual(soakMinutes * 60_000);

  const settled = samples.slice(Math.floor(samples.length / 3));
  const early = settled.slice(0, Math.floor(settled.length / 3));
  const late = settled.slice(-Math.floor(settled.length / 3));
  const programs = Object.keys(settled[0]?.memoryKib ?? {});
  const growth = programs.map((program) => {
    const before = median(early.map(({ memoryKib }) => memoryKib[program] ?? 0));
    const after = median(late.map(({ memoryKib }) => memoryKib[program] ?? 0));
    return { program, beforeMib: before / 1024, afterMib: after / 1024, ratio: after / before };
  });
  const total = (of: Sample[]): number => median(of.map(({ memoryKib }) => Object.values(memoryKib).reduce((a, b) => a + b, 0)));
  const delays = { before: median(early.map(({ delayMs }) => delayMs)), after: median(late.map(({ delayMs }) => delayMs)) };
  console.table(growth);
  console.log(
    `delay ${delays.before} ms, later ${delays.after} ms; ${samples.length} samples; all together ${(total(late) / total(early)).toFixed(3)} times`,
  );
  const outputDir = path.join(process.env['CONTROL_ROOM_TEST_OUTPUT'] ?? 'test-results', 'soak');
  fs.mkdirSync(outputDir, { recursive: true });
  fs.writeFileSync(path.join(outputDir, 'wall.json'), JSON.stringify({ soakMinutes, growth, delays, samples }, null, 2));

  expect(samples.filter(({ liveTiles }) => liveTiles < demoCameras)).toEqual([]);
  expect(Math.abs(delays.after - delays.before)).toBeLessThan(driftAtMostMs);
  expect(total(late) / total(early)).toBeLessThan(growthAtMost);
});

async function sample(app: ControlRoom, atMs: number): Promise<Sample> {
  const memoryKib: Record<string, number> = {};
  for (const { pid, name } of app.processes()) {
    try {
      memoryKib[name] = (memoryKib[name] ?? 0) + memoryOf(pid).pssKib;
    } catch {
      // it ended while we looked
    }
  }
  const strip = await app.window.statusStrip.innerText();
  const delay = /Delay\s+([\d,.]+)\s+ms/.exec(strip)?.[1];
  if (delay === undefined) throw new Error(`no delay in "${strip}"`);
  return { atMs, liveTiles: await app.window.wall.tilesIn('live').count(), delayMs: Number(delay), memoryKib };
}
