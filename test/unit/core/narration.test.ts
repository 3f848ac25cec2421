import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { statusOf } from '../../../src-main/contract/faults.ts';
import type { EngineView, PusherView, TileReport } from '../../../src-main/contract/views.ts';
import type { CameraView } from '../../../src-main/contract/words.ts';
import type { RoomFacts } from '../../../src-main/core/control-room.ts';
import { narrate, newNarration } from '../../../src-main/core/narration.ts';
import { reasonKeys } from '../../../src-main/core/pushers/reasons.ts';
import { judgeSmoke, newSmoke, observeSmoke, smokeLines, startWallOf, type SmokeState } from '../../../src-main/core/smoke.ts';
import { createTexts } from '../../../src-main/core/texts.ts';
import { newSettings } from '../../../src-main/core/workstation/settings-document.ts';

const english = JSON.parse(readFileSync(new URL('../../../resources/locales/en.json', import.meta.url), 'utf8')) as Record<
  string,
  string
>;
const texts = createTexts(english, 'en');

const hall: CameraView = {
  id: 'hall',
  number: 1,
  name: 'Ticket hall',
  zoneId: 'main',
  source: { kind: 'rtsp', url: 'rtsp://127.0.0.1:8554/hall', username: '', hasPassword: false },
  alwaysOn: false,
  off: null,
};
const pusher: PusherView = {
  cameraId: 'hall',
  hostId: 'local',
  generation: 1,
  state: 'publishing',
  since: 0,
  status: null,
  attempt: 1,
  nextTryAt: null,
  facts: null,
  delivery: null,
  delay: null,
  reason: { key: 'pusher.reason.watched', params: { count: 1 } },
};
const liveTile: TileReport = {
  cameraId: 'hall',
  state: 'live',
  code: null,
  presentedFrames: 100,
  presentedFps: 15,
  receivedFps: 15,
  delayMs: 42.4,
  delayP95Ms: 60,
  firstPictureMs: 420,
  lastFrameAgeMs: 10,
  width: 640,
  height: 360,
};
const mediaServer: EngineView = { id: 'media-server', state: 'running', since: 0, status: null, version: '1', nextTryAt: null };

interface World {
  camera?: Partial<CameraView>;
  pusher?: Partial<PusherView>;
  tile?: Partial<TileReport> | null;
  engine?: Partial<EngineView>;
  reportedAt?: number;
}
function facts({ camera, pusher: pusherChange, tile, engine, reportedAt = 0 }: World): RoomFacts {
  return {
    cameras: { hall: { ...hall, ...camera } },
    walls: { yard: { id: 'yard', name: 'Yard', layout: { kind: 'one-plus-five' }, cells: ['hall', null] } },
    pushers: { hall: { ...pusher, ...pusherChange } },
    engines: { 'media-server': { ...mediaServer, ...engine } },
    settings: newSettings('Desk').settings,
    tiles: tile === null ? [] : [{ windowId: 'w1', report: { ...liveTile, ...tile }, reportedAt }],
  };
}

/** Tells a story second by second and returns the lines of each second. */
function tell(worlds: World[], stepMs = 1000): string[][] {
  let state = newNarration(0);
  return worlds.map((world, index) => {
    const told = narrate(state, facts(world), { wall: 1_000_000 + index * stepMs, monotonic: index * stepMs }, texts);
    state = told.state;
    return told.lines;
  });
}

test('a camera that comes live is said once, with its delay', () => {
  expect(tell([{ tile: null }, { tile: {} }, { tile: { delayMs: 50 } }])).toEqual([
    ['The media server is running.'],
    ['Ticket hall is live, 42 ms behind the camera.'],
    [],
  ]);
});

test('a delay is waited for a moment, then said not to be measured', () => {
  const unmeasured = { tile: { delayMs: null } };
  expect(tell([unmeasured, unmeasured, unmeasured, unmeasured, unmeasured]).flat()).toEqual([
    'The media server is running.',
    'Ticket hall is live; its delay is not measured.',
  ]);
});

test('a fault is said with where, what and the next try, once; and how long it took to be live again', () => {
  const refused: World = {
    tile: { state: 'stale', code: 'NO_TRACK' },
    pusher: {
      state: 'retrying',
      status: statusOf('CAMERA_REFUSED', 0, { name: 'Ticket hall', address: '127.0.0.1:8554' }),
      nextTryAt: 1_005_000,
    },
  };
  expect(tell([{ tile: {} }, refused, refused, refused, { tile: {} }]).slice(1)).toEqual([
    [`Ticket hall at 127.0.0.1:8554: ${texts('fault.CAMERA_REFUSED.title')} Next try in 4 s.`],
    [],
    [],
    ['Ticket hall is live again after 3 s, 42 ms behind the camera.'],
  ]);
});

test('a fault that waits for a person says what to do', () => {
  const held: World = { tile: null, pusher: { state: 'held', status: statusOf('CAMERA_LOGIN_HELD', 0) } };
  expect(tell([held]).flat()[1]).toBe(
    `Ticket hall: ${texts('fault.CAMERA_LOGIN_HELD.title')} ${texts('fault.CAMERA_LOGIN_HELD.next')}`,
  );
});

test('what only the window sees is said when no cause is known', () => {
  expect(tell([{}, { tile: { state: 'stale', lastFrameAgeMs: 2400 } }])[1]).toEqual(['Ticket hall: no new picture for 2 s.']);
  expect(tell([{}, { tile: { state: 'no-signal', code: 'DECODER_FAILED' } }])[1]).toEqual([
    `Ticket hall: ${texts('fault.DECODER_FAILED.title')}`,
  ]);
});

test('a camera switched off is no fault, and nobody watching is no news', () => {
  const off = { by: 'Ada', reason: 'cleaning', since: 0, until: null };
  expect(tell([{ tile: null, camera: { off } }])[0]?.[1]).toBe('Ticket hall was switched off by Ada: cleaning.');
  expect(tell([{ tile: null, pusher: { state: 'idle' } }])).toEqual([['The media server is running.']]);
});

test('an engine’s trouble is said with its next try', () => {
  const down: World = {
    tile: null,
    engine: { state: 'restarting', status: statusOf('ENGINE_EXITED', 0, { engine: 'media-server' }), nextTryAt: 1_002_000 },
  };
  expect(tell([{ tile: null, engine: { state: 'stopped' } }, down, { tile: null }])).toEqual([
    [],
    [`The media server: ${texts('fault.ENGINE_EXITED.title')} Next try in 1 s.`],
    ['The media server is running.'],
  ]);
});

test('once a minute all is summed up', () => {
  const lines = tell(Array.from({ length: 130 }, () => ({ tile: {} }))).flat();
  expect(lines.filter((line) => line === '1 of 1 cameras on the walls are live, 42 ms median delay.')).toHaveLength(2);
});

/** Runs a smoke for so many seconds; `world` gives what each second looks like. */
function smoke(seconds: number, world: (second: number) => World) {
  let state: SmokeState = newSmoke(0);
  for (let second = 0; ; second += 1) {
    const now = facts({ ...world(second), reportedAt: second * 1000 });
    state = observeSmoke(state, now, second * 1000);
    const verdict = judgeSmoke(state, now, second * 1000);
    if (verdict.result !== 'running' || second === seconds) return { verdict, second };
  }
}
const playing = (second: number): World => ({ tile: { presentedFrames: 15 * (second + 1) } });

test('smoke passes after five seconds of new frames, and counts their rate itself', () => {
  const { verdict, second } = smoke(60, (at) => ({ tile: { ...playing(at).tile, presentedFps: 99 } }));
  expect(second).toBe(5);
  expect(verdict).toMatchObject({
    result: 'passed',
    tiles: [{ cameraId: 'hall', passed: true, presentedFps: 15, firstPictureMs: 420, delayMs: 42.4, cause: null }],
  });
  expect(smokeLines(verdict, texts)).toEqual([
    'Ticket hall: 15.0 fps, first picture 420 ms, delay 42 ms',
    'PASSED after 5 s: every tile has shown pictures for 5 s on end.',
  ]);
});

test('a gap begins the five seconds anew', () => {
  const { second } = smoke(60, (at) => (at < 3 ? playing(at) : at < 7 ? playing(2) : playing(at - 4)));
  expect(second).toBe(12);
});

test('a reloaded window begins the five seconds anew', () => {
  const { second } = smoke(60, (at) => playing(at < 4 ? at + 100 : at));
  expect(second).toBeGreaterThan(8);
});

test('smoke fails after a minute with the first cause on the way to the tile', () => {
  const status = statusOf('CAMERA_REFUSED', 0);
  const engine = { status: statusOf('ENGINE_EXITED', 0) };
  const cause = (world: World) => {
    const { verdict, second } = smoke(100, () => world);
    expect([verdict.result, second]).toEqual(['failed', 60]);
    return verdict.tiles[0]?.cause;
  };
  expect(cause({ tile: null })).toBe('NO_REPORT');
  expect(cause({ tile: { presentedFrames: 0 } })).toBe('NO_STEADY_PICTURE');
  expect(cause({ tile: { presentedFrames: 0, code: 'NO_TRACK' } })).toBe('NO_TRACK');
  expect(cause({ tile: { presentedFrames: 0, code: 'NO_TRACK' }, pusher: { status } })).toBe('CAMERA_REFUSED');
  expect(cause({ tile: null, pusher: { status }, engine })).toBe('ENGINE_EXITED');
});

test('one steady tile does not pass for another', () => {
  let state = newSmoke(0);
  const two = (second: number): RoomFacts => {
    const one = facts({ ...playing(second), reportedAt: second * 1000 });
    const yard = { id: 'yard', name: 'Yard', layout: { kind: 'one-plus-five' as const }, cells: ['hall', 'dock'] };
    return { ...one, cameras: { ...one.cameras, dock: { ...hall, id: 'dock', name: 'Dock' } }, walls: { yard } };
  };
  for (let second = 0; second <= 60; second += 1) state = observeSmoke(state, two(second), second * 1000);
  const verdict = judgeSmoke(state, two(60), 60_000);
  expect(verdict.result).toBe('failed');
  expect(verdict.tiles.map(({ passed }) => passed)).toEqual([true, false]);
});

test('a start wall without a camera never passes, and says so', () => {
  const empty: RoomFacts = { ...facts({ tile: null }), walls: {} };
  const verdict = judgeSmoke(observeSmoke(newSmoke(0), empty, 60_000), empty, 60_000);
  expect(verdict.result).toBe('failed');
  expect(smokeLines(verdict, texts)[0]).toBe('The start wall shows no camera.');
});

test('the start wall is the chosen one, or the first', () => {
  const { walls, settings } = facts({});
  const other = { id: 'other', name: 'Other', layout: { kind: 'one-plus-five' as const }, cells: [] };
  const both = { ...walls, other };
  expect(startWallOf({ walls: both, settings })?.id).toBe('yard');
  expect(startWallOf({ walls: both, settings: { ...settings, startWallId: 'other' } })?.id).toBe('other');
  expect(startWallOf({ walls: both, settings: { ...settings, startWallId: 'gone' } })?.id).toBe('yard');
});

test('texts: parameters, counts, and a key without a text stays visible', () => {
  const own = createTexts({ hello: 'Hello {{ name }}', tiles_one: '{{count}} tile', tiles_other: '{{count}} tiles' }, 'en');
  expect([own('hello', { name: 'Ada' }), own('tiles', { count: 1 }), own('tiles', { count: 2 }), own('nothing')]).toEqual([
    'Hello Ada',
    '1 tile',
    '2 tiles',
    'nothing',
  ]);
});

test('every reason of the planner has a text', () => {
  expect(reasonKeys.filter((key) => english[key] === undefined)).toEqual([]);
});
