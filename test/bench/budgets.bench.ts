/** Sizes and standing costs that were promised. */
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { binary } from '../support/binaries.ts';
import { cpuMs, memoryOf } from '../support/process-usage.ts';
import { until } from '../support/wait.ts';
import { bench, report } from './bench.ts';
import { startPuller } from './mediamtx-forward.ts';

const MIB = 2 ** 20;

bench('size of the pusher', () => {
  const bytes = fs.statSync(binary('pusher')).size;
  report({
    name: 'size of the pusher',
    method: 'bytes of the binary that was tested',
    rows: [{ MiB: (bytes / MIB).toFixed(2), MB: (bytes / 1e6).toFixed(2) }],
    values: { bytes },
    bars: [{ what: 'MB', value: bytes / 1e6, atMost: 15 }],
  });
  expect(bytes).toBeLessThanOrEqual(15e6);
});

bench('a hundred demo cameras', async ({ rig }) => {
  const cameras = 100;
  const windowMs = 20_000;
  const clips = path.resolve('resources/clips');
  const democam = rig.start('democam', binary('democam'), ['--listen', '127.0.0.1:0', '--clips', clips, '--tethered']);
  const line = await democam.line('listens', 10_000, (text) => text.includes('"listening"'));
  const { address } = JSON.parse(line) as { address: string };
  const names = Array.from({ length: cameras }, (_, index) => `load/${index}`);
  const puller = await startPuller(
    rig,
    names.map((name) => ({ name, rtspUrl: `rtsp://${address}/${name}` })),
  );
  await until('every camera is read', 60_000, () =>
    names.every((name) => puller.stdout.some((text) => text.includes(`[path ${name}] stream is available`))),
  );
  const [cpuBefore, began] = [cpuMs(democam.pid), performance.now()];
  await pause(windowMs);
  const cpuPercent = (100 * (cpuMs(democam.pid) - cpuBefore)) / (performance.now() - began);
  const { pssKib } = memoryOf(democam.pid);
  report({
    name: 'a hundred demo cameras',
    method: `each read by MediaMTX over TCP, ${windowMs / 1000} s`,
    rows: [{ cameras, 'CPU % of a core': cpuPercent.toFixed(1), 'PSS MiB': (pssKib / 1024).toFixed(1) }],
    values: { cpuPercent, pssKib },
    bars: [{ what: 'CPU % of a core', value: cpuPercent, atMost: 50 }],
  });
  expect(cpuPercent).toBeLessThanOrEqual(50);
});
