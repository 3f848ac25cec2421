import { describe, expect, it } from 'vitest';
import { electronFlags, isKnownNoise } from '../../../scripts/support/electron-run.mjs';
import { xauthority } from '../../../scripts/support/display.mjs';

describe('electronFlags', () => {
  const ordinary = { isRoot: false, env: { DISPLAY: ':0' }, sharedMemoryBytes: 8e9 };
  const flags = (machine: Partial<Parameters<typeof electronFlags>[0]>) =>
    electronFlags({ ...ordinary, ...machine }).map(({ flag }) => flag);

  it('changes nothing on an ordinary machine', () => {
    expect(flags({})).toEqual([]);
  });
  it("turns Chromium's sandbox off for root only, and says so", () => {
    expect(flags({ isRoot: true })).toEqual(['--no-sandbox']);
    expect(electronFlags({ ...ordinary, isRoot: true })[0]?.because).toMatch(/root/);
  });
  it('prefers X where both are named', () => {
    expect(flags({ env: { WAYLAND_DISPLAY: 'wayland-0' } })).toEqual(['--ozone-platform-hint=auto']);
    expect(flags({ env: { DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0' } })).toEqual([]);
  });
  it('keeps out of a shared memory that is too small', () => {
    expect(flags({ sharedMemoryBytes: 64 * 1024 * 1024 })).toEqual(['--disable-dev-shm-usage']);
    expect(flags({ sharedMemoryBytes: null })).toEqual([]);
  });
});

it.each([
  ['[8707:1122/192000.859366:ERROR:bus.cc(407)] Failed to connect to the bus: …', true],
  ['[8707:1122/192000.859366:ERROR:dbus/object_proxy.cc(590)] Failed to call method', true],
  ['[8736:1122/192001.289245:ERROR:viz_main_impl.cc(181)] Exiting GPU process due to errors during initialization', true],
  [
    '[27860:1122/195628.797494:ERROR:rtc_data_channel.cc(707)] DataChannel error: "User-Initiated Abort, reason=", code: 12',
    true,
  ],
  ['[27860:1122/195628.797494:ERROR:rtc_data_channel.cc(707)] DataChannel error: "Timeout", code: 5', false],
  ['[8736:1122/192001.289245:FATAL:zygote_host_impl_linux.cc(127)] No usable sandbox!', false],
  ['Error: the app itself failed', false],
])('known noise: %s', (line, expected) => {
  expect(isKnownNoise(line)).toBe(expected);
});

it('writes an authority entry that fits any address and any display number', () => {
  const entry = xauthority(Buffer.alloc(16, 7));
  const name = 'MIT-MAGIC-COOKIE-1';
  expect(entry.readUInt16BE(0)).toBe(65535);
  expect([entry.readUInt16BE(2), entry.readUInt16BE(4), entry.readUInt16BE(6)]).toEqual([0, 0, name.length]);
  expect(entry.subarray(8, 8 + name.length).toString()).toBe(name);
  expect(entry.readUInt16BE(8 + name.length)).toBe(16);
  expect(entry.subarray(10 + name.length)).toEqual(Buffer.alloc(16, 7));
});
