import { expect, test } from './e2e-test.ts';
import { countFrames, markFrames, videoCounts } from './video-frames.ts';

const demoCameras = 6;
// At 15 frames a second one frame lasts 67 ms; a picture that was taken off the page and put back would stop for far longer.
const stillLimitMs = 1000;

test('moving, enlarging and changing place never stop a video', async ({ launch }) => {
  const app = await launch();
  const { firstRun, wall } = app.window;
  await firstRun.takeDemoSite();
  await expect(wall.tilesIn('live')).toHaveCount(demoCameras, { timeout: 30_000 });
  await countFrames(app.page);
  await expect(wall.tilesIn('live')).toHaveCount(demoCameras, { timeout: 30_000 });
  const before = await videoCounts(app.page);

  const stepThatKeepsVideos = (title: string, act: () => Promise<void>): Promise<void> =>
    test.step(title, async () => {
      await markFrames(app.page);
      await act();
      await expect
        .poll(async () => (await videoCounts(app.page)).every(({ sinceMark }) => sinceMark > 10), { message: 'frames go on' })
        .toBe(true);
      const after = await videoCounts(app.page);
      expect(after.map(({ elementId }) => elementId).sort()).toEqual(before.map(({ elementId }) => elementId).sort());
      expect(after.map(({ trackId }) => trackId).sort()).toEqual(before.map(({ trackId }) => trackId).sort());
      expect(after.filter(({ paused }) => paused)).toEqual([]);
      expect(Math.max(...after.map(({ longestGapMs }) => longestGapMs))).toBeLessThan(stillLimitMs);
    });

  const order = await wall.order();
  await stepThatKeepsVideos('dragging a tile onto another swaps them', async () => {
    await wall.tile('Platform 1 East').dragTo(wall.tile('North Road junction'));
    await expect.poll(() => wall.order()).toEqual([order[5], ...order.slice(1, 5), order[0]]);
  });

  await stepThatKeepsVideos('enlarging and going back', async () => {
    const tile = wall.tile('Ticket hall');
    const small = await tile.boundingBox();
    await tile.dblclick();
    await expect.poll(async () => (await tile.boundingBox())?.width).toBeGreaterThan(2 * (small?.width ?? Infinity));
    await app.page.keyboard.press('Escape');
    await expect.poll(async () => (await tile.boundingBox())?.width).toBe(small?.width);
  });

  await stepThatKeepsVideos('another layout', async () => {
    await wall.choose('1 + 5');
    const first = wall.tile(order[5] ?? '');
    await expect
      .poll(async () => (await first.boundingBox())?.width)
      .toBeGreaterThan(1.5 * ((await wall.tile(order[4] ?? '').boundingBox())?.width ?? 0));
    await expect(wall.tiles).toHaveCount(demoCameras);
  });

  await test.step('another place and back', async () => {
    await markFrames(app.page);
    await app.window.open('Cameras');
    await expect(app.window.cameras.table).toBeVisible();
    await app.window.open('Settings');
    await app.window.open('Wall');
    await expect(wall.tilesIn('live')).toHaveCount(demoCameras);
    const after = await videoCounts(app.page);
    expect(after.map(({ elementId }) => elementId).sort()).toEqual(before.map(({ elementId }) => elementId).sort());
    expect(after.map(({ trackId }) => trackId).sort()).toEqual(before.map(({ trackId }) => trackId).sort());
    expect(after.filter(({ paused }) => paused)).toEqual([]);
  });
  await app.close();
});

test('a camera is added, moved and enlarged by keyboard alone', async ({ launch }) => {
  const app = await launch();
  const { wall, cameraDialog } = app.window;
  const { keyboard } = app.page;
  await app.window.firstRun.takeDemoSite();
  await expect(wall.tilesIn('live')).toHaveCount(demoCameras, { timeout: 30_000 });

  await test.step('the dialog opens from the palette, and Escape closes it', async () => {
    await keyboard.press('Control+k');
    await keyboard.type('Add a camera');
    await keyboard.press('Enter');
    await expect(cameraDialog.address).toBeFocused();
    await keyboard.type('rtsp://127.0.0.1:1/keyboard');
    await keyboard.press('Tab');
    await expect(cameraDialog.userName).toBeFocused();
    await cameraDialog.name.focus();
    await keyboard.press('Control+a');
    await keyboard.type('By keyboard');
    await keyboard.press('Enter');
    await expect(cameraDialog.dialog).toBeHidden();
    await expect(wall.tile('By keyboard')).toBeVisible();
  });

  await test.step('a tile is picked up, moved and dropped', async () => {
    await wall.tile('North Road junction').focus();
    const focused = app.page.locator('section:focus');
    const name = ((await focused.getAttribute('aria-label')) ?? '').replace(/^\d+ /, '').split(', ')[0] ?? '';
    const from = await wall.tile(name).boundingBox();
    await keyboard.press('Shift+Enter');
    // Whichever way there is room.
    await keyboard.press('ArrowLeft');
    await keyboard.press('ArrowUp');
    await keyboard.press('Enter');
    await expect.poll(() => wall.tile(name).boundingBox()).not.toEqual(from);
    await expect(wall.tile(name)).toBeFocused();
  });

  await test.step('it is enlarged and put back', async () => {
    const focused = app.page.locator('section:focus');
    const small = await focused.boundingBox();
    await keyboard.press('Enter');
    await expect.poll(async () => (await focused.boundingBox())?.width).toBeGreaterThan(2 * (small?.width ?? Infinity));
    await keyboard.press('Escape');
    await expect.poll(async () => (await focused.boundingBox())?.width).toBe(small?.width);
  });
  await app.close();
});
