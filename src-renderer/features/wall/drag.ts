/** What is dragged onto a cell: another cell's camera, or a camera from the list. */
import type { CameraId } from '#contract/words.ts';

const type = 'application/x-control-room-tile';

export type Dragged = { kind: 'cell'; cell: number } | { kind: 'camera'; cameraId: CameraId };

type Transfer = Pick<DataTransfer, 'setData' | 'getData'> & { effectAllowed: DataTransfer['effectAllowed'] };

export function putDragged(transfer: Transfer, dragged: Dragged): void {
  transfer.effectAllowed = 'move';
  transfer.setData(type, JSON.stringify(dragged));
}

/** Null: something from elsewhere. */
export function takeDragged(transfer: Pick<DataTransfer, 'getData'>): Dragged | null {
  const data = transfer.getData(type);
  if (data === '') return null;
  return JSON.parse(data) as Dragged;
}
