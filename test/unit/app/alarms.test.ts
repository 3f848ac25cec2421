import { expect, test } from 'vitest';
import { statusOf } from '../../../src-main/contract/faults.ts';
import { alarmsOf, type SiteFacts } from '../../../src-renderer/state/alarms.ts';
import { byCamera, byId, cameraView, engineView, faultyPusher, pusherView, siteView } from '../../support/site-views.ts';

const facts = (change: Partial<SiteFacts> = {}): SiteFacts => ({
  site: siteView(),
  cameras: byId([cameraView(1), cameraView(2), cameraView(3, { source: { kind: 'demo', scene: 'car-park' } })]),
  pushers: byCamera([pusherView('camera-1'), pusherView('camera-2'), pusherView('camera-3')]),
  engines: byId([engineView('media-server'), engineView('demo-cameras')]),
  ...change,
});
const codes = (change: Partial<SiteFacts>) => alarmsOf(facts(change)).map(({ status, cameraId }) => [status.code, cameraId]);

test('all well: no alarm', () => {
  expect(alarmsOf(facts())).toEqual([]);
});

test('critical before warning, then the newest', () => {
  const pushers = byCamera([
    faultyPusher('camera-1', 'CAMERA_LOGIN_HELD', 9000),
    faultyPusher('camera-2', 'CAMERA_UNREACHABLE', 3000),
    faultyPusher('camera-3', 'CAMERA_CLOSED', 5000),
  ]);
  expect(codes({ pushers })).toEqual([
    ['CAMERA_CLOSED', 'camera-3'],
    ['CAMERA_UNREACHABLE', 'camera-2'],
    ['CAMERA_LOGIN_HELD', 'camera-1'],
  ]);
});

test('what follows from a media server that is down is not an alarm of its own', () => {
  const pushers = byCamera([faultyPusher('camera-1', 'WHIP_UNREACHABLE'), faultyPusher('camera-2', 'CAMERA_UNREACHABLE')]);
  expect(codes({ pushers, engines: byId([engineView('media-server', 'ENGINE_EXITED')]) })).toEqual([
    ['CAMERA_UNREACHABLE', 'camera-2'],
    ['ENGINE_EXITED', null],
  ]);
  expect(codes({ pushers }), 'with the server up it is one').toContainEqual(['WHIP_UNREACHABLE', 'camera-1']);
});

test('demo cameras are silent when their server is down', () => {
  const pushers = byCamera([faultyPusher('camera-3', 'CAMERA_REFUSED')]);
  expect(codes({ pushers, engines: byId([engineView('demo-cameras', 'ENGINE_EXITED')]) })).toEqual([['ENGINE_EXITED', null]]);
});

test('planned silence is no alarm, a notice neither', () => {
  const cameras = byId([cameraView(1, { off: { by: 'L', reason: 'Work', since: 1, until: null } })]);
  const pushers = byCamera([faultyPusher('camera-1', 'CAMERA_UNREACHABLE')]);
  expect(codes({ cameras, pushers, site: siteView({ statuses: [statusOf('CLOCK_JUMPED', 1)] }) })).toEqual([]);
  expect(codes({ site: siteView({ statuses: [statusOf('DISK_FULL', 1)] }) })).toEqual([['DISK_FULL', null]]);
});
