// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { act, screen, waitFor, within } from '@testing-library/react';
import { Shell } from '../../../src-renderer/app/Shell.tsx';
import { ToastList } from '../../../src-renderer/app/ToastList.tsx';
import { appInfo, mainLostSince } from '../../../src-renderer/bridge/main-link.ts';
import { openPlace } from '../../../src-renderer/state/place.ts';
import { byId, cameraView, engineView, settingsView, siteView, wallView } from '../../support/site-views.ts';
import { clearPage, fill, preparePage, show } from '../../support/page.tsx';
import type { TestBridge } from '../../support/test-bridge.ts';

const summary = vi.hoisted(() => ({
  live: 5,
  total: 6,
  medianDelayMs: 337,
  p95DelayMs: 412,
  decoding: 5,
  hardwareDecoding: null,
  receivedKbps: 46_200,
  criticalAlarms: 2,
  warningAlarms: 1,
}));
// Pictures need a media server; the wall has its own tests.
vi.mock('../../../src-renderer/features/wall/WallPlace.tsx', () => ({ WallPlace: () => <p data-testid="wall" /> }));
vi.mock('../../../src-renderer/features/wall/Announcer.tsx', () => ({ Announcer: () => null }));
vi.mock('../../../src-renderer/features/wall/wall-board.ts', () => ({ useWallSummary: () => summary }));

let bridge: TestBridge;
beforeEach(() => {
  bridge = preparePage();
  openPlace('wall');
  mainLostSince.set(null);
  bridge.full('settings', { only: settingsView({ operatorName: 'R. Okafor' }) });
  bridge.full('site', { only: siteView() });
  bridge.full('cameras', byId([cameraView(1, { name: 'Ticket hall' })]));
  bridge.full('zones', { main: { id: 'main', name: 'Station' } });
  bridge.full('walls', byId([wallView(['camera-1'])]));
  bridge.full('engines', byId([engineView('media-server')]));
});
afterEach(() => {
  clearPage();
  appInfo.set(null);
});

const open = () =>
  show(
    <>
      <Shell />
      <ToastList />
    </>,
  );
const placeNow = () => document.querySelector('nav [aria-current=page]')?.textContent;

test('the bars say whose site it is, what is wrong and what was measured', () => {
  open();
  expect(screen.getByText('Northgate')).toBeTruthy();
  expect(screen.getByText('R. Okafor')).toBeTruthy();
  expect(screen.getByLabelText('2 critical alarms')).toBeTruthy();
  expect(screen.getByLabelText('1 warning')).toBeTruthy();
  expect(document.querySelector('footer')?.textContent).toBe(
    '5 of 6 liveDelay 337 ms median, 412 ms p95In 46.2 Mb/sMedia server running',
  );
});

test('an unusual runtime is said in the strip for as long as it runs', () => {
  appInfo.set({
    version: '0.1.0',
    electron: '33',
    chromium: '130',
    platform: 'linux',
    role: 'operator',
    testRuntime: true,
    sandboxed: false,
    secrets: 'sealed-file',
    logDir: '/logs',
    startedAt: 1,
  });
  open();
  expect(document.querySelector('footer')?.textContent).toMatch(/Test runtimeSandbox offSecrets in a file$/);
});

test('keys change the place, the wall stays mounted beneath and cannot be reached by focus', async () => {
  const user = open();
  const wall = screen.getByTestId('wall');
  await user.keyboard('gc');
  expect(placeNow()).toBe('Cameras');
  expect(screen.getByTestId('wall')).toBe(wall);
  expect(wall.closest('[inert]')).not.toBeNull();
  await user.keyboard('gw');
  expect(placeNow()).toBe('Wall');
  expect(wall.closest('[inert]')).toBeNull();
  expect(window.location.hash).toBe('#/wall');
});

test('single keys rest while somebody types, and when they are switched off', async () => {
  openPlace('cameras');
  const user = open();
  await user.click(screen.getByPlaceholderText('Name, number, address'));
  await user.keyboard('gs?');
  expect(placeNow()).toBe('Cameras');
  act(() => bridge.full('settings', { only: settingsView({ singleKeyShortcuts: false }) }));
  await user.click(document.body);
  await user.keyboard('gs');
  expect(placeNow()).toBe('Cameras');
});

test('the palette opens by key, finds a camera by number, and opens it', async () => {
  const user = open();
  await user.keyboard('{Control>}k{/Control}');
  const box = await screen.findByRole('combobox');
  await user.click(box);
  await user.paste('1');
  expect(screen.getByRole('option', { selected: true }).textContent).toContain('Ticket hall');
  await user.keyboard('{Enter}');
  await waitFor(() => expect(placeNow()).toBe('Cameras'));
  expect(screen.getByLabelText('01 Ticket hall')).toBeTruthy();
  expect(screen.queryByRole('combobox')).toBeNull();
});

test('focus goes back to where a dialog was opened from', async () => {
  openPlace('cameras');
  const user = open();
  const opener = screen.getByText('Add a camera');
  await user.click(opener);
  const dialog = await screen.findByRole('dialog');
  await waitFor(() => expect(dialog.contains(document.activeElement)).toBe(true));
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(document.activeElement).toBe(opener);
});

test('an added camera comes onto the wall that is open', async () => {
  const added = cameraView(2, { name: 'Gate' });
  bridge.on('camera.add', () => {
    bridge.change('cameras', { [added.id]: added });
    return added;
  });
  bridge.on('wall.save', (wall) => wallView(wall.cells));
  openPlace('cameras');
  const user = open();
  await user.click(screen.getByText('Add a camera'));
  const dialog = await screen.findByRole('dialog');
  fill(within(dialog).getByLabelText(/^Address/), 'rtsp://10.0.0.2/gate');
  await user.click(within(dialog).getByText('Add'));
  await waitFor(() => expect(placeNow()).toBe('Wall'));
  expect(bridge.made.at(-1)).toMatchObject({
    name: 'wall.save',
    input: { id: 'overview', cells: ['camera-1', 'camera-2', null, null] },
  });
  expect(screen.getByText('02 Gate was added.')).toBeTruthy();
});

test('main that is lost is said at once, and the wall goes on', () => {
  open();
  act(() => mainLostSince.set(Date.now()));
  expect(screen.getByRole('alert').textContent).toMatch(/main process does not answer.*Pictures go on/);
  expect(screen.getByTestId('wall')).toBeTruthy();
  act(() => mainLostSince.set(null));
  expect(screen.queryByRole('alert')).toBeNull();
});

test('a site without cameras begins with first run, over everything, once', () => {
  bridge.full('cameras', {});
  bridge.full('settings', { only: settingsView({ firstRunDone: false }) });
  open();
  expect(screen.getByText('Put your first wall on screen')).toBeTruthy();
  expect(document.querySelector('.cr-shell')?.hasAttribute('inert')).toBe(true);
  act(() => bridge.full('settings', { only: settingsView({ firstRunDone: true }) }));
  expect(screen.queryByText('Put your first wall on screen')).toBeNull();
});
