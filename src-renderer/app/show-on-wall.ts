/** Bringing cameras onto walls, from any place. */
import { useMemo } from 'react';
import type { CameraId, CameraView, Wall, WallId } from '#contract/words.ts';
import { call } from '../bridge/bridge.ts';
import { useWall } from '../features/wall/useWall.ts';
import { openWall } from '../features/wall/wall-view.ts';
import { openPlace } from '../state/place.ts';
import { showToast } from '../state/toasts.ts';
import { formatCameraNumber } from '../ui/format.ts';
import { text } from '../ui/text.ts';
import { gridFor, withCamera } from './wall-room.ts';

/** The wall this window has open, its cells as they are shown; undefined where there is none at all. */
export function useOpenWall(): Wall | undefined {
  const { wall, cells } = useWall();
  return useMemo(() => (wall ? { ...wall, cells: [...cells] } : undefined), [wall, cells]);
}

/** A new wall of the smallest grid that holds them all. */
export async function buildWall(cameraIds: readonly CameraId[]): Promise<WallId> {
  const wall = await call('wall.save', {
    name: text('firstRun.wallName'),
    layout: gridFor(cameraIds.length),
    cells: [...cameraIds],
  });
  return wall.id;
}

/** Puts the camera on the wall, or on a new one, and opens it; says why where that cannot be. Throws `CallError`. */
export async function showOnWall(camera: CameraView, wall: Wall | undefined): Promise<void> {
  if (!wall) {
    openWall(await buildWall([camera.id]));
    return openPlace('wall');
  }
  const room = withCamera(wall, camera.id);
  if (room) await call('wall.save', room.wall);
  else if (!wall.cells.includes(camera.id)) {
    const name = `${formatCameraNumber(camera.number)} ${camera.name}`;
    showToast({ tone: 'warning', title: text('camera.noRoom', { name, wall: wall.name }) });
    return;
  }
  openWall(wall.id);
  openPlace('wall');
}
