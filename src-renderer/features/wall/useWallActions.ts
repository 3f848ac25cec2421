/** What a person can do on the wall, by mouse or by key. */
import { useMemo, type DragEvent } from 'react';
import type { CameraId, CameraView } from '#contract/words.ts';
import { call, topicStore } from '../../bridge/bridge.ts';
import { openCamera } from '../../state/place.ts';
import { showToast } from '../../state/toasts.ts';
import { attempt } from '../../state/undo.ts';
import { formatNumber } from '../../ui/format.ts';
import { text } from '../../ui/text.ts';
import { announce } from './Announcer.tsx';
import { clearCell, placeCamera, swapCells, type Cells } from './cells.ts';
import { putDragged, takeDragged } from './drag.ts';
import { neighbour, type Direction } from './navigation.ts';
import type { TileActions } from './Tile.tsx';
import { saveWall, type ShownWall } from './useWall.ts';
import { board } from './wall-board.ts';
import type { WallAction } from './wall-keys.ts';
import { changeView, openWall, wallView } from './wall-view.ts';

const mirrored: Record<Direction, Direction> = { left: 'right', right: 'left', up: 'up', down: 'down' };

export interface WallActions extends TileActions {
  placeAtSelected: (cameraId: CameraId) => void;
  /** Selects the camera's tile, on this wall or the first other one that has it; its description where none has. */
  show: (cameraId: CameraId) => void;
  /** By the number a person typed; null: never mind. */
  goTo: (cameraNumber: number | null) => void;
  run: (action: WallAction) => void;
}

interface Options {
  showStats: boolean;
  onEditCamera: (cameraId: CameraId) => void;
  setFinding: (isFinding: boolean) => void;
}

const cameras = (): readonly CameraView[] => Object.values(topicStore('cameras').get().items);
const nameOf = (cameraId: CameraId | null | undefined) => cameras().find(({ id }) => id === cameraId)?.name ?? '';

export function useWallActions(shown: ShownWall, { showStats, onEditCamera, setFinding }: Options): WallActions {
  return useMemo(() => {
    const { wall, walls, cells, arrangement } = shown;
    const save = (next: Cells) => {
      if (wall) void saveWall({ ...wall, cells: [...next] });
    };
    const select = (selected: number) => {
      if (wallView.get().selected !== selected) changeView({ selected });
    };
    const swap = (from: number, to: number) => {
      if (!wall || from === to) return;
      save(swapCells(wall.cells, from, to));
      select(to);
    };
    const place = (cameraId: CameraId, cell: number) => {
      if (!wall) return;
      save(placeCamera(wall.cells, cameraId, cell));
      select(cell);
    };
    const show = (cameraId: CameraId) => {
      const here = cells.indexOf(cameraId);
      if (here >= 0) return changeView({ selected: here });
      const elsewhere = walls.find((each) => each.cells.includes(cameraId));
      if (!elsewhere) return openCamera(cameraId);
      openWall(elsewhere.id);
      changeView({ selected: elsewhere.cells.indexOf(cameraId) });
    };

    const move = (direction: Direction) => {
      const { selected, carried } = wallView.get();
      const to = neighbour(arrangement, selected, document.dir === 'rtl' ? mirrored[direction] : direction);
      if (carried !== null && to !== selected) {
        swap(selected, to);
        changeView({ carried: { ...carried, cell: to } });
      }
      select(to);
    };
    const carry = () => {
      const { selected, carried } = wallView.get();
      if (carried !== null) return drop();
      if (!wall || !cells[selected]) return;
      changeView({ carried: { cell: selected, before: wall.cells }, isEnlarged: false });
      announce(text('wall.carry.on', { name: nameOf(cells[selected]) }));
    };
    const drop = () => {
      announce(text('wall.carry.off', { name: nameOf(cells[wallView.get().selected]) }));
      changeView({ carried: null });
    };
    const back = () => {
      const { carried, isEnlarged } = wallView.get();
      if (carried !== null) {
        save(carried.before);
        announce(text('wall.carry.cancelled'));
        return changeView({ carried: null });
      }
      if (isEnlarged) changeView({ isEnlarged: false });
    };
    const nextAlarm = () => {
      const cameraIds = board.alarms.get().flatMap((alarm) => alarm.tile?.cameraId ?? []);
      const current = cells[wallView.get().selected];
      const next = cameraIds[(current ? cameraIds.indexOf(current) + 1 : 0) % Math.max(1, cameraIds.length)];
      if (next !== undefined) show(next);
    };
    const acknowledge = () => {
      const open = board.alarms.get().filter((alarm) => !alarm.acknowledged);
      const selected = cells[wallView.get().selected];
      const alarm = open.find((each) => each.tile !== null && each.tile.cameraId === selected) ?? open[0];
      if (alarm) board.acknowledge(alarm.id);
    };

    const run = (action: WallAction) => {
      const { selected, carried, isEnlarged, isTreeOpen } = wallView.get();
      switch (action.do) {
        case 'move':
          return move(action.direction);
        case 'enlarge':
          if (carried !== null) return drop();
          if (cells[selected]) return changeView({ isEnlarged: !isEnlarged });
          return changeView({ isTreeOpen: true });
        case 'back':
          return back();
        case 'carry':
          return carry();
        case 'clear':
          if (wall && carried === null && cells[selected]) save(clearCell(wall.cells, selected));
          return;
        case 'open-wall': {
          const next = walls[action.index];
          if (next) openWall(next.id);
          return;
        }
        case 'stats':
          return void attempt(() => call('settings.update', { showStats: !showStats }));
        case 'find':
          return setFinding(true);
        case 'tree':
          return changeView({ isTreeOpen: !isTreeOpen });
        case 'acknowledge':
          return acknowledge();
        case 'next-alarm':
          return nextAlarm();
      }
    };

    return {
      select,
      placeAtSelected: (cameraId) => place(cameraId, Math.min(wallView.get().selected, Math.max(0, cells.length - 1))),
      show,
      run,
      enlarge: (cell: number) => changeView({ selected: cell, isEnlarged: true }),
      shrink: () => changeView({ isEnlarged: false }),
      editCamera: onEditCamera,
      openCamera,
      goTo: (cameraNumber) => {
        setFinding(false);
        if (cameraNumber === null) return;
        const camera = cameras().find(({ number }) => number === cameraNumber);
        if (camera) return show(camera.id);
        showToast({ tone: 'plain', title: text('wall.goTo.unknown', { number: formatNumber(cameraNumber) }) });
      },
      beginDrag: (event: DragEvent, cell: number) => putDragged(event.dataTransfer, { kind: 'cell', cell }),
      drop: (event: DragEvent, cell: number) => {
        const dragged = takeDragged(event.dataTransfer);
        if (!dragged) return;
        event.preventDefault();
        if (dragged.kind === 'cell') swap(dragged.cell, cell);
        else place(dragged.cameraId, cell);
      },
    };
  }, [shown, showStats, onEditCamera, setFinding]);
}
