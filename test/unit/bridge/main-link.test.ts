// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { appInfo, mainLostSince, watchMain } from '../../../src-renderer/bridge/main-link.ts';
import type { AppInfo } from '../../../src-main/contract/calls.ts';
import { createTestBridge, type TestBridge } from '../../support/test-bridge.ts';

const info: AppInfo = {
  version: '0.1.0',
  electron: '33.4.11',
  chromium: '130',
  platform: 'linux',
  role: 'operator',
  testRuntime: true,
  sandboxed: false,
  secrets: 'sealed-file',
  logDir: '/logs',
  startedAt: 5,
};

let bridge: TestBridge;
let end: () => void;
beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  bridge = createTestBridge({ 'app.info': () => info });
  window.controlRoom = bridge;
  end = watchMain(3000, 1000);
});
afterEach(() => {
  end();
  vi.useRealTimers();
});

test('main that hangs is lost since it was asked, and back as soon as it answers', async () => {
  await vi.advanceTimersByTimeAsync(0);
  expect(appInfo.get()).toEqual(info);
  expect(mainLostSince.get()).toBeNull();

  bridge.hang();
  await vi.advanceTimersByTimeAsync(3000);
  expect(mainLostSince.get()).toBeNull();
  await vi.advanceTimersByTimeAsync(1000);
  expect(mainLostSince.get()).toBe(1_003_000);
  await vi.advanceTimersByTimeAsync(4000);
  expect(mainLostSince.get(), 'the first silence counts').toBe(1_003_000);

  bridge.wake();
  await vi.advanceTimersByTimeAsync(4000);
  expect(mainLostSince.get()).toBeNull();
});

test('an ended watch asks no more', async () => {
  await vi.advanceTimersByTimeAsync(0);
  end();
  const asked = bridge.made.length;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(bridge.made.length).toBe(asked);
});
