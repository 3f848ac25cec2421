// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test } from 'vitest';
import { screen, waitFor } from '@testing-library/react';
import { ToastList } from '../../../src-renderer/app/ToastList.tsx';
import { SettingsPlace } from '../../../src-renderer/features/settings/SettingsPlace.tsx';
import { settingsView, siteView } from '../../support/site-views.ts';
import { clearPage, fill, preparePage, show } from '../../support/page.tsx';
import { fail, type TestBridge } from '../../support/test-bridge.ts';

let bridge: TestBridge;
beforeEach(() => {
  bridge = preparePage();
  bridge.full('site', { only: siteView({ hasDemo: true }) });
  bridge.full('settings', { only: settingsView() });
  bridge.full('walls', {});
});
afterEach(clearPage);

const open = () =>
  show(
    <>
      <SettingsPlace />
      <ToastList />
    </>,
  );
const made = (name: string) => bridge.made.filter((call) => call.name === name).map((call) => call.input);

test('a switch is saved at once', async () => {
  bridge.on('settings.update', (change) => settingsView(change as object));
  const user = open();
  await user.click(screen.getByLabelText('Single-key shortcuts'));
  expect(made('settings.update')).toEqual([{ singleKeyShortcuts: false }]);
});

test('a text is saved when its field is left, unchanged text is not', async () => {
  bridge.on('site.rename', () => undefined);
  open();
  fill(screen.getByLabelText('Site name'), 'Northgate ');
  fill(screen.getByLabelText('Site name'), 'Harbour');
  await waitFor(() => expect(made('site.rename')).toEqual([{ name: 'Harbour' }]));
});

test('a name that may not be empty is not sent', () => {
  open();
  fill(screen.getByLabelText('Workstation name'), ' ');
  expect(screen.getByText('This must not be empty.')).toBeTruthy();
  expect(made('settings.update')).toEqual([]);
});

test('what could not be saved is said at the field, and what was typed stays', async () => {
  bridge.on('site.rename', () => fail('DISK_FULL'));
  open();
  fill(screen.getByLabelText('Site name'), 'Harbour');
  expect(await screen.findByText('The disk is full, so nothing can be saved.')).toBeTruthy();
  expect(screen.getByLabelText<HTMLInputElement>('Site name').value).toBe('Harbour');
});

test('the demo site goes with one click and comes back with another', async () => {
  bridge.on('demo.remove', () => ({ undoId: 'u2', expiresAt: Date.now() + 60_000 }));
  bridge.on('site.undo', () => undefined);
  const user = open();
  await user.click(screen.getByText('Remove'));
  await user.click(await screen.findByText('Undo'));
  expect(made('site.undo')).toEqual([{ undoId: 'u2' }]);
});
