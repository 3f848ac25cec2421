/** What buttons in several places of the wall do. Failures are shown. */
import type { CameraId } from '#contract/words.ts';
import { call } from '../../bridge/bridge.ts';
import { attempt } from '../../state/undo.ts';
import { board } from './wall-board.ts';
import { changeView, openWall } from './wall-view.ts';

/** A person asks for another try now, on both ways: from the camera, and into its room. */
export function tryAgain(cameraId: CameraId): void {
  board.rejoin(cameraId);
  void attempt(() => call('camera.retry', { id: cameraId }));
}

/** An empty wall, opened with the list of cameras beside it. */
export function addWall(name: string): void {
  void attempt(async () => {
    const wall = await call('wall.save', { name, layout: { kind: 'grid', columns: 2, rows: 2 }, cells: [] });
    openWall(wall.id);
    changeView({ isTreeOpen: true });
  });
}

export function installDemo(): void {
  void attempt(async () => {
    const { wallId } = await call('demo.install');
    openWall(wallId);
  });
}
