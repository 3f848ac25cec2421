import path from 'node:path';
import { defineConfig } from 'playwright/test';
import { soakMinutes } from './soak-minutes.ts';

const outputDir = path.resolve(process.env['CONTROL_ROOM_TEST_OUTPUT'] ?? 'test-results');

export default defineConfig({
  testDir: '.',
  testMatch: '*.soak.ts',
  outputDir: path.join(outputDir, 'soak'),
  workers: 1,
  timeout: (soakMinutes + 5) * 60_000,
  forbidOnly: true,
  reporter: 'list',
});
