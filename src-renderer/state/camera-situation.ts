/** What a camera is doing, from what its pusher reports. Says "publishing", not "live": live is proven by a tile alone. */
import type { Status } from '#contract/faults.ts';
import type { PusherState, PusherView } from '#contract/views.ts';
import type { CameraView } from '#contract/words.ts';
import type { Mark } from '../ui/SeverityMark.tsx';

type CameraWord = PusherState | 'off';

export interface CameraSituation {
  word: CameraWord;
  mark: Mark;
  /** What is wrong; null when nothing is, or when it is switched off on purpose. */
  status: Status | null;
  /** Unix milliseconds; null when no pusher has ever run. */
  since: number | null;
}

const quietMarks: Record<PusherState, Mark> = {
  idle: 'untested',
  starting: 'connecting',
  connecting: 'connecting',
  publishing: 'live',
  retrying: 'connecting',
  held: 'warning',
  refused: 'warning',
  stopping: 'off',
};

export function situationOf(camera: CameraView, pusher: PusherView | undefined): CameraSituation {
  if (camera.off) return { word: 'off', mark: 'off', status: null, since: camera.off.since };
  if (!pusher) return { word: 'idle', mark: 'untested', status: null, since: null };
  const { status } = pusher;
  const mark = status && status.severity !== 'none' ? status.severity : quietMarks[pusher.state];
  return { word: pusher.state, mark, status, since: status?.since ?? pusher.since };
}

export const needsAttention = ({ mark }: CameraSituation): boolean => mark === 'critical' || mark === 'warning';
export const isQuiet = ({ word }: CameraSituation): boolean => word === 'off' || word === 'idle' || word === 'stopping';
