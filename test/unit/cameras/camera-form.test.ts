import { describe, expect, test } from 'vitest';
import { calls } from '../../../src-main/contract/calls.ts';
import {
  addInput,
  formOf,
  lacksPassword,
  probeInput,
  problemsOf,
  updateInput,
  withAddress,
} from '../../../src-renderer/features/cameras/camera-form.ts';
import { cameraView } from '../../support/site-views.ts';

const stored = cameraView(7, {
  source: { kind: 'rtsp', url: 'rtsp://10.0.0.7/a', username: 'viewer', hasPassword: true },
});

describe('a new camera', () => {
  const form = withAddress(formOf(null), 'rtsp://viewer:p@ss@10.0.0.9/loading-dock', []);
  test('a login in the address goes to its fields', () => {
    expect(form).toMatchObject({
      url: 'rtsp://10.0.0.9/loading-dock',
      username: 'viewer',
      password: 'p@ss',
      name: 'Loading dock',
      loginMoved: true,
      reserved: ['@'],
    });
  });
  test('is sent without a login in its address', () => {
    const input = calls['camera.add'].input.parse(addInput(form));
    expect(input).toEqual({
      name: 'Loading dock',
      url: 'rtsp://10.0.0.9/loading-dock',
      username: 'viewer',
      password: 'p@ss',
      alwaysOn: false,
    });
  });
  test('a name somebody wrote is kept when the address changes', () => {
    const named = { ...form, name: 'Dock', nameTouched: true };
    expect(withAddress(named, 'rtsp://10.0.0.9/ticket-hall', []).name).toBe('Dock');
  });
  test('an address without a login leaves the login alone', () => {
    expect(withAddress(form, 'rtsp://10.0.0.10/x', [])).toMatchObject({ username: 'viewer', password: 'p@ss' });
  });
  test('what cannot be read is left as it is', () => {
    expect(withAddress(formOf(null), 'rtsp://', [])).toMatchObject({ url: 'rtsp://', name: '', loginMoved: false });
  });
});

describe('a stored camera', () => {
  test('its password is never in the form', () => {
    expect(formOf(stored)).toMatchObject({ username: 'viewer', password: null });
  });
  test('only what changed is sent', () => {
    expect(updateInput(formOf(stored), stored)).toEqual({ id: 'camera-7' });
    expect(updateInput({ ...formOf(stored), name: 'Gate' }, stored)).toEqual({ id: 'camera-7', name: 'Gate' });
    expect(updateInput({ ...formOf(stored), password: 'new' }, stored)).toEqual({ id: 'camera-7', password: 'new' });
    expect(updateInput({ ...formOf(stored), password: '' }, stored), 'an emptied password is removed').toEqual({
      id: 'camera-7',
      password: '',
    });
  });
  test('a demo camera keeps its scene', () => {
    const demo = cameraView(1, { source: { kind: 'demo', scene: 'car-park' } });
    expect(updateInput({ ...formOf(demo), name: 'Park' }, demo)).toEqual({ id: 'camera-1', name: 'Park' });
  });
  test('is tested with its stored login until another is typed', () => {
    expect(probeInput(formOf(stored), stored)).toEqual({ url: 'rtsp://10.0.0.7/a' });
    expect(lacksPassword(formOf(stored), stored)).toBe(false);
    expect(lacksPassword({ ...formOf(stored), url: 'rtsp://10.0.0.8/a' }, stored)).toBe(true);
    expect(probeInput({ ...formOf(stored), password: 'new' }, stored)).toEqual({
      url: 'rtsp://10.0.0.7/a',
      username: 'viewer',
      password: 'new',
    });
  });
});

test('the same stream under another spelling is a twin', () => {
  const form = { ...formOf(null), url: 'rtsp://10.0.0.7:554/a', name: 'x' };
  expect(problemsOf(form, [stored])).toEqual({ url: null, name: false, twin: stored });
  expect(problemsOf({ ...form, url: 'rtsp://10.0.0.7/b' }, [stored]).twin).toBeNull();
  expect(problemsOf({ ...form, url: 'http://x', name: ' ' }, [stored])).toEqual({ url: 'scheme', name: true, twin: null });
});
