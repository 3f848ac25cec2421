import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, type Launch, test } from './e2e-test.ts';

const demoCameras = 6;

/** Takes the demo site on a fresh profile, ends the app, and gives back where its site document is. */
async function profileWithSite(launch: Launch, userData: string): Promise<string> {
  const app = await launch();
  await app.window.firstRun.takeDemoSite();
  await expect(app.window.wall.tilesIn('live')).toHaveCount(demoCameras, { timeout: 30_000 });
  await app.close();
  const file = fs
    .readdirSync(userData, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(userData, name))
    .find((name) => path.basename(name) === 'site.json');
  if (!file) throw new Error('the app kept no site document');
  return file;
}

test('a site from a newer version is reported and left as it is', async ({ rig, launch }) => {
  const file = await profileWithSite(launch, rig.folder('profile'));
  const newer = JSON.stringify({ ...(JSON.parse(fs.readFileSync(file, 'utf8')) as object), version: 999, fromTheFuture: true });
  fs.writeFileSync(file, newer);

  const app = await launch();
  await expect(app.window.wall.attention).toContainText('A stored document comes from a newer version of the app.');
  await test.step('an edit is refused, and says why', async () => {
    await app.window.open('Cameras');
    await app.window.cameras.add();
    await app.window.cameraDialog.fill({ address: 'rtsp://127.0.0.1:1/cam', name: 'New' });
    await app.window.cameraDialog.add();
    await expect(app.window.cameraDialog.dialog).toContainText('A stored document comes from a newer version of the app.');
  });
  await app.close();
  expect(fs.readFileSync(file, 'utf8')).toBe(newer);
});

test('a damaged site is set aside and reported, and the app is usable', async ({ rig, launch }) => {
  const file = await profileWithSite(launch, rig.folder('profile'));
  const damaged = fs.readFileSync(file, 'utf8').slice(0, 200);
  fs.writeFileSync(file, damaged);

  const app = await launch();
  await expect(app.window.wall.attention).toContainText('A stored document was damaged and has been set aside.');
  await app.window.open('Settings');
  await app.page.getByRole('button', { name: 'Install', exact: true }).click();
  await app.window.open('Wall');
  await expect(app.window.wall.tilesIn('live')).toHaveCount(demoCameras, { timeout: 30_000 });
  await app.close();

  const aside = fs.readdirSync(path.dirname(file)).filter((name) => name.startsWith('site.damaged-'));
  expect(aside).toHaveLength(1);
  expect(fs.readFileSync(path.join(path.dirname(file), aside[0] ?? ''), 'utf8')).toBe(damaged);
});

test('settings from a newer version are left as they are', async ({ rig, launch }) => {
  const site = await profileWithSite(launch, rig.folder('profile'));
  const file = path.join(path.dirname(site), 'settings.json');
  const newer = fs.readFileSync(file, 'utf8').replace(/"version":\s*\d+/, '"version": 999');
  expect(newer).toContain('999');
  fs.writeFileSync(file, newer);

  const app = await launch();
  await expect(app.window.wall.tilesIn('live')).toHaveCount(demoCameras, { timeout: 30_000 });
  await expect(app.window.wall.attention).toContainText('A stored document comes from a newer version of the app.');
  await app.close();
  expect(fs.readFileSync(file, 'utf8')).toBe(newer);
});

test('a full disk is reported, nothing is lost, and it heals', async ({ rig, launch }) => {
  test.skip(process.getuid?.() !== 0, 'only root may mount a small disk');
  const disk = rig.folder('small-disk');
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', disk]);
  rig.onClose(() => void execFileSync('umount', ['--lazy', disk]));
  const app = await launch({ userData: path.join(disk, 'profile') });
  await app.window.firstRun.takeDemoSite();
  await expect(app.window.wall.tilesIn('live')).toHaveCount(demoCameras, { timeout: 30_000 });

  const filler = path.join(disk, 'filler');
  fillDisk(filler);
  const { cameraDialog: dialog, cameras } = app.window;
  await app.window.open('Cameras');
  await cameras.add();
  await dialog.fill({ address: 'rtsp://127.0.0.1:1/cam', userName: 'viewer', password: 'secret', name: 'Late' });
  await dialog.add();
  await expect(dialog.dialog).toContainText('The disk is full, so nothing can be saved.');
  await expect(dialog.name).toHaveValue('Late');
  await expect(cameras.row('Late')).toHaveCount(0);

  fs.rmSync(filler);
  await dialog.add();
  await expect(dialog.dialog).toBeHidden();
  await expect(app.window.wall.tile('Late')).toBeVisible();
  await expect(app.window.wall.tilesIn('live')).toHaveCount(demoCameras);
  await app.close();
});

/** Leaves not one byte. */
function fillDisk(file: string): void {
  const handle = fs.openSync(file, 'w');
  try {
    for (const size of [1 << 20, 1 << 12, 1]) {
      try {
        for (;;) fs.writeSync(handle, Buffer.alloc(size));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    }
  } finally {
    fs.closeSync(handle);
  }
}
