/** What is spoken: critical changes at once, everything else gathered for a few seconds, so that speech is not flooded. */
import type { TileView } from './tile-view.ts';

export interface Spoken {
  /** Said at once. */
  urgent: readonly TileView[];
  /** May wait for the others. */
  calm: readonly TileView[];
}

/** The tiles whose state differs from before. A tile that has just been put on the wall is nothing new. */
export function changesBetween(before: readonly TileView[], after: readonly TileView[]): Spoken {
  const stateBefore = new Map(before.map((tile) => [tile.cameraId, tile.state]));
  const changed = after.filter(({ cameraId, state }) => {
    const previous = stateBefore.get(cameraId);
    return previous !== undefined && previous !== state && state !== 'connecting';
  });
  return {
    urgent: changed.filter((tile) => tile.severity === 'critical'),
    calm: changed.filter((tile) => tile.severity !== 'critical'),
  };
}
