/** Vitest's global set-up of the integration tests: a fresh list of measurements, shown at the end. */
import { measurementTable, startMeasurements } from './measurements.ts';

export function setup(): void {
  startMeasurements('integration');
}

export function teardown(): void {
  process.stdout.write(`\n${measurementTable('integration')}`);
}
