import { describe, expect, it } from 'vitest';
import { describeAptStatus, parseDpkgStatus, wantedPackages } from '../../../scripts/steps/system-packages.mjs';
import { readVersions } from '../../../scripts/support/steps.mjs';

describe('parseDpkgStatus', () => {
  const status = [
    'Package: libnss3\nStatus: install ok installed\nVersion: 2\n',
    'Package: xvfb\nStatus: install ok half-configured\n',
    'Package: gcc\nStatus: deinstall ok config-files\n',
    'Package: ffmpeg\nStatus: install reinstreq unpacked\nDescription: a\n tool\n',
  ].join('\n');

  it('takes only whole installations for installed', () => {
    expect([...parseDpkgStatus(status).installed]).toEqual(['libnss3']);
  });

  it('names what a killed installation left, but not what was removed', () => {
    expect(parseDpkgStatus(status).unfinished).toEqual(['xvfb', 'ffmpeg']);
  });
});

describe('wantedPackages', () => {
  const all = readVersions().systemPackages;
  const groups = (purpose: 'start' | 'test', env: Record<string, string>) => [
    ...new Set(wantedPackages(all, purpose, env).map((entry) => entry.for)),
  ];

  it.each([
    ['start on a display', 'start', { DISPLAY: ':0' }, ['window']],
    ['start on Wayland', 'start', { WAYLAND_DISPLAY: 'wayland-0' }, ['window']],
    ['start without a display', 'start', {}, ['window', 'virtual display']],
    ['test, which has a display of its own', 'test', { DISPLAY: ':0' }, ['window', 'virtual display', 'tests']],
  ] as const)('%s', (_name, purpose, env, expected) => {
    expect(groups(purpose, env)).toEqual(expected);
  });
});

describe('describeAptStatus', () => {
  it.each([
    ['dlstatus:1:43.2:Retrieving file 5 of 20', 'downloading, 43 %'],
    ['pmstatus:libnss3:12.7:Unpacking libnss3:amd64 (amd64)', 'unpacking and configuring, 13 %: Unpacking libnss3:amd64 (amd64)'],
    ['something else', null],
  ])('%s', (line, words) => {
    expect(describeAptStatus(line)).toBe(words);
  });
});
