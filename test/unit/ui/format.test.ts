import { expect, test } from 'vitest';
import { formatCameraNumber, formatMegabits, formatMs, formatNumber, formatSpan } from '../../../src-renderer/ui/format.ts';
import { faultNext, text, textOr } from '../../../src-renderer/ui/text.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const plain = (value: string) => value.replaceAll('\u00a0', ' ');

test.each([
  [-5, '0 s'],
  [6.9 * SECOND, '6 s'],
  [4 * MINUTE + 12 * SECOND, '4 min 12 s'],
  [31 * MINUTE, '31 min'],
  [HOUR + 46 * MINUTE + 30 * SECOND, '1 h 46 min'],
  [76 * HOUR, '3 d 4 h'],
])('%i ms are %s', (ms, words) => {
  expect(plain(formatSpan(ms))).toBe(words);
});

test('what was not measured is no data, never 0', () => {
  expect(formatMs(null)).toBe('no data');
  expect(formatNumber(null)).toBe('no data');
  expect(formatMegabits(null)).toBe('no data');
  expect(formatMs(0.44)).toBe('0.4 ms');
  expect(formatMs(337.2)).toBe('337 ms');
  expect(formatMegabits(2113)).toBe('2.11 Mb/s');
  expect(formatMegabits(46_200)).toBe('46.2 Mb/s');
});

test('camera numbers have two digits at least', () => {
  expect([7, 12, 104].map(formatCameraNumber)).toEqual(['07', '12', '104']);
});

test('plurals, unknown keys and reasons', () => {
  expect(text('top.critical', { count: 1 })).toBe('1 critical alarm');
  expect(text('top.critical', { count: 2 })).toBe('2 critical alarms');
  expect(textOr('pusher.reason.unknown', 'pusher.reason.never_heard_of')).toBe('No reason was given.');
  expect(faultNext('URL_INVALID', { reason: 'port' })).toMatch(/port/);
  expect(faultNext('URL_INVALID', { reason: 'unheard' })).toBe(faultNext('URL_INVALID'));
});
