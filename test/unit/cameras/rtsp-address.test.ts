import { describe, expect, test } from 'vitest';
import { readAddress, sameStream, suggestName } from '../../../src-renderer/state/rtsp-address.ts';

describe('reading a pasted address', () => {
  test.each([
    ['rtsp://10.0.0.5/stream1', 'rtsp://10.0.0.5/stream1', '', ''],
    ['  "rtsp://10.0.0.5:8554/a?b=1"  ', 'rtsp://10.0.0.5:8554/a?b=1', '', ''],
    ['rtsp://admin:secret@10.0.0.5/x', 'rtsp://10.0.0.5/x', 'admin', 'secret'],
    ['rtsp://admin@10.0.0.5/x', 'rtsp://10.0.0.5/x', 'admin', ''],
    ['RTSP://admin:a:b@cam.local/x', 'rtsp://cam.local/x', 'admin', 'a:b'],
    ['rtsp://admin:p%40ss@10.0.0.5/x', 'rtsp://10.0.0.5/x', 'admin', 'p@ss'],
    ['rtsp://admin:100%@10.0.0.5/x', 'rtsp://10.0.0.5/x', 'admin', '100%'],
    ['rtsp://admin:p@ss@10.0.0.5/x', 'rtsp://10.0.0.5/x', 'admin', 'p@ss'],
    ['rtsp://admin:p/ss@10.0.0.5/x', 'rtsp://10.0.0.5/x', 'admin', 'p/ss'],
    ['rtsp://admin:p#ss@10.0.0.5:554/x', 'rtsp://10.0.0.5:554/x', 'admin', 'p#ss'],
    ['rtsp://admin:12/34@10.0.0.5/x', 'rtsp://10.0.0.5/x', 'admin', '12/34'],
    ['rtsp://admin:p@ss#1@10.0.0.5:554/bus', 'rtsp://10.0.0.5:554/bus', 'admin', 'p@ss#1'],
    ['rtsp://10.0.0.5:554/user@home', 'rtsp://10.0.0.5:554/user@home', '', ''],
    ['rtsp://admin:x@10.0.0.5/user@home.example', 'rtsp://10.0.0.5/user@home.example', 'admin', 'x'],
    ['rtsp://[fd00::5]:554/x', 'rtsp://[fd00::5]:554/x', '', ''],
  ])('%s', (typed, url, username, password) => {
    expect(readAddress(typed)).toMatchObject({ ok: true, url, username, password });
  });

  test('reserved characters of a password are named, once each', () => {
    expect(readAddress('rtsp://admin:p@s#@1@10.0.0.5/x')).toMatchObject({ reserved: ['@', '#'] });
    expect(readAddress('rtsp://admin:p%40ss@10.0.0.5/x')).toMatchObject({ reserved: [] });
  });

  test.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['http://10.0.0.5/x', 'scheme'],
    ['10.0.0.5/stream1', 'scheme'],
    ['rtsps://10.0.0.5/x', 'tls'],
    ['rtsp:///x', 'host'],
    ['rtsp://10.0.0.5:port/x', 'host'],
    ['rtsp://10.0.0.5/a b', 'space'],
  ])('%j is refused: %s', (typed, problem) => {
    expect(readAddress(typed)).toEqual({ ok: false, problem });
  });
});

test.each([
  ['10.0.0.5', 'Streaming/Channels/101', '10.0.0.5'],
  ['10.0.0.5:8554', 'live/main', '10.0.0.5'],
  ['10.0.0.5', 'cam/realmonitor?channel=1&subtype=0', 'Realmonitor'],
  ['nvr', 'loading-dock_2', 'Loading dock 2'],
  ['nvr', 'site/ticket%20hall', 'Ticket hall'],
])('a name for %s/%s', (host, path, name) => {
  expect(suggestName({ host, path }, [])).toBe(name);
});

test('a suggested name is not one that exists', () => {
  expect(suggestName({ host: 'nvr', path: 'gate' }, ['Gate', 'Gate 2'])).toBe('Gate 3');
});

test('the default port and the letter case of a host make no second stream', () => {
  expect(sameStream({ host: 'Cam.local', path: 'x' }, { host: 'cam.local:554', path: 'x' })).toBe(true);
  expect(sameStream({ host: 'cam.local', path: 'x' }, { host: 'cam.local:8554', path: 'x' })).toBe(false);
  expect(sameStream({ host: 'cam.local', path: 'x' }, { host: 'cam.local', path: 'X' })).toBe(false);
});
