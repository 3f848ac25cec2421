import { expect, test } from 'vitest';
import { AppError } from '../../../src-main/contract/faults.ts';
import { publishing } from '../../support/fakes/fake-host.ts';
import { ControlRoomRig } from '../../support/fakes/control-room-rig.ts';
import { settle } from '../../support/fakes/manual-clock.ts';

const gate = { name: 'Gate 1', url: 'rtsp://ada:s3cret@10.0.0.9/live' };

async function rigWithGate(): Promise<ControlRoomRig> {
  const rig = await new ControlRoomRig().start();
  await rig.call('camera.add', gate);
  return rig;
}

async function watchedGate(): Promise<ControlRoomRig> {
  const rig = await rigWithGate();
  await rig.call('watch.set', { cameraIds: ['gate-1'] });
  await rig.clock.advance(100);
  rig.host.say('gate-1');
  await rig.clock.advance(0);
  return rig;
}

test('a camera that nobody watches has an idle pusher, and one that is watched gets its own', async () => {
  const rig = await rigWithGate();
  expect(rig.host.actions).toEqual([]);
  expect(rig.pusher('gate-1')).toMatchObject({ state: 'idle', reason: { key: 'pusher.reason.nobody_watches' } });

  await rig.call('watch.set', { cameraIds: ['gate-1'] });
  await rig.clock.advance(0);
  expect(rig.host.actions).toEqual(['start gate-1~1']);
  expect(rig.pusher('gate-1').state).toBe('connecting');
  expect(rig.host.specs.get('whip-pusher-gate-1')).toMatchObject({
    source: { url: 'rtsp://10.0.0.9/live', username: 'ada', password: 's3cret', loginRetry: 0 },
    grant: { identity: 'gate-1~1', room: 'zone_main', endpoint: 'http://127.0.0.1:7880/whip/v1' },
    owner: 'rig',
  });

  rig.host.say('gate-1');
  await rig.clock.advance(0);
  expect(rig.pusher('gate-1')).toMatchObject({
    state: 'publishing',
    reason: { key: 'pusher.reason.watched', params: { count: 1 } },
  });
});

test('a released camera lingers for half a minute, then its pusher ends', async () => {
  const rig = await watchedGate();
  rig.room.windowClosed('w1');
  for (let second = 0; second < 29; second += 1) {
    rig.host.say('gate-1');
    await rig.clock.advance(1000);
  }
  expect(rig.host.running()).toEqual(['gate-1']);
  expect(rig.pusher('gate-1').reason.key).toBe('pusher.reason.lingering');
  await rig.clock.advance(2000);
  expect(rig.host.actions.at(-1)).toBe('stop whip-pusher-gate-1');
  expect(rig.pusher('gate-1').state).toBe('idle');
});

test('a killed pusher is started again within half a second, under the same identity', async () => {
  const rig = await watchedGate();
  rig.host.die('gate-1');
  await rig.clock.advance(0);
  expect(rig.pusher('gate-1')).toMatchObject({
    state: 'retrying',
    status: { code: 'PUSHER_EXITED', params: { exit: 'SIGKILL' } },
  });
  await rig.clock.advance(500);
  expect(rig.host.actions).toEqual(['start gate-1~1', 'start gate-1~1']);
  rig.host.say('gate-1');
  await rig.clock.advance(0);
  expect(rig.pusher('gate-1')).toMatchObject({ state: 'publishing', status: null });
});

test('a pusher that keeps dying is given up with a code, and a person gets it going again', async () => {
  const rig = await watchedGate();
  for (let second = 0; second < 300 && rig.pusher('gate-1').state !== 'held'; second += 1) {
    if (rig.host.running().length > 0) rig.host.die('gate-1');
    await rig.clock.advance(1000);
  }
  expect(rig.pusher('gate-1').status?.code).toBe('PUSHER_GIVEN_UP');
  const starts = rig.host.actions.length;
  await rig.clock.advance(120_000);
  expect(rig.host.actions.length).toBe(starts);

  await rig.call('camera.retry', { id: 'gate-1' });
  await rig.clock.advance(0);
  expect(rig.host.running()).toEqual(['gate-1']);
});

test('a silent pusher is ended and started again', async () => {
  const rig = await watchedGate();
  await rig.clock.advance(25_000);
  expect(rig.host.actions).toEqual(['start gate-1~1', 'stop whip-pusher-gate-1', 'start gate-1~1']);
  expect(rig.log.lines.some((line) => line.includes('PUSHER_SILENT'))).toBe(true);
});

test('a computer that slept does not take its pushers for silent', async () => {
  const rig = await watchedGate();
  await rig.clock.sleepFor(3_600_000 / 2);
  rig.host.say('gate-1');
  await rig.clock.advance(1000);
  expect(rig.host.actions).toEqual(['start gate-1~1']);
});

test('a new media server gets new grants to the same pushers, without a restart', async () => {
  const rig = await watchedGate();
  const before = rig.host.specs.get('whip-pusher-gate-1')?.grant;
  rig.mediaEngine.home = { ...rig.mediaEngine.home, whipUrl: 'http://127.0.0.1:7999/whip/v1' };
  rig.mediaEngine.crash();
  await rig.clock.advance(1000);
  expect(rig.host.actions).toEqual(['start gate-1~1', 'refresh gate-1']);
  const after = rig.host.specs.get('whip-pusher-gate-1')?.grant;
  expect(after?.endpoint).toBe('http://127.0.0.1:7999/whip/v1');
  expect(after?.token).not.toBe(before?.token);
});

test('a publish token is replaced at half of its life', async () => {
  const rig = await new ControlRoomRig().start();
  await rig.call('camera.add', { ...gate, alwaysOn: true });
  const liveADay = async (): Promise<void> => {
    await rig.clock.sleepFor(24 * 3_600_000);
    rig.host.say('gate-1');
    await rig.clock.advance(1000);
  };
  for (let day = 0; day < 44; day += 1) await liveADay();
  expect(rig.host.actions).toEqual(['start gate-1~1']);
  await liveADay();
  expect(rig.host.actions).toEqual(['start gate-1~1', 'refresh gate-1']);
});

test('a window that reports gets back the claims that ended while the computer slept', async () => {
  const rig = await watchedGate();
  await rig.clock.sleepFor(2 * 3_600_000);
  await rig.call('watch.report', { tiles: [] });
  await rig.clock.advance(0);
  expect(rig.host.running()).toEqual(['gate-1']);
  expect(rig.pusher('gate-1').reason.key).toBe('pusher.reason.watched');
});

test('setting the clock ends no claim, renews every grant and is said', async () => {
  const rig = await watchedGate();
  rig.clock.setWallBy(-7_200_000);
  for (let second = 0; second < 10; second += 1) {
    rig.host.say('gate-1');
    await rig.clock.advance(1000);
  }
  expect(rig.host.running()).toEqual(['gate-1']);
  expect(rig.host.actions).toEqual(['start gate-1~1', 'refresh gate-1']);
  expect(rig.site.statuses).toMatchObject([{ code: 'CLOCK_JUMPED', params: { seconds: -7200 } }]);
  expect(rig.pusher('gate-1').state).toBe('publishing');
});

test('a changed address replaces the pusher as the next generation, and the counter survives a restart', async () => {
  const rig = await watchedGate();
  await rig.call('camera.update', { id: 'gate-1', url: 'rtsp://10.0.0.10/live' });
  await rig.clock.advance(0);
  expect(rig.host.actions).toEqual(['start gate-1~1', 'start gate-1~2']);
  expect(rig.host.specs.get('whip-pusher-gate-1')?.source).toMatchObject({ url: 'rtsp://10.0.0.10/live', password: 's3cret' });

  const again = await new ControlRoomRig(rig.documents, rig.secrets).start();
  await again.call('watch.set', { cameraIds: ['gate-1'] });
  await again.clock.advance(0);
  expect(again.host.actions).toEqual(['start gate-1~2']);
});

test('a changed name alone does not touch the pusher', async () => {
  const rig = await watchedGate();
  await rig.call('camera.update', { id: 'gate-1', name: 'Main gate', zoneId: 'main' });
  await rig.clock.advance(0);
  expect(rig.host.actions).toEqual(['start gate-1~1']);
});

test('a held login is tried again when a person says so, without a restart', async () => {
  const rig = await watchedGate();
  rig.host.say('gate-1', { ...publishing, state: 'held', code: 'CAMERA_LOGIN_HELD', detail: '3 of 3 tries' });
  await rig.clock.advance(0);
  expect(rig.pusher('gate-1')).toMatchObject({
    state: 'held',
    status: { code: 'CAMERA_LOGIN_HELD', params: { name: 'Gate 1', address: '10.0.0.9:554', detail: '3 of 3 tries' } },
  });
  await rig.call('camera.retry', { id: 'gate-1' });
  await rig.clock.advance(0);
  expect(rig.host.actions).toEqual(['start gate-1~1', 'refresh gate-1']);
  expect(rig.host.specs.get('whip-pusher-gate-1')?.source.loginRetry).toBe(1);
});

test('a camera switched off until a time comes back by itself', async () => {
  const rig = await watchedGate();
  await rig.call('camera.switchOff', { id: 'gate-1', reason: 'cleaning', until: rig.clock.now() + 60_000 });
  await rig.clock.advance(0);
  expect(rig.host.running()).toEqual([]);
  expect(rig.pusher('gate-1').reason).toEqual({ key: 'pusher.reason.switched_off', params: { by: 'Desk 1', why: 'cleaning' } });
  await rig.clock.advance(66_000);
  expect(rig.host.running()).toEqual(['gate-1']);
  expect(rig.room.topics.item('cameras', 'gate-1')?.off).toBeNull();
});

test('a password that cannot be read is said, and nothing is tried until a person does', async () => {
  const rig = await rigWithGate();
  rig.secrets.unreadable = true;
  await rig.call('watch.set', { cameraIds: ['gate-1'] });
  await rig.clock.advance(60_000);
  expect(rig.host.actions).toEqual([]);
  expect(rig.pusher('gate-1')).toMatchObject({ state: 'held', status: { code: 'SECRET_UNREADABLE' } });
});

test('a start that never answers is given up in time, and its late answer changes nothing', async () => {
  const rig = await rigWithGate();
  rig.host.hangsOnStart = true;
  await rig.call('watch.set', { cameraIds: ['gate-1'] });
  await rig.clock.advance(20_000);
  expect(rig.pusher('gate-1')).toMatchObject({ state: 'retrying', status: { code: 'PUSHER_SILENT' } });
  rig.host.hangsOnStart = false;
  await rig.clock.advance(1000);
  expect(rig.host.running()).toEqual(['gate-1']);
});

test('a missing pusher program waits for a person', async () => {
  const rig = await rigWithGate();
  rig.host.startFault = new AppError('PUSHER_MISSING');
  await rig.call('watch.set', { cameraIds: ['gate-1'] });
  await rig.clock.advance(30_000);
  expect(rig.host.actions).toEqual(['start gate-1~1']);
  expect(rig.pusher('gate-1')).toMatchObject({ state: 'held', status: { code: 'PUSHER_MISSING' } });
});

test('an engine that does not start is said, keeps no window closed and starts no pusher', async () => {
  const rig = new ControlRoomRig();
  rig.mediaEngine.startFault = new AppError('ENGINE_MISSING', { program: 'livekit-server' });
  await rig.start();
  await rig.call('camera.add', { ...gate, alwaysOn: true });
  await rig.clock.advance(0);
  expect(rig.room.topics.item('engines', 'media-server')).toMatchObject({ state: 'failed', status: { code: 'ENGINE_MISSING' } });
  expect(rig.host.actions).toEqual([]);
  expect(rig.pusher('gate-1')).toMatchObject({ state: 'starting', reason: { key: 'pusher.reason.waits_for_media_server' } });
  await rig.refused('watch.join', { zoneId: 'main' }, 'ROOM_UNREACHABLE');
});

test('a pusher of ours that is already there is adopted, with a new grant and without a restart', async () => {
  const rig = await watchedGate();
  const outlived = rig.host.pusher('gate-1');
  await rig.host.stop(outlived.name);
  rig.room.windowClosed('w1');
  await rig.clock.advance(40_000);
  const done = rig.host.actions.length;

  rig.host.put({ ...outlived, reportedAt: rig.clock.monotonic() });
  await rig.call('watch.set', { cameraIds: ['gate-1'] });
  await rig.clock.advance(0);
  expect(rig.host.actions.slice(done)).toEqual(['refresh gate-1']);
  expect(rig.pusher('gate-1').state).toBe('publishing');
});

test('somebody else’s pusher of the same name is shown as that and left alone', async () => {
  const rig = await rigWithGate();
  rig.host.put({
    name: 'whip-pusher-gate-1',
    cameraId: 'gate-1',
    generation: 7,
    specHash: 'theirs',
    ours: false,
    process: 'running',
    exit: null,
    report: null,
    reportedAt: null,
  });
  await rig.call('watch.set', { cameraIds: ['gate-1'] });
  await rig.clock.advance(60_000);
  expect(rig.host.actions).toEqual([]);
  await rig.call('camera.remove', { ids: ['gate-1'] });
  await rig.clock.advance(60_000);
  expect(rig.host.actions).toEqual([]);
});

test('a window’s viewer token is for one room and this window, for an hour', async () => {
  const rig = await rigWithGate();
  const session = await rig.call('watch.join', { zoneId: 'main' });
  expect(session.room).toBe('zone_main');
  expect(session.identity).toMatch(/^viewer-desk-1-w1-id\w+$/);
  expect(rig.media.requests).toMatchObject([{ room: 'zone_main', name: 'Desk 1', ttlMs: 3_600_000 }]);
  expect((await rig.call('watch.join', { zoneId: 'main' })).identity).not.toBe(session.identity);
  await rig.refused('watch.join', { zoneId: 'nowhere' }, 'ZONE_UNKNOWN');
});

test('stop ends the pushers, then the engines, and leaves no timer', async () => {
  const rig = await watchedGate();
  await rig.call('demo.install', undefined);
  await rig.room.stop();
  await settle();
  expect(rig.host.running()).toEqual([]);
  expect(rig.mediaEngine.report().state).toBe('stopped');
  expect(rig.demoEngine.report().state).toBe('stopped');
  expect(rig.clock.timers).toBe(0);
});
