import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { contentSecurityPolicy, fileOf } from '../../../src-main/shell/app-protocol.ts';
import { isAppUrl } from '../../../src-main/shell/app-origin.ts';
import { parseArguments } from '../../../src-main/shell/arguments.ts';
import { mayRequest } from '../../../src-main/shell/guards.ts';
import { leastSize, placeWindow, type Rectangle } from '../../../src-main/shell/window-bounds.ts';

// Only the pure parts of these files are under test here; e2e drives them inside Electron.
vi.mock('electron', () => ({ app: {}, protocol: {} }));

describe('command line', () => {
  test('finds its own words among those of Electron', () => {
    expect(parseArguments(['electron', '--no-sandbox', '/app', '--smoke', '--json', '--screenshot-file=/tmp/a b.png'])).toEqual({
      smoke: true,
      json: true,
      console: false,
      demoIfNew: false,
      screenshotFile: '/tmp/a b.png',
    });
    expect(parseArguments(['electron', '/app', '--screenshot-file=']).screenshotFile).toBeNull();
  });
});

describe('app://', () => {
  const pages = '/opt/pages';
  test.each([
    ['app://control-room/index.html', '/opt/pages/index.html'],
    ['app://control-room/assets/a%20b.js?x=1#y', '/opt/pages/assets/a b.js'],
    ['app://other/index.html', null],
    ['app://control-room.example/index.html', null],
    ['app://control-room/%E0%A4%A', null],
    ['app://control-room/..%2f..%2fetc/passwd', null],
  ])('%s is %s', (url, file) => expect(fileOf(url, pages)).toBe(file));

  test('never leaves its folder', () => {
    const parts = fc.constantFrom('..', '%2e%2e', '..%2f', '%2f', '\\', '.', 'a', '%00', 'pages', 'pages2');
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 8 }), (path) => {
        const file = fileOf(`app://control-room/${path.join('/')}`, pages);
        expect(file === null || file.startsWith(`${pages}/`)).toBe(true);
      }),
    );
  });

  test('only our own origin is ours', () => {
    expect(['app://control-room/index.html', 'app://control-room'].map(isAppUrl)).toEqual([true, true]);
    expect(['app://control-room.evil/', 'https://control-room/', 'file:///index.html', ''].map(isAppUrl)).not.toContain(true);
  });

  test('scripts come from our files alone', () => {
    expect(contentSecurityPolicy).toContain("default-src 'none'");
    expect(contentSecurityPolicy).toContain("script-src 'self';");
    expect(contentSecurityPolicy).not.toContain('unsafe-eval');
  });
});

describe('requests of a page', () => {
  const server = 'http://127.0.0.1:7880';
  test.each([
    ['app://control-room/a.js', true],
    ['ws://127.0.0.1:7880/rtc/v1?access_token=x', true],
    ['http://127.0.0.1:7880/rtc/validate', true],
    ['ws://127.0.0.1:7881/', false],
    ['http://127.0.0.1/', false],
    ['https://example.org/', false],
    ['file:///etc/passwd', false],
  ])('%s: %s', (url, allowed) => expect(mayRequest(url, server)).toBe(allowed));

  test('before the media server runs, only their own files', () => {
    expect(mayRequest('ws://127.0.0.1:7880/', null)).toBe(false);
    expect(mayRequest('app://control-room/a.js', null)).toBe(true);
  });
});

describe('the place of a window', () => {
  const laptop = { x: 0, y: 25, width: 1440, height: 875 };
  const wall = { x: 1440, y: 0, width: 3840, height: 2160 };

  test.each<[string, Rectangle | null, [Rectangle, ...Rectangle[]], Rectangle]>([
    ['first start, large display', null, [wall], { x: 2560, y: 630, width: 1600, height: 900 }],
    ['first start, small display', null, [laptop], laptop],
    ['where it was', { x: 1500, y: 40, width: 1600, height: 900 }, [laptop, wall], { x: 1500, y: 40, width: 1600, height: 900 }],
    ['the display is gone', { x: 4000, y: 40, width: 1600, height: 800 }, [laptop], { x: 0, y: 62, width: 1440, height: 800 }],
    ['half outside', { x: 1200, y: -300, width: 1000, height: 700 }, [laptop], { x: 440, y: 25, width: 1000, height: 700 }],
  ])('%s', (_what, saved, areas, place) => expect(placeWindow(saved, areas)).toEqual(place));

  test('is always inside a display and large enough to use', () => {
    const side = fc.integer({ min: leastSize.width, max: 8000 });
    const area = fc.record({
      x: fc.integer({ min: -9000, max: 9000 }),
      y: fc.integer({ min: -9000, max: 9000 }),
      width: side,
      height: side,
    });
    const saved = fc.record({
      x: fc.integer({ min: -20_000, max: 20_000 }),
      y: fc.integer({ min: -20_000, max: 20_000 }),
      width: fc.integer({ min: 1, max: 20_000 }),
      height: fc.integer({ min: 1, max: 20_000 }),
    });
    fc.assert(
      fc.property(fc.option(saved), fc.array(area, { minLength: 1, maxLength: 3 }), (last, areas) => {
        const place = placeWindow(last, areas as [Rectangle, ...Rectangle[]]);
        const inside = areas.some(
          ({ x, y, width, height }) =>
            place.x >= x && place.y >= y && place.x + place.width <= x + width && place.y + place.height <= y + height,
        );
        expect(inside).toBe(true);
        expect(place.width).toBeGreaterThanOrEqual(leastSize.width);
        expect(place.height).toBeGreaterThanOrEqual(leastSize.height);
      }),
    );
  });
});
