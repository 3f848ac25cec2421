// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { screen, waitFor } from '@testing-library/react';
import { ToastList } from '../../../src-renderer/app/ToastList.tsx';
import { FirstRun } from '../../../src-renderer/features/first-run/FirstRun.tsx';
import { cameraView, settingsView, streamFacts } from '../../support/site-views.ts';
import { clearPage, fill, preparePage, show } from '../../support/page.tsx';
import { fail, type TestBridge } from '../../support/test-bridge.ts';

let bridge: TestBridge;
const buildWall = vi.fn(async () => 'overview');
const onOpenWall = vi.fn();
beforeEach(() => {
  bridge = preparePage();
  buildWall.mockClear();
  onOpenWall.mockClear();
  bridge.on('app.checks', () => [
    { id: 'media-server', state: 'passed', detail: '1.13.5' },
    { id: 'demo-cameras', state: 'failed', detail: 'democam was not found' },
    { id: 'docker', state: 'not-needed', detail: '' },
  ]);
  bridge.on('settings.update', (change) => settingsView(change as object));
});
afterEach(clearPage);

const open = () =>
  show(
    <>
      <FirstRun windowButtons={null} buildWall={buildWall} onOpenWall={onOpenWall} />
      <ToastList />
    </>,
  );
const made = (name: string) => bridge.made.filter((call) => call.name === name).map((call) => call.input);

test('a failed check names its remedy; what is not needed is not shown', async () => {
  open();
  expect(await screen.findByText('democam was not found')).toBeTruthy();
  expect(screen.getByText(/Your own cameras work without it/)).toBeTruthy();
  expect(screen.queryByText('Docker')).toBeNull();
});

test('the demo site is one click', async () => {
  bridge.on('demo.install', () => ({ wallId: 'demo' }));
  const user = open();
  await user.click(screen.getByText('Start demo site'));
  await waitFor(() => expect(onOpenWall).toHaveBeenCalledWith('demo'));
  expect(made('settings.update')).toEqual([{ firstRunDone: true }]);
});

test('a demo site that cannot start says why, and can be tried again', async () => {
  bridge.on('demo.install', () => fail('ENGINE_MISSING'));
  const user = open();
  await user.click(screen.getByText('Start demo site'));
  expect(await screen.findByText('A server program was not found.')).toBeTruthy();
  expect(screen.getByText('Start demo site')).toHaveProperty('disabled', false);
  expect(onOpenWall).not.toHaveBeenCalled();
});

test('a pasted list: tested one after another, good ones added, and a wall built of them', async () => {
  const facts = { ...streamFacts(), timeToFirstKeyframeMs: 400, server: null };
  let running = 0;
  let most = 0;
  bridge.on('camera.probe', async ({ url }) => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
    return url.includes('10.0.0.2')
      ? { ok: false, code: 'CAMERA_LOGIN_REFUSED', detail: '', answers: [] }
      : { ok: true, facts, verdict: { mode: 'passthrough', reasonCode: 'PASS_H264', reason: '' }, answers: [] };
  });
  bridge.on('camera.add', ({ name }) => cameraView(name === 'Hall' ? 1 : 3, { name }));
  const user = open();
  await user.click(screen.getByText('RTSP addresses'));
  fill(screen.getByLabelText('Addresses'), 'rtsp://10.0.0.1/a, Hall\nrtsp://10.0.0.2/b\nrtsp://u:p@10.0.0.3/c, Gate');
  fill(screen.getByLabelText('User name for those without their own'), 'viewer');
  fill(screen.getByLabelText('Password for those without their own', { selector: 'input' }), 'shared');
  await user.click(screen.getByText('Test 3 cameras'));

  await user.click(await screen.findByText('Add 2 and build the wall'));
  await waitFor(() => expect(onOpenWall).toHaveBeenCalledWith('overview'));
  expect(most, 'never two at once').toBe(1);
  expect(made('camera.probe').map((input) => (input as { username?: string }).username)).toEqual(['viewer', 'viewer', 'u']);
  expect(made('camera.add')).toEqual([
    { name: 'Hall', url: 'rtsp://10.0.0.1/a', username: 'viewer', password: 'shared' },
    { name: 'Gate', url: 'rtsp://10.0.0.3/c', username: 'u', password: 'p' },
  ]);
  expect(buildWall).toHaveBeenCalledWith(['camera-1', 'camera-3']);
});

test('a camera that main refuses stays in the list with the reason, and the others are not lost', async () => {
  const facts = { ...streamFacts(), timeToFirstKeyframeMs: 400, server: null };
  bridge.on('camera.probe', () => ({
    ok: true,
    facts,
    verdict: { mode: 'passthrough', reasonCode: 'PASS_H264', reason: '' },
    answers: [],
  }));
  bridge.on('camera.add', ({ name }) => (name === 'Hall' ? cameraView(1, { name }) : fail('CAMERA_UNREACHABLE')));
  const user = open();
  await user.click(screen.getByText('RTSP addresses'));
  fill(screen.getByLabelText('Addresses'), 'rtsp://10.0.0.1/a, Hall\nrtsp://10.0.0.2/b, Gate');
  await user.click(screen.getByText('Test 2 cameras'));
  await user.click(await screen.findByText('Add 2 and build the wall'));
  expect(await screen.findByText("Nothing answers at the camera's address.")).toBeTruthy();
  expect(buildWall).not.toHaveBeenCalled();
  await user.click(screen.getByText('Add 1 and build the wall'));
  await waitFor(() => expect(buildWall).toHaveBeenCalledWith(['camera-1']));
});
