/** What benches share: their `test` with a rig, and how a result is kept and shown. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test as base } from 'vitest';
import { Rig } from '../support/rig.ts';

export const bench = base.extend<{ rig: Rig }>({
  rig: async ({}, use) => {
    const rig = new Rig();
    try {
      await use(rig);
    } finally {
      await rig.close();
    }
  },
});

export interface BenchReport {
  name: string;
  /** How it was measured, for whoever reads the figures later. */
  method: string;
  rows: Record<string, string | number>[];
  /** The raw series. */
  values: Record<string, unknown>;
  /** `atMost` null: shown, not judged. */
  bars: { what: string; value: number; atMost: number | null }[];
}

/** Prints the result with the machine it was measured on, and writes it as JSON to the test output folder. */
export function report(result: BenchReport): void {
  const outputDir = path.join(process.env['CONTROL_ROOM_TEST_OUTPUT'] ?? 'test-results', 'bench');
  fs.mkdirSync(outputDir, { recursive: true });
  const file = path.join(outputDir, `${result.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.json`);
  const machine = {
    cpu: os.cpus()[0]?.model ?? 'unknown',
    cores: os.cpus().length,
    memoryGib: Math.round(os.totalmem() / 2 ** 30),
    kernel: os.release(),
    loadAverage1Min: os.loadavg()[0],
    at: new Date().toISOString(),
  };
  fs.writeFileSync(file, JSON.stringify({ ...result, machine }, null, 2));
  console.log(
    `\n${result.name}\n  ${result.method}\n  ${machine.cores} cores ${machine.cpu}, load ${machine.loadAverage1Min?.toFixed(2)}`,
  );
  console.table(result.rows);
  for (const { what, value, atMost } of result.bars) {
    const verdict = atMost === null ? 'not judged' : `bar ${atMost}: ${value <= atMost ? 'met' : 'MISSED'}`;
    console.log(`  ${what}: ${value.toFixed(3)} (${verdict})`);
  }
  console.log(`  ${file}`);
}
