import { describe, expect, test } from 'vitest';
import {
  delayToServerMs,
  inGroup,
  matches,
  rowsOf,
  sortRows,
  type Column,
} from '../../../src-renderer/features/cameras/camera-rows.ts';
import { byCamera, byId, cameraView, faultyPusher, pusherView } from '../../support/site-views.ts';

const delay = (ms: number | null) => ({
  cameraToArrivalMs: ms === null ? null : { p50: ms, p95: ms },
  arrivalToDepartureMs: { p50: 1, p95: 1 },
  toSfuMs: 1,
});
const cameras = byId([
  cameraView(2, { name: 'Gate 10', source: { kind: 'demo', scene: 'vehicle-gate' } }),
  cameraView(1, { name: 'Gate 9' }),
  cameraView(3, { name: 'Dock', zoneId: 'yard', off: { by: 'L', reason: 'Work', since: 5, until: null } }),
  cameraView(4, { name: 'Aisle' }),
]);
const pushers = byCamera([
  pusherView('camera-1', { delay: delay(120) }),
  pusherView('camera-2', { delay: delay(30) }),
  faultyPusher('camera-3', 'CAMERA_UNREACHABLE'),
  faultyPusher('camera-4', 'CAMERA_UNREACHABLE'),
]);
const rows = rowsOf(cameras, pushers, { main: { id: 'main', name: 'Station' }, yard: { id: 'yard', name: 'Yard' } });
const names = (list: typeof rows) => list.map(({ camera }) => camera.name);
const sorted = (column: Column, descending = false) => names(sortRows(rows, { column, descending }));

describe('sorting', () => {
  test('by number, and by name as people count', () => {
    expect(sorted('number')).toEqual(['Gate 9', 'Gate 10', 'Dock', 'Aisle']);
    expect(sorted('name')).toEqual(['Aisle', 'Dock', 'Gate 9', 'Gate 10']);
    expect(sorted('name', true)).toEqual(['Gate 10', 'Gate 9', 'Dock', 'Aisle']);
  });
  test('what is wrong comes first', () => {
    expect(sorted('state')[0]).toBe('Aisle');
  });
  test('unknown values come last in both directions', () => {
    expect(sorted('delay')).toEqual(['Gate 10', 'Gate 9', 'Dock', 'Aisle']);
    expect(sorted('delay', true)).toEqual(['Gate 9', 'Gate 10', 'Dock', 'Aisle']);
  });
});

test('a delay is claimed only when every leg was measured', () => {
  expect(delayToServerMs(delay(120))).toBe(122);
  expect(delayToServerMs(delay(null))).toBeNull();
  expect(delayToServerMs(null)).toBeNull();
});

test('a camera switched off is quiet, whatever its pusher last said', () => {
  const group = (name: Parameters<typeof inGroup>[1]) => names(rows.filter((row) => inGroup(row, name)));
  expect(group('attention')).toEqual(['Aisle']);
  expect(group('publishing')).toEqual(['Gate 10', 'Gate 9']);
  expect(group('quiet')).toEqual(['Dock']);
});

test.each([
  ['gate', ['Gate 10', 'Gate 9']],
  ['gate 02', ['Gate 10']],
  ['10.0.0.4', ['Aisle']],
  ['yard', ['Dock']],
  ['vehicle', ['Gate 10']],
  ['gate dock', []],
  ['', ['Gate 10', 'Gate 9', 'Dock', 'Aisle']],
])('%j is found in', (query, found) => {
  expect(names(rows.filter((row) => matches(row, query)))).toEqual(found);
});
