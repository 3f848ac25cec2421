/** One thing that needs a person. */
import type { FaultCode } from '#contract/faults.ts';
import type { TileState } from '#contract/views.ts';
import type { CameraId, CameraView, Params } from '#contract/words.ts';
import type { TileView } from './tile-view.ts';

export interface Alarm {
  /** The same for as long as the same thing is wrong; it ends with it, and so does its acknowledgement. */
  id: string;
  severity: 'warning' | 'critical';
  /** Unix milliseconds. */
  since: number;
  /** The camera it is about; null: a server, a document, the disk. */
  camera: CameraView | null;
  /** The camera's tile, where it is on the wall. */
  tile: TileView | null;
  /** What its tile shows, or all the tiles of its device. */
  state: TileState | null;
  /** What several cameras on the wall lost together: the address they share, or `demo`. */
  device: string | null;
  code: FaultCode | null;
  params: Params;
  /** Cameras on the wall that have no picture because of this. */
  consequences: readonly CameraId[];
  acknowledged: boolean;
}
