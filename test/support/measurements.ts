/** Times that tests measured: one JSON line each in the test output folder, printed as a table when the run ends. */
import fs from 'node:fs';
import path from 'node:path';

export interface Measurement {
  suite: 'integration' | 'e2e';
  what: string;
  ms: number;
  /** What the product aims at; a test itself fails only past three times this. */
  goalMs: number;
}

const outputDir = (): string => process.env['CONTROL_ROOM_TEST_OUTPUT'] ?? 'test-results';
const fileOf = (suite: Measurement['suite']): string => path.join(outputDir(), `measurements-${suite}.jsonl`);

/** How long a test waits for what should take `goalMs`: the bench judges the goal, the test that it happens at all. */
export const limitOf = (goalMs: number): number => 3 * goalMs;

export function record(measurement: Measurement): void {
  fs.mkdirSync(outputDir(), { recursive: true });
  fs.appendFileSync(fileOf(measurement.suite), `${JSON.stringify(measurement)}\n`);
}

export function startMeasurements(suite: Measurement['suite']): void {
  fs.rmSync(fileOf(suite), { force: true });
}

export function measurementTable(suite: Measurement['suite']): string {
  if (!fs.existsSync(fileOf(suite))) return '';
  const lines = fs.readFileSync(fileOf(suite), 'utf8').trim().split('\n');
  const rows = lines.map((line) => JSON.parse(line) as Measurement).map(({ what, ms, goalMs }) => ({ what, ms, goalMs }));
  const width = Math.max(...rows.map((row) => row.what.length));
  const row = ({ what, ms, goalMs }: (typeof rows)[number]): string =>
    `  ${what.padEnd(width)}  ${ms.toFixed(0).padStart(7)} ms  goal ${String(goalMs).padStart(6)} ms  ${ms <= goalMs ? 'within' : 'OVER'}`;
  return [`Measured (${fileOf(suite)}):`, ...rows.map(row), ''].join('\n');
}
