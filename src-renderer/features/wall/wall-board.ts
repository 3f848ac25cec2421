/** The one board of this window, joined to main and to the rooms. */
import { call, topicStore } from '../../bridge/bridge.ts';
import { useStore } from '../../bridge/store.ts';
import { CameraMedia } from '../../media/camera-media.ts';
import type { Alarm } from './alarm.ts';
import { Board } from './board.ts';
import type { WallSummary } from './summary.ts';
import type { TileView } from './tile-view.ts';

const media = new CameraMedia((zoneId) => call('watch.join', { zoneId }));

export const board = new Board({
  media,
  site: topicStore('site'),
  cameras: topicStore('cameras'),
  pushers: topicStore('pushers'),
  engines: topicStore('engines'),
  setWatched: (cameraIds) => call('watch.set', { cameraIds: [...cameraIds] }),
  report: (tiles) => call('watch.report', { tiles: [...tiles] }),
  moment: () => ({ nowMs: performance.now(), unixMs: Date.now() }),
});

export const useWallSummary = (): WallSummary => useStore(board.summary);
export const useAlarms = (): readonly Alarm[] => useStore(board.alarms);
export const useTiles = (): readonly TileView[] => useStore(board.tiles);
