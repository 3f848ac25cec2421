/** What this window shows of its walls: which one, which cell is selected, and how. Not part of the site. */
import type { WallId } from '#contract/words.ts';
import { createStore } from '../../bridge/store.ts';
import type { Cells } from './cells.ts';

export interface WallView {
  /** Null: the workstation's start wall, or the first there is. */
  wallId: WallId | null;
  /** Index of a cell. */
  selected: number;
  isEnlarged: boolean;
  /** A camera picked up by keyboard: the cell it is in now, and the cells as they were, to go back to. */
  carried: { cell: number; before: Cells } | null;
  isTreeOpen: boolean;
  /** Whether there is room for the attention list beside the pictures; where not, it is opened over them. */
  isWide: boolean;
  isAttentionOpen: boolean;
}

/** Survives a crash of the page, not the end of the window. */
const storageKey = 'control-room.wall';

export const wallView = createStore<WallView>({
  wallId: sessionStorage.getItem(storageKey),
  selected: 0,
  isEnlarged: false,
  carried: null,
  isTreeOpen: false,
  isWide: true,
  isAttentionOpen: false,
});

export const changeView = (change: Partial<WallView>): void => wallView.set((now) => ({ ...now, ...change }));

export function openWall(wallId: WallId): void {
  sessionStorage.setItem(storageKey, wallId);
  changeView({ wallId, selected: 0, isEnlarged: false, carried: null });
}
