/** Numbers, times and lengths of time as the language writes them. Null is "no data", never 0. */
import { currentLanguage, text } from './text.ts';

const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat | Intl.Collator>();
/** Texts are in British English, so are dates and numbers. */
const localeOf = (language: string): string => (language === 'en' ? 'en-GB' : language);

function cached<T extends Intl.NumberFormat | Intl.DateTimeFormat | Intl.Collator>(
  key: string,
  make: (language: string) => T,
): T {
  const language = localeOf(currentLanguage());
  const known = cache.get(`${language} ${key}`);
  if (known) return known as T;
  const made = make(language);
  cache.set(`${language} ${key}`, made);
  return made;
}

/** `digits` after the point, always that many. */
export function formatNumber(value: number | null, digits = 0): string {
  if (value === null) return text('value.noData');
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return cached(`number ${digits}`, (language) => new Intl.NumberFormat(language, options)).format(value);
}

const measure = (value: number | null, digits: number, key: 'value.ms' | 'value.fps' | 'value.megabits' | 'value.seconds') =>
  value === null ? text('value.noData') : text(key, { value: formatNumber(value, digits) });

export const formatMs = (ms: number | null): string => measure(ms, ms !== null && ms < 10 ? 1 : 0, 'value.ms');
export const formatFps = (fps: number | null): string => measure(fps, 1, 'value.fps');
export const formatMegabits = (kbps: number | null): string =>
  measure(kbps === null ? null : kbps / 1000, kbps !== null && kbps < 10_000 ? 2 : 1, 'value.megabits');
export const formatSeconds = (ms: number | null): string => measure(ms === null ? null : ms / 1000, 1, 'value.seconds');

/** How long ago or how much longer, in its two largest units: "6 s", "4 min 12 s", "1 h 46 min", "3 d 4 h". */
export function formatSpan(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const unit = (value: number, name: 'second' | 'minute' | 'hour' | 'day') =>
    cached(
      `span ${name}`,
      // A narrow minute is an m, which is also a metre and a month.
      () =>
        new Intl.NumberFormat(currentLanguage(), {
          style: 'unit',
          unit: name,
          unitDisplay: name === 'minute' ? 'short' : 'narrow',
        }),
    )
      .format(value)
      .replace(/(\p{Number})\s?(\p{Letter})/u, '$1\u00a0$2');
  const two = (a: string, rest: number, b: () => string) => (rest > 0 ? `${a} ${b()}` : a);
  if (seconds < 60) return unit(seconds, 'second');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return two(unit(minutes, 'minute'), seconds % 60, () => unit(seconds % 60, 'second'));
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return two(unit(hours, 'hour'), minutes % 60, () => unit(minutes % 60, 'minute'));
  return two(unit(Math.floor(hours / 24), 'day'), hours % 24, () => unit(hours % 24, 'hour'));
}

/** 21:41:07 */
export const formatTime = (at: number): string =>
  cached('time', (language) => new Intl.DateTimeFormat(language, { timeStyle: 'medium', hourCycle: 'h23' })).format(at);
/** Sun 22 Nov */
export const formatDay = (at: number): string =>
  cached('day', (language) => new Intl.DateTimeFormat(language, { weekday: 'short', day: 'numeric', month: 'short' })).format(at);
/** 22 Nov 2026, 21:41 */
export const formatDateTime = (at: number): string =>
  cached(
    'dateTime',
    (language) => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' }),
  ).format(at);

/** The order people expect of names: letters by language, numbers by value. */
export const compareNames = (a: string, b: string): number =>
  cached('names', (language) => new Intl.Collator(language, { numeric: true, sensitivity: 'base' })).compare(a, b);

/** Camera numbers have two digits at least: 07, 12, 104. */
export const formatCameraNumber = (number: number): string => String(number).padStart(2, '0');
