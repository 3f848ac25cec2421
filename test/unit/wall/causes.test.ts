import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { statusOf } from '../../../src-main/contract/faults.ts';
import { alarmsOf } from '../../../src-renderer/state/alarms.ts';
import { attentionOf, quietTilesOf, type AttentionSources } from '../../../src-renderer/features/wall/attention.ts';
import { delayLegsOf, legNames } from '../../../src-renderer/features/wall/delay-legs.ts';
import { causeOf, connectStepOf, delayOf, staleReasonOf, tileFactsOf } from '../../../src-renderer/features/wall/tile-cause.ts';
import { camera, counters, engine, media, nothingReceived, pusher, sources, stream, tile } from './scene.ts';

describe('cause', () => {
  const cause = (change: Parameters<typeof sources>[0]) => causeOf(sources(change), 5_000, 1_000)?.code ?? null;

  test.each([
    ['nothing wrong', {}, null],
    [
      'the media server before everything that hangs on it',
      {
        engines: { 'media-server': engine('media-server', { status: statusOf('ENGINE_EXITED', 0) }) },
        pusher: pusher('gate', { status: statusOf('WHIP_UNREACHABLE', 0) }),
      },
      'ENGINE_EXITED',
    ],
    [
      'the demo server, for a demo camera',
      {
        camera: camera('gate', { source: { kind: 'demo', scene: 'car-park' } }),
        engines: { 'demo-cameras': engine('demo-cameras', { status: statusOf('ENGINE_GIVEN_UP', 0) }) },
      },
      'ENGINE_GIVEN_UP',
    ],
    [
      'but not for any other',
      { engines: { 'demo-cameras': engine('demo-cameras', { status: statusOf('ENGINE_GIVEN_UP', 0) }) } },
      null,
    ],
    ['the camera’s own way', { pusher: pusher('gate', { status: statusOf('CAMERA_REFUSED', 0) }) }, 'CAMERA_REFUSED'],
    [
      'the room',
      { media: media(nothingReceived, { room: { phase: 'waiting', attempt: 2, nextTryAtMs: 3_000, code: 'ROOM_UNREACHABLE' } }) },
      'ROOM_UNREACHABLE',
    ],
    ['no publication', { media: media(nothingReceived, { published: false }) }, 'NO_TRACK'],
    ['packets that no frame is made of', { media: media(stream(1_000, { decodedFps: 0 })) }, 'DECODER_FAILED'],
  ] as const)('%s', (_name, change, expected) => {
    expect(cause(change as Parameters<typeof sources>[0])).toBe(expected);
  });

  test('the next try of a room is told on the wall clock', () => {
    const facts = media(nothingReceived, {
      room: { phase: 'waiting', attempt: 2, nextTryAtMs: 3_000, code: 'ROOM_UNREACHABLE' },
    });
    expect(causeOf(sources({ media: facts }), 100_000, 1_000)?.nextTryAt).toBe(102_000);
  });

  test('steps follow the picture on its way', () => {
    const step = (change: Parameters<typeof sources>[0]) => connectStepOf(sources(change));
    const away = media(nothingReceived, { published: false });
    expect(step({ pusher: pusher('gate', { state: 'connecting' }), media: away })).toBe('pusher');
    expect(step({ media: away })).toBe('ingest');
    expect(step({ media: media(nothingReceived) })).toBe('track');
    expect(step({ media: media({ ...nothingReceived, hasTrack: true }) })).toBe('first-frame');
    expect(step({})).toBe('proof');
  });

  test('a stalled picture says what its counters show', () => {
    const reason = (change: Parameters<typeof stream>[1]) => staleReasonOf(sources({ media: media(stream(0, change)) }));
    expect(reason({ hasTrack: false })).toBe('no-track');
    expect(reason({ bitrateKbps: 0 })).toBe('no-packets');
    expect(reason({ decodedFps: 0 })).toBe('no-keyframe');
    expect(reason({})).toBe('not-shown');
  });

  test.each(['CAMERA_LOGIN_REFUSED', 'CAMERA_LOGIN_HELD', 'CAMERA_FORBIDDEN', 'WHIP_UNAUTHORISED'] as const)(
    '%s is a refusal',
    (code) => {
      expect(tileFactsOf(sources({ pusher: pusher('gate', { status: statusOf(code, 0) }) })).isRefused).toBe(true);
    },
  );

  test('a room that only cannot be reached is no refusal; a fresh token refused is', () => {
    const withRoom = (phase: 'waiting' | 'refused') =>
      sources({ media: media(nothingReceived, { room: { phase, attempt: 1, nextTryAtMs: null, code: null } }) });
    expect(tileFactsOf(withRoom('waiting')).isRefused).toBe(false);
    expect(tileFactsOf(withRoom('refused')).isRefused).toBe(true);
  });

  test('with a camera clock that cannot be right the delay is not measured', () => {
    const view = pusher('gate');
    const wrong = { ...view, facts: view.facts && { ...view.facts, clockPlausible: false } };
    expect(delayOf(sources({ pusher: wrong }))).toEqual({ delayMs: null, delayP95Ms: null });
    expect(delayOf(sources())).toEqual({ delayMs: 40, delayP95Ms: 60 });
  });
});

describe('delay by leg', () => {
  const upstream = { cameraToArrivalMs: { p50: 4, p95: 6 }, arrivalToDepartureMs: { p50: 0.1, p95: 0.4 }, toSfuMs: 0.5 };

  test('names every leg, and never invents one', () => {
    const legs = delayLegsOf(40, upstream, { receiptToScreenMs: 30, jitterBufferMs: 12, counters });
    expect(legs.map(({ name }) => name)).toEqual([...legNames]);
    expect(Object.fromEntries(legs.map(({ name, ms }) => [name, ms]))).toEqual({
      camera: 4,
      pusher: 0.1,
      upload: 0.5,
      server: null,
      network: 1,
      'jitter-buffer': 12,
      decode: 18,
    });
  });

  test('shares are never negative and add up to the whole', () => {
    const measure = fc.option(fc.double({ min: -50, max: 2_000, noNaN: true }));
    fc.assert(
      fc.property(measure, measure, measure, measure, (total, receiptToScreenMs, jitterBufferMs, toSfuMs) => {
        const legs = delayLegsOf(total, { ...upstream, toSfuMs }, { receiptToScreenMs, jitterBufferMs, counters });
        expect(legs.every(({ share }) => share >= 0)).toBe(true);
        expect(legs.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 6);
      }),
    );
  });
});

describe('attention', () => {
  const attention = (change: Partial<AttentionSources> & { pushers?: Parameters<typeof alarmsOf>[0]['pushers'] }) => {
    const cameras = change.cameras ?? { a: camera('a'), b: camera('b') };
    const engines = change.engines ?? {};
    const siteAlarms = alarmsOf({ site: undefined, cameras, engines, pushers: change.pushers ?? {} });
    return attentionOf({ tiles: [], siteAlarms, cameras, engines, acknowledged: new Set(), ...change });
  };
  const lost = (cameraId: string, since: number) => tile(cameraId, { state: 'no-signal', severity: 'critical', since });

  test('live, connecting and off need nobody', () => {
    const tiles = [
      tile('a'),
      tile('b', { state: 'off', severity: 'notice' }),
      tile('c', { state: 'connecting', severity: 'warning' }),
    ];
    expect(attention({ tiles })).toEqual([]);
    expect(quietTilesOf(tiles).map(({ cameraId }) => cameraId)).toEqual(['b', 'c']);
  });

  test('a media server that is down is one alarm, with what hangs on it under it', () => {
    const engines = { 'media-server': engine('media-server', { status: statusOf('ENGINE_EXITED', 5) }) };
    const alarms = attention({ tiles: [lost('a', 6), lost('b', 7), tile('c')], engines });
    expect(alarms).toHaveLength(1);
    expect(alarms[0]).toMatchObject({ code: 'ENGINE_EXITED', consequences: ['a', 'b'] });
  });

  test('a demo server that is down says nothing about other cameras', () => {
    const engines = { 'demo-cameras': engine('demo-cameras', { status: statusOf('ENGINE_EXITED', 5) }) };
    const cameras = { a: camera('a', { source: { kind: 'demo', scene: 'car-park' } }), b: camera('b') };
    const alarms = attention({ tiles: [lost('a', 6), lost('b', 7)], engines, cameras });
    expect(alarms.map(({ consequences, camera: about }) => [about?.id ?? null, consequences])).toEqual([
      ['b', []],
      [null, ['a']],
    ]);
  });

  test('cameras of one device that went together are one alarm', () => {
    const cameras = {
      a: camera('a'),
      b: camera('b'),
      c: camera('c', { source: { kind: 'rtsp', url: 'rtsp://10.0.0.9/c', username: '', hasPassword: false } }),
    };
    const alarms = attention({ tiles: [lost('a', 100), lost('b', 2_000), lost('c', 2_000)], cameras });
    expect(alarms.map(({ device, consequences }) => [device, consequences])).toEqual([
      [null, []],
      ['10.0.0.1:554', ['a', 'b']],
    ]);
  });

  test('cameras of one device that went hours apart are two', () => {
    expect(attention({ tiles: [lost('a', 0), lost('b', 7_200_000)] }).map(({ device }) => device)).toEqual([null, null]);
  });

  test('a camera on the wall is judged by its tile, another one by its pusher', () => {
    const failing = {
      a: pusher('a', { status: statusOf('CAMERA_CLOSED', 3) }),
      b: pusher('b', { status: statusOf('CAMERA_CLOSED', 3) }),
    };
    expect(attention({ tiles: [tile('a')], pushers: failing }).map((alarm) => alarm.camera?.id)).toEqual(['b']);
  });

  test('unacknowledged first, then severity, then the newest', () => {
    const cameras = Object.fromEntries(
      ['a', 'b', 'c', 'd'].map((id, index) => [
        id,
        camera(id, { source: { kind: 'rtsp', url: `rtsp://10.0.1.${index}/`, username: '', hasPassword: false } }),
      ]),
    );
    const stale = (id: string, since: number) => tile(id, { state: 'stale', severity: 'warning', since });
    const tiles = [stale('a', 9), lost('b', 1), lost('c', 2), lost('d', 8)];
    const alarms = attention({ tiles, cameras, acknowledged: new Set(['tile d no-signal']) });
    expect(alarms.map((alarm) => alarm.camera?.id)).toEqual(['c', 'b', 'a', 'd']);
  });
});
