import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src-main/contract/faults.ts';
import { parseRtspUrl, withLogin } from '../../../src-main/core/cameras/rtsp-url.ts';

const problemOf = (text: string): unknown => {
  try {
    return parseRtspUrl(text).url;
  } catch (error) {
    return error instanceof AppError && error.code === 'URL_INVALID' ? error.params.reason : error;
  }
};

describe('addresses that are taken', () => {
  test.each([
    ['rtsp://10.0.0.9/live', 'rtsp://10.0.0.9/live', '', '', '10.0.0.9:554'],
    ['  RTSP://Cam-1.local:8554/Ch1  ', 'rtsp://Cam-1.local:8554/Ch1', '', '', 'cam-1.local:8554'],
    ['rtsp://u:p@10.0.0.9', 'rtsp://10.0.0.9', 'u', 'p', '10.0.0.9:554'],
    ['rtsp://u@10.0.0.9/x', 'rtsp://10.0.0.9/x', 'u', '', '10.0.0.9:554'],
    ['rtsp://u:@10.0.0.9/x', 'rtsp://10.0.0.9/x', 'u', '', '10.0.0.9:554'],
    ['rtsp://u:a%40b%3A%2F%23@10.0.0.9/x', 'rtsp://10.0.0.9/x', 'u', 'a@b:/#', '10.0.0.9:554'],
    ['rtsp://u:a:b@10.0.0.9/x', 'rtsp://10.0.0.9/x', 'u', 'a:b', '10.0.0.9:554'],
    ['rtsp://[fe80::1%25eth0]:554/x', 'rtsp://[fe80::1%25eth0]:554/x', '', '', '[fe80::1%25eth0]:554'],
    [
      'rtsp://u:p@[2001:DB8::9]/x?channel=1&subtype=0',
      'rtsp://[2001:DB8::9]/x?channel=1&subtype=0',
      'u',
      'p',
      '[2001:db8::9]:554',
    ],
    ['rtsp://[::ffff:10.0.0.9]:8554/x', 'rtsp://[::ffff:10.0.0.9]:8554/x', '', '', '[::ffff:10.0.0.9]:8554'],
    ['rtsp://10.0.0.9:554/cam/realmonitor?channel=1', 'rtsp://10.0.0.9:554/cam/realmonitor?channel=1', '', '', '10.0.0.9:554'],
    ['rtsp://bridge:554/live/9d0f@east', 'rtsp://bridge:554/live/9d0f@east', '', '', 'bridge:554'],
    ['rtsp://10.0.0.9:554/live/a@b.c', 'rtsp://10.0.0.9:554/live/a@b.c', '', '', '10.0.0.9:554'],
    ['rtsp://kamera-süd.example/x', 'rtsp://kamera-süd.example/x', '', '', 'kamera-süd.example:554'],
  ])('%s', (text, url, username, password, authority) => {
    expect(parseRtspUrl(text)).toMatchObject({ url, username, password, authority });
  });
});

describe('addresses that are refused, with what is wrong', () => {
  test.each([
    ['', 'scheme'],
    ['10.0.0.9/live', 'scheme'],
    ['http://10.0.0.9/live', 'scheme'],
    ['rtsps://10.0.0.9/live', 'scheme'],
    ['rtsp:/10.0.0.9/live', 'scheme'],
    ['rtsp://', 'host'],
    ['rtsp:///live', 'host'],
    ['rtsp://u:p@/live', 'host'],
    ['rtsp://-cam/live', 'host'],
    ['rtsp://10.0.0/live', 'host'],
    ['rtsp://10.0.0.256/live', 'host'],
    ['rtsp://[fe80::1/live', 'host'],
    ['rtsp://[fe80:::1]/live', 'host'],
    ['rtsp://[1:2:3]/live', 'host'],
    ['rtsp://fe80::1/live', 'host'],
    ['rtsp://10.0.0.9:0/live', 'port'],
    ['rtsp://10.0.0.9:65536/live', 'port'],
    ['rtsp://10.0.0.9:port/live', 'port'],
    ['rtsp://10.0.0.9/li ve', 'space'],
    ['rtsp://10.0.0.9/live\nx', 'space'],
    ['rtsp://10.0.0.9/live#t', 'fragment'],
    ['rtsp://u:p@ss@10.0.0.9/live', 'login'],
    ['rtsp://u:p/w@10.0.0.9/live', 'login'],
    ['rtsp://u:p#w@10.0.0.9/live', 'login'],
    ['rtsp://u:p?w@10.0.0.9/live', 'login'],
    ['rtsp://u:12/w@10.0.0.9/live', 'login'],
    ['rtsp://u:1#w@cam:554/live', 'login'],
    ['rtsp://u:/w@10.0.0.9/live', 'login'],
    ['rtsp://u:p%zz@10.0.0.9/live', 'login'],
    ['rtsp://u:p[w@10.0.0.9/live', 'login'],
  ])('%s → %s', (text, reason) => {
    expect(problemOf(text)).toBe(reason);
  });

  test('never with a part of the address in the error', () => {
    const error = (() => {
      try {
        return parseRtspUrl('rtsp://ada:tops3cret@@10.0.0.9/x');
      } catch (cause) {
        return cause;
      }
    })();
    expect(JSON.stringify(error) + String(error)).not.toContain('tops3cret');
  });
});

const spellings: readonly [string, string, boolean][] = [
  ['rtsp://Cam/live', 'rtsp://cam:554/live', true],
  ['rtsp://cam', 'rtsp://cam/', true],
  ['rtsp://a:b@cam/live', 'rtsp://cam/live', true],
  ['rtsp://cam/%6Cive', 'rtsp://cam/live', true],
  ['rtsp://cam/a%2fb', 'rtsp://cam/a%2Fb', true],
  ['rtsp://cam/a%2fb', 'rtsp://cam/a/b', false],
  ['rtsp://cam/live', 'rtsp://cam/Live', false],
  ['rtsp://cam/live?channel=1', 'rtsp://cam/live?channel=2', false],
  ['rtsp://cam/live', 'rtsp://cam:8554/live', false],
  ['rtsp://cam?a', 'rtsp://cam/?a', true],
];
test.each(spellings)('%s and %s: the same stream is %s', (left, right, same) => {
  expect(parseRtspUrl(left).canonical === parseRtspUrl(right).canonical).toBe(same);
});

test('fields typed beside the address win over the login inside it; empty ones do not', () => {
  const address = parseRtspUrl('rtsp://u:p@cam/x');
  expect(withLogin(address, { username: 'v', password: 'q' })).toMatchObject({ username: 'v', password: 'q' });
  expect(withLogin(address, { username: '', password: '' })).toMatchObject({ username: 'u', password: 'p' });
});

describe('for every login, host and path', () => {
  const host = fc.oneof(
    fc.ipV4(),
    fc.ipV6().map((ip) => `[${ip}]`),
    fc.stringMatching(/^[a-z][a-z0-9]{0,8}(\.[a-z]{2,5})?$/),
  );
  const port = fc.option(fc.integer({ min: 1, max: 65535 }), { nil: null });
  const path = fc.webPath();
  const login = fc.record({ username: fc.string({ minLength: 1, unit: 'grapheme' }), password: fc.string({ unit: 'grapheme' }) });
  const place = (h: string, p: number | null): string => (p === null ? h : `${h}:${p}`);

  test('an encoded login is split off exactly, and nothing of it stays in the address', () => {
    fc.assert(
      fc.property(host, port, path, login, (h, p, rest, { username, password }) => {
        const bare = `rtsp://${place(h, p)}${rest}`;
        const full = `rtsp://${encodeURIComponent(username)}:${encodeURIComponent(password)}@${place(h, p)}${rest}`;
        expect(parseRtspUrl(full)).toEqual({ ...parseRtspUrl(bare), username, password });
        expect(parseRtspUrl(full).url).toBe(bare);
      }),
    );
  });

  test('parsing what was parsed changes nothing', () => {
    fc.assert(
      fc.property(host, port, path, (h, p, rest) => {
        const once = parseRtspUrl(`rtsp://${place(h, p)}${rest}`);
        expect(parseRtspUrl(once.url)).toEqual(once);
        expect(parseRtspUrl(once.canonical).canonical).toBe(once.canonical);
      }),
    );
  });

  test('any text at all gives an address or URL_INVALID, never another error', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string().map((text) => `rtsp://${text}`),
        ),
        (text) => {
          expect(problemOf(text)).toBeTypeOf('string');
        },
      ),
    );
  });
});
