/** Playwright's reporter that begins a fresh list of measurements and shows it at the end. */
import type { Reporter } from 'playwright/types/testReporter';
import { measurementTable, startMeasurements } from '../support/measurements.ts';

export default class MeasurementReporter implements Reporter {
  onBegin(): void {
    startMeasurements('e2e');
  }

  onEnd(): void {
    process.stdout.write(`\n${measurementTable('e2e')}`);
  }

  printsToStdio(): boolean {
    return false;
  }
}
