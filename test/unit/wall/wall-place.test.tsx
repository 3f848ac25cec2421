// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core';
import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Settings } from '../../../src-main/contract/views.ts';
import type { Wall } from '../../../src-main/contract/words.ts';
import type * as views from '../../../src-renderer/features/wall/wall-view.ts';
import type * as places from '../../../src-renderer/features/wall/WallPlace.tsx';
import { createTestBridge, fail } from '../../support/test-bridge.ts';
import { camera, engine } from './scene.ts';

const wall: Wall = {
  id: 'overview',
  name: 'Overview',
  layout: { kind: 'grid', columns: 2, rows: 2 },
  cells: ['gate', 'yard', null, null],
};
const settings: Settings = {
  workstationName: 'WALL-02',
  operatorName: 'R. Okafor',
  language: 'en',
  theme: 'dark',
  startWallId: null,
  showStats: false,
  singleKeyShortcuts: true,
  firstRunDone: true,
};

/** One for the file: the window's board joins the bridge that is there when it is loaded. */
const bridge = createTestBridge();
let WallPlace: typeof places.WallPlace;
let wallView: typeof views.wallView;
let untouchedView: views.WallView;
// Typing and redrawing a whole place takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const onEditCamera = vi.fn();
const onAddCamera = vi.fn();

beforeAll(async () => {
  // What jsdom lacks and Mantine or the grid asks for.
  window.matchMedia = ((query: string) => ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  })) as unknown as typeof window.matchMedia;
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  window.controlRoom = bridge;
  ({ WallPlace } = await import('../../../src-renderer/features/wall/WallPlace.tsx'));
  ({ wallView } = await import('../../../src-renderer/features/wall/wall-view.ts'));
  untouchedView = wallView.get();
}, 60_000);

beforeEach(() => {
  bridge.made.length = 0;
  bridge.on('watch.set', () => undefined);
  bridge.on('watch.report', () => undefined);
  // No media server in a page test: every tile stays without a picture.
  bridge.on('watch.join', () => fail('ROOM_UNREACHABLE'));
  bridge.on('wall.save', (input) => {
    const saved: Wall = { ...input, id: input.id ?? 'wall-2' };
    bridge.change('walls', { [saved.id]: saved });
    return saved;
  });
  bridge.on('settings.update', (change) => {
    const next = { ...settings, ...change } as Settings;
    bridge.change('settings', { only: next });
    return next;
  });
  act(() => {
    bridge.full('settings', { only: settings });
    bridge.full('engines', { 'media-server': engine('media-server') });
    bridge.full('zones', { main: { id: 'main', name: 'Main' } });
    bridge.full('pushers', {});
    bridge.full('cameras', { gate: camera('gate', { name: 'Vehicle gate' }), yard: camera('yard', { number: 2, name: 'Yard' }) });
    bridge.full('walls', { overview: wall });
    wallView.set(untouchedView);
  });
});
afterEach(cleanup);

function open() {
  render(
    <MantineProvider>
      <WallPlace onEditCamera={onEditCamera} onAddCamera={onAddCamera} />
    </MantineProvider>,
  );
  return userEvent.setup();
}
const tile = (name: string) => screen.getByRole('region', { name: new RegExp(`${name}, `) });
const areaOf = (name: string) => tile(name).style.gridArea;

describe('WallPlace', () => {
  test('shows every cell, and tells main which cameras', async () => {
    open();
    expect(tile('Vehicle gate')).toHaveProperty('dataset.state', 'connecting');
    expect(screen.getAllByRole('region', { name: /^Cell \d, empty$/ })).toHaveLength(2);
    await waitFor(() => expect(bridge.made).toContainEqual({ name: 'watch.set', input: { cameraIds: ['gate', 'yard'] } }));
  });

  test('moving a camera by keyboard moves no element and saves the wall', async () => {
    const user = open();
    const element = tile('Vehicle gate');
    const picture = element.querySelector('[data-picture]');
    expect(picture).not.toBeNull();
    const before = areaOf('Vehicle gate');
    act(() => element.focus());
    await user.keyboard('{Shift>}{Enter}{/Shift}{ArrowRight}{Enter}');
    expect(areaOf('Vehicle gate')).not.toBe(before);
    expect(areaOf('Yard')).toBe(before);
    expect(tile('Vehicle gate')).toBe(element);
    expect(element.querySelector('[data-picture]')).toBe(picture);
    expect(bridge.made.filter(({ name }) => name === 'wall.save').at(-1)?.input).toMatchObject({
      cells: ['yard', 'gate', null, null],
    });
  });

  test('a picked up camera goes back with Escape', async () => {
    const user = open();
    const before = areaOf('Vehicle gate');
    act(() => tile('Vehicle gate').focus());
    await user.keyboard('{Shift>}{Enter}{/Shift}{ArrowDown}{ArrowRight}{Escape}');
    await waitFor(() => expect(areaOf('Vehicle gate')).toBe(before));
  });

  test('steps taken before main has answered the first build on each other', async () => {
    const unanswered: (() => void)[] = [];
    bridge.on('wall.save', (input) => {
      const saved: Wall = { ...input, id: input.id ?? 'wall-2' };
      return new Promise((resolve) => {
        unanswered.push(() => {
          bridge.change('walls', { [saved.id]: saved });
          resolve(saved);
        });
      });
    });
    const user = open();
    act(() => tile('Vehicle gate').focus());
    await user.keyboard('{Shift>}{Enter}{/Shift}{ArrowRight}{ArrowDown}{Enter}');
    const moved = ['yard', null, null, 'gate'];
    expect(bridge.made.filter(({ name }) => name === 'wall.save').at(-1)?.input).toMatchObject({ cells: moved });
    const drawn = areaOf('Vehicle gate');
    for (const answer of unanswered) {
      await act(async () => answer());
      expect(areaOf('Vehicle gate')).toBe(drawn);
    }
    expect(unanswered).toHaveLength(2);

    await act(async () => bridge.change('walls', { overview: wall }));
    expect(areaOf('Vehicle gate')).not.toBe(drawn);
  });

  test('what main refuses is drawn back', async () => {
    bridge.on('wall.save', () => fail('DISK_FULL'));
    const user = open();
    const before = areaOf('Vehicle gate');
    act(() => tile('Vehicle gate').focus());
    await user.keyboard('{Shift>}{Enter}{/Shift}{ArrowRight}{Enter}');
    await waitFor(() => expect(areaOf('Vehicle gate')).toBe(before));
  });

  test('enlarges and comes back, with the focus on its tile', async () => {
    const user = open();
    act(() => tile('Yard').focus());
    await user.keyboard('{Enter}');
    expect(tile('Yard')).toHaveProperty('dataset.enlarged', 'true');
    await user.keyboard('{Escape}');
    expect(tile('Yard').dataset['enlarged']).toBeUndefined();
    expect(document.activeElement).toBe(tile('Yard'));
  });

  test('only the selected tile is a stop of the tab key', () => {
    open();
    const stops = screen.getAllByRole('region').filter((each) => each.tabIndex === 0);
    expect(stops).toHaveLength(1);
  });

  test('I switches the figures on for this workstation', async () => {
    const user = open();
    await user.keyboard('i');
    await waitFor(() => expect(bridge.made).toContainEqual({ name: 'settings.update', input: { showStats: true } }));
    expect(screen.getByRole('button', { name: 'Stats' }).getAttribute('aria-pressed')).toBe('true');
  });

  test('the camera list places a camera at the selected cell', async () => {
    bridge.change('cameras', { dock: camera('dock', { number: 3, name: 'Dock' }) });
    const user = open();
    act(() => screen.getByRole('region', { name: 'Cell 3, empty' }).focus());
    await user.click(screen.getByRole('button', { name: 'Cameras' }));
    const list = screen.getByRole('complementary', { name: 'Cameras of the site' });
    await user.type(within(list).getByRole('searchbox'), 'doc');
    expect(within(list).queryByText('Yard')).toBeNull();
    await user.click(within(list).getByRole('button', { name: /Dock/ }));
    await waitFor(() => expect(areaOf('Dock')).toBe('2 / 1 / span 1 / span 1'));
  });

  test('a site without cameras says what to do', async () => {
    bridge.full('cameras', {});
    const user = open();
    await user.click(screen.getByRole('button', { name: 'Add a camera' }));
    expect(onAddCamera).toHaveBeenCalled();
    expect(screen.getByRole('button', { name: 'Take the demo site' })).toBeTruthy();
  });

  test('a refused login leads to the camera’s editor', async () => {
    const user = open();
    act(() =>
      bridge.change('pushers', {
        gate: {
          cameraId: 'gate',
          hostId: 'local',
          generation: 1,
          state: 'held',
          since: 0,
          status: { code: 'CAMERA_LOGIN_HELD', params: {}, severity: 'warning', since: 0 },
          attempt: 3,
          nextTryAt: null,
          facts: null,
          delivery: null,
          delay: null,
          reason: { key: 'reserved', params: {} },
        },
      }),
    );
    const button = await within(tile('Vehicle gate')).findByRole('button', { name: 'Update password' });
    await user.click(button);
    expect(onEditCamera).toHaveBeenCalledWith('gate');
  });
});
