import path from 'node:path';
import { defineConfig } from 'playwright/test';

const outputDir = path.resolve(process.env['CONTROL_ROOM_TEST_OUTPUT'] ?? 'test-results');

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: path.join(outputDir, 'e2e'),
  // Every test measures pictures: two at once would judge each other.
  workers: 1,
  timeout: 150_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  globalSetup: './measured-run.ts',
  reporter: 'list',
});
