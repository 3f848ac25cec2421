import { beforeEach, describe, expect, test } from 'vitest';
import type { TileReport } from '../../../src-main/contract/views.ts';
import type { TopicItem } from '../../../src-main/contract/topics.ts';
import type { TopicName } from '../../../src-main/contract/names.ts';
import type { TopicStore } from '../../../src-renderer/bridge/bridge.ts';
import type { WatchedCamera, CameraMediaFacts } from '../../../src-renderer/media/camera-media.ts';
import { Board } from '../../../src-renderer/features/wall/board.ts';
import { camera, engine, media, nothingReceived, pusher, stream } from './scene.ts';

function topic<T extends TopicName>(
  items: Record<string, TopicItem<T>>,
): TopicStore<T> & { items: Record<string, TopicItem<T>> } {
  const store = { items, get: () => ({ items: store.items, ready: true }), subscribe: () => () => undefined };
  return store;
}

const settle = async () => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
};

function scene() {
  let nowMs = 1_000;
  const facts = new Map<string, CameraMediaFacts>();
  const told: string[][] = [];
  const reports: TileReport[][] = [];
  const watched: WatchedCamera[][] = [];
  const rejoined: string[] = [];
  let mainAnswers = true;
  const cameras = topic<'cameras'>({ gate: camera('gate'), yard: camera('yard', { number: 2, zoneId: 'outside' }) });
  const pushers = topic<'pushers'>({ gate: pusher('gate'), yard: pusher('yard') });
  const engines = topic<'engines'>({ 'media-server': engine('media-server') });
  const board = new Board({
    media: {
      seen: true,
      watch: (all) => void watched.push([...all]),
      facts: (cameraId) => facts.get(cameraId) ?? null,
      element: () => null,
      retry: (zoneId) => void rejoined.push(zoneId),
      retryAll: () => void rejoined.push('all'),
    },
    site: topic<'site'>({}),
    cameras,
    pushers,
    engines,
    setWatched: async (ids) => {
      if (!mainAnswers) throw new Error('MAIN_LOST');
      told.push([...ids]);
    },
    report: async (tiles) => void reports.push([...tiles]),
    moment: () => ({ nowMs, unixMs: 1_700_000_000_000 + nowMs }),
  });
  const pass = (ms: number) => {
    nowMs += ms;
    board.tick();
  };
  /** The camera's frames go on at every tick. */
  const runWith = (cameraId: string, ms: number) => {
    for (let passed = 0; passed < ms; passed += 250) {
      facts.set(cameraId, media(stream(nowMs + 230)));
      pass(250);
    }
  };
  return {
    board,
    facts,
    told,
    reports,
    watched,
    rejoined,
    cameras,
    engines,
    pushers,
    pass,
    runWith,
    state: (id: string) => board.tile(id)?.get().state,
    answer: (does: boolean) => (mainAnswers = does),
  };
}

let the: ReturnType<typeof scene>;
beforeEach(() => {
  the = scene();
});

describe('Board', () => {
  test('tells main the cameras once, and again after a failure', async () => {
    the.answer(false);
    the.board.show(['gate', 'yard']);
    await settle();
    expect(the.told).toEqual([]);
    the.answer(true);
    the.pass(250);
    await settle();
    the.pass(250);
    await settle();
    expect(the.told).toEqual([['gate', 'yard']]);
    the.board.show(['yard']);
    await settle();
    expect(the.told.at(-1)).toEqual(['yard']);
  });

  test('receives each camera through its own zone, and not those the site no longer has', () => {
    the.board.show(['gate', 'yard', 'gone']);
    expect(the.watched.at(-1)).toEqual([
      { cameraId: 'gate', zoneId: 'main' },
      { cameraId: 'yard', zoneId: 'outside' },
    ]);
    expect(the.board.tile('gone')).toBeNull();
  });

  test('a tile steps through its states by itself', () => {
    the.facts.set('gate', media(nothingReceived));
    the.board.show(['gate']);
    expect(the.state('gate')).toBe('connecting');
    the.runWith('gate', 1_000);
    expect(the.state('gate')).toBe('live');
    the.pass(2_250);
    expect(the.state('gate')).toBe('stale');
    the.pass(13_000);
    expect(the.state('gate')).toBe('no-signal');
    the.runWith('gate', 500);
    expect(the.state('gate')).toBe('live');
  });

  test('draws nothing anew while nothing visible changes', () => {
    the.board.show(['gate']);
    the.runWith('gate', 2_000);
    const store = the.board.tile('gate');
    let drawn = 0;
    store?.subscribe(() => (drawn += 1));
    the.runWith('gate', 5_000);
    // Once a second for the figures, never once per frame or tick.
    expect(drawn).toBeLessThanOrEqual(5);
  });

  test('reports once a second what was measured, null where nothing was', async () => {
    the.facts.set('gate', media(nothingReceived));
    the.board.show(['gate']);
    await settle();
    for (let second = 0; second < 4; second += 1) {
      the.runWith('gate', 1_000);
      await settle();
    }
    expect(the.reports).toHaveLength(5);
    expect(the.reports[0]?.[0]).toMatchObject({ state: 'connecting', presentedFps: null, delayMs: null, lastFrameAgeMs: null });
    expect(the.reports.at(-1)?.[0]).toMatchObject({ state: 'live', code: null, presentedFps: 15, delayMs: 40, delayP95Ms: 60 });
  });

  test('a report that main is slow to take is not queued', () => {
    the.board.show(['gate']);
    the.runWith('gate', 4_000);
    expect(the.reports).toHaveLength(1);
  });

  test('joins every room anew when the media server has started again', () => {
    the.board.show(['gate']);
    the.engines.items = { 'media-server': engine('media-server', { state: 'restarting' }) };
    the.pass(250);
    expect(the.rejoined).toEqual([]);
    the.engines.items = { 'media-server': engine('media-server', { since: 99 }) };
    the.pass(250);
    expect(the.rejoined).toEqual(['all']);
  });

  test('a person who tries again joins that camera’s room', () => {
    the.board.rejoin('yard');
    expect(the.rejoined).toEqual(['outside']);
  });

  test('an acknowledgement ends with its alarm', () => {
    the.facts.set('gate', media(nothingReceived));
    the.board.show(['gate']);
    the.pass(16_000);
    const [alarm] = the.board.alarms.get();
    expect(alarm).toMatchObject({ severity: 'critical', acknowledged: false });
    the.board.acknowledge(alarm?.id ?? '');
    expect(the.board.alarms.get()[0]?.acknowledged).toBe(true);
    the.runWith('gate', 500);
    expect(the.board.alarms.get()).toEqual([]);
    the.pass(16_000);
    expect(the.board.alarms.get()[0]).toMatchObject({ severity: 'critical', acknowledged: false });
  });

  test('sums up what its tiles measure', () => {
    the.board.show(['gate', 'yard']);
    the.facts.set('yard', media(nothingReceived));
    the.runWith('gate', 2_000);
    expect(the.board.summary.get()).toMatchObject({
      live: 1,
      total: 2,
      medianDelayMs: 40,
      p95DelayMs: 60,
      receivedKbps: 500,
      decoding: 1,
    });
  });
});
