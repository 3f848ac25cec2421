/** Playwright's global set-up: a fresh list of measurements, shown when the run ends. */
import { measurementTable, startMeasurements } from '../support/measurements.ts';

export default function setUp(): () => void {
  startMeasurements('e2e');
  return () => {
    process.stdout.write(`\n${measurementTable('e2e')}`);
  };
}
