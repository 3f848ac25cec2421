// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { act, screen, waitFor, within } from '@testing-library/react';
import { ToastList } from '../../../src-renderer/app/ToastList.tsx';
import { CamerasPlace } from '../../../src-renderer/features/cameras/CamerasPlace.tsx';
import { selectedCamera } from '../../../src-renderer/state/place.ts';
import { byCamera, byId, cameraView, faultyPusher, pusherView } from '../../support/site-views.ts';
import { clearPage, fill, preparePage, show } from '../../support/page.tsx';
import type { TestBridge } from '../../support/test-bridge.ts';

let bridge: TestBridge;
const onAdd = vi.fn();
beforeEach(() => {
  bridge = preparePage();
  selectedCamera.set(null);
  onAdd.mockClear();
});
afterEach(clearPage);

const open = () =>
  show(
    <>
      <CamerasPlace onAdd={onAdd} onEdit={() => undefined} onShowOnWall={() => undefined} />
      <ToastList />
    </>,
  );
const someCameras = () => {
  bridge.full('zones', { main: { id: 'main', name: 'Station' } });
  bridge.full(
    'cameras',
    byId([
      cameraView(1, { name: 'Ticket hall' }),
      cameraView(2, { name: 'Gate', source: { kind: 'rtsp', url: 'rtsp://10.0.0.2/a', username: 'viewer', hasPassword: true } }),
    ]),
  );
  bridge.full('pushers', byCamera([pusherView('camera-1'), faultyPusher('camera-2', 'CAMERA_UNREACHABLE', Date.now() - 65_000)]));
};
const rowNames = () => [...document.querySelectorAll('tbody [data-column=name]')].map((cell) => cell.textContent);
const row = (name: string) => screen.getByText(name, { selector: 'td button' });

test('an empty site says so and offers the one thing to do', async () => {
  bridge.full('cameras', {});
  const user = open();
  const empty = screen.getByText('No cameras yet.').parentElement;
  if (!empty) throw new Error('nothing around the sentence');
  await user.click(within(empty).getByText('Add a camera'));
  expect(onAdd).toHaveBeenCalledOnce();
});

test('a row says what is measured, what is wrong, and never claims to be live', () => {
  someCameras();
  open();
  const [good, bad] = [...document.querySelectorAll('tbody tr')].map((found) => found.textContent ?? '');
  expect(good).toMatch(/01Ticket hallPublishing.*10\.0\.0\.1\/stream1.*1920×1080, 25 fps, H\.264.*Passthrough.*no data/);
  expect(bad).toMatch(/02GateTrying againNothing answers at the camera's address\..*no data.*1.min/);
});

test('a filter that finds nothing can be cleared', async () => {
  someCameras();
  const user = open();
  const filter = screen.getByPlaceholderText('Name, number, address');
  fill(filter, 'gate');
  expect(rowNames()).toEqual(['Gate']);
  fill(filter, 'nowhere');
  await user.click(screen.getByText('Clear the filter'));
  expect(rowNames()).toEqual(['Ticket hall', 'Gate']);
});

test('a column head sorts, then turns round', async () => {
  someCameras();
  const user = open();
  await user.click(screen.getByText('Name', { selector: 'th button' }));
  expect(rowNames()).toEqual(['Gate', 'Ticket hall']);
  await user.click(screen.getByText('Name', { selector: 'th button' }));
  expect(rowNames()).toEqual(['Ticket hall', 'Gate']);
  expect(document.querySelector('th[data-column=name]')?.getAttribute('aria-sort')).toBe('descending');
});

test('arrows move along the rows and show each', async () => {
  someCameras();
  const user = open();
  await user.click(row('Ticket hall'));
  await user.keyboard('{ArrowDown}');
  expect(selectedCamera.get()).toBe('camera-2');
  expect(document.activeElement).toBe(row('Gate'));
});

test('the detail of a camera in trouble: sentence, next step, a try now; its password is only said to be stored', async () => {
  someCameras();
  bridge.on('camera.retry', () => undefined);
  const user = open();
  await user.click(row('Gate'));
  const detail = screen.getByLabelText('02 Gate');
  expect(detail.textContent).toMatch(/Nothing answers at the camera's address\..*Check the camera's power.*Passwordstored/);
  await user.click(within(detail).getByText('Try again'));
  expect(bridge.made.at(-1)).toEqual({ name: 'camera.retry', input: { id: 'camera-2' } });
  await user.keyboard('{Escape}');
  expect(screen.queryByLabelText('02 Gate')).toBeNull();
});

test('removing can be undone', async () => {
  someCameras();
  bridge.on('camera.remove', () => ({ undoId: 'u1', expiresAt: Date.now() + 60_000 }));
  bridge.on('site.undo', () => undefined);
  const user = open();
  await user.click(row('Gate'));
  await user.click(screen.getByText('Remove'));
  act(() => bridge.change('cameras', { 'camera-2': null }));
  expect(rowNames()).toEqual(['Ticket hall']);
  await user.click(await screen.findByText('Undo'));
  expect(bridge.made.at(-1)).toEqual({ name: 'site.undo', input: { undoId: 'u1' } });
  expect(screen.queryByText('02 Gate was removed.')).toBeNull();
});

test('Esc closes a dialog and leaves the detail beneath it open', async () => {
  someCameras();
  const user = open();
  await user.click(row('Gate'));
  await user.click(screen.getByText('Switch off'));
  await screen.findByRole('dialog');
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(screen.getByLabelText('02 Gate')).toBeTruthy();
});

test('switching off asks why and until when', async () => {
  someCameras();
  bridge.on('camera.switchOff', () => undefined);
  const user = open();
  await user.click(row('Gate'));
  await user.click(screen.getByText('Switch off'));
  fill(await screen.findByLabelText('Reason'), 'Maintenance');
  const dialog = screen.getByRole('dialog');
  await user.click(within(dialog).getByText('Switch off', { selector: 'button' }));
  expect(bridge.made.at(-1)).toEqual({
    name: 'camera.switchOff',
    input: { id: 'camera-2', reason: 'Maintenance', until: null },
  });
});
