/** The wall this window shows, with a change already drawn while main still stores it. */
import { useEffect, useMemo } from 'react';
import type { CameraId, Wall } from '#contract/words.ts';
import { call, topicStore, useTopic } from '../../bridge/bridge.ts';
import { createStore, useStore } from '../../bridge/store.ts';
import { useSettings } from '../../state/site.ts';
import { attempt } from '../../state/undo.ts';
import { shownCells } from './cells.ts';
import type { Arrangement } from './layouts/arrangement.ts';
import { arrange } from './layouts/layouts.ts';
import { wallView } from './wall-view.ts';

/** A wall as it was just changed here: drawn until main has answered and the topic shows the answer, or main refuses. */
interface Draft {
  wall: Wall;
  /** What the topic had when main answered; null before the answer. */
  answered: { topicHad: Wall | undefined } | null;
}

const draft = createStore<Draft | null>(null);

/** The next change may begin before this one is answered: it builds on what is drawn. */
export async function saveWall(wall: Wall): Promise<void> {
  const mine: Draft = { wall, answered: null };
  draft.set(mine);
  let answer: Draft | null = null;
  await attempt(async () => {
    const saved = await call('wall.save', wall);
    answer = { wall: saved, answered: { topicHad: topicStore('walls').get().items[wall.id] } };
  });
  draft.set((now) => (now === mine ? answer : now));
}

const sameWall = (a: Wall, b: Wall) => JSON.stringify(a) === JSON.stringify(b);

function isSettled({ wall, answered }: Draft, stored: Wall | undefined): boolean {
  return answered !== null && stored !== undefined && (stored !== answered.topicHad || sameWall(stored, wall));
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

  // The topic has what was drafted, or something newer from another window: it is the truth from then on.
  useEffect(() => {
    if (changed && isSettled(changed, items[changed.wall.id])) draft.set((now) => (now === changed ? null : now));
  }, [items, changed]);

  return useMemo(() => {
    const walls = Object.values(items).map((wall) => (changed?.wall.id === wall.id ? changed.wall : wall));
    const wall =
      walls.find(({ id }) => id === wallId) ?? walls.find(({ id }) => id === settings?.startWallId) ?? walls[0] ?? null;
    const arrangement = wall === null ? nothing : arrange(wall.layout);
    const cells = wall === null ? [] : shownCells(wall.cells, arrangement.cells.length, (id) => cameras.items[id] !== undefined);
    return { walls, wall, arrangement, cells, isReady: ready && cameras.ready };
  }, [items, ready, cameras, changed, wallId, settings?.startWallId]);
}
