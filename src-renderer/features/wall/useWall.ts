/** The wall this window shows, with a change already drawn while main still stores it. */
import { useEffect, useMemo } from 'react';
import type { CameraId, Wall } from '#contract/words.ts';
import { call, useTopic } from '../../bridge/bridge.ts';
import { createStore, useStore } from '../../bridge/store.ts';
import { useSettings } from '../../state/site.ts';
import { attempt } from '../../state/undo.ts';
import { shownCells } from './cells.ts';
import type { Arrangement } from './layouts/arrangement.ts';
import { arrange } from './layouts/layouts.ts';
import { wallView } from './wall-view.ts';

/** A wall as it was just changed here; dropped as soon as main's answer is in the topic, or main refuses. */
const draft = createStore<Wall | null>(null);

export async function saveWall(wall: Wall): Promise<void> {
  draft.set(wall);
  const saved = await attempt(() => call('wall.save', wall));
  if (!saved) draft.set((now) => (now === wall ? null : now));
}

export interface ShownWall {
  /** Saved walls in the order in which they were made: their keys 1 to 9 stay theirs when one is renamed. */
  walls: readonly Wall[];
  /** Null: there is none. */
  wall: Wall | null;
  arrangement: Arrangement;
  /** One per cell; cameras the site does not have are empty cells. */
  cells: readonly (CameraId | null)[];
  isReady: boolean;
}

const nothing: Arrangement = { columns: 1, rows: 1, cells: [] };

export function useWall(): ShownWall {
  const { items, ready } = useTopic('walls');
  const cameras = useTopic('cameras');
  const settings = useSettings();
  const { wallId } = useStore(wallView);
  const changed = useStore(draft);
  const stored = changed ? items[changed.id] : undefined;

  // The topic has what was drafted, or something newer from another window: it is the truth from then on.
  useEffect(() => {
    draft.set(null);
  }, [stored]);

  return useMemo(() => {
    const walls = Object.values(items).map((wall) => (changed?.id === wall.id ? changed : wall));
    const wall =
      walls.find(({ id }) => id === wallId) ?? walls.find(({ id }) => id === settings?.startWallId) ?? walls[0] ?? null;
    const arrangement = wall === null ? nothing : arrange(wall.layout);
    const cells = wall === null ? [] : shownCells(wall.cells, arrangement.cells.length, (id) => cameras.items[id] !== undefined);
    return { walls, wall, arrangement, cells, isReady: ready && cameras.ready };
  }, [items, ready, cameras, changed, wallId, settings?.startWallId]);
}
