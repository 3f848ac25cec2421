import { useLayoutEffect, useMemo, useRef, useState, type CSSProperties, type ReactNode } from 'react';
import type { CameraId } from '#contract/words.ts';
import { EmptyCell } from './EmptyCell.tsx';
import { gridAreaOf, type Arrangement } from './layouts/arrangement.ts';
import { fieldSizeOf, gapPx, type FieldSize } from './layouts/field-size.ts';
import { Tile, type TileActions } from './Tile.tsx';
import { changeView, type WallView } from './wall-view.ts';
import { board, useAlarms, useTiles } from './wall-board.ts';
import './wall-grid.css';

interface Props {
  arrangement: Arrangement;
  /** One per cell of the arrangement. */
  cells: readonly (CameraId | null)[];
  view: WallView;
  showStats: boolean;
  label: string;
  actions: TileActions;
  onChoose: (cell: number) => void;
  /** The panel beside the grid: takes what the pictures leave, or lies over them where that is too little. */
  children: ReactNode;
}

/** Where the room is wide enough, this much of it is kept for the panel. */
const panelPx = 280;
const wideFromPx = 1000;

/** The room the grid has, followed as the window and the panels beside it change. */
function useRoom(isWide: boolean) {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<FieldSize>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      // A hidden place has no size; its tiles keep theirs, so that coming back changes nothing.
      if (!entry || entry.contentRect.width === 0) return;
      const { width, height } = entry.contentRect;
      setSize({ width, height });
      changeView({ isWide: width >= wideFromPx });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { box, room: { width: size.width - (isWide ? panelPx : 0), height: size.height } };
}

export function WallGrid({ arrangement, cells, view, showStats, label, actions, onChoose, children }: Props) {
  const { box, room } = useRoom(view.isWide);
  // Followed only for which tiles exist; each tile follows its own store.
  useTiles();
  const alarms = useAlarms();
  const unseen = useMemo(
    () =>
      new Set(
        alarms
          .filter((alarm) => alarm.severity === 'critical' && !alarm.acknowledged)
          .flatMap((alarm) => alarm.tile?.cameraId ?? alarm.consequences),
      ),
    [alarms],
  );
  const field = fieldSizeOf(arrangement, room);
  const style = {
    '--columns': arrangement.columns,
    '--rows': arrangement.rows,
    '--field-width': `${field.width}px`,
    '--field-height': `${field.height}px`,
    '--gap': `${gapPx}px`,
  } as CSSProperties;

  const tiles = cells.flatMap((cameraId, cell) => {
    const placement = arrangement.cells[cell];
    return cameraId === null || !placement ? [] : [{ cameraId, cell, area: gridAreaOf(placement) }];
  });
  // In one order whatever the cells are, so that moving a camera never moves its element in the page.
  tiles.sort((a, b) => (a.cameraId < b.cameraId ? -1 : 1));
  return (
    <div className="cr-wall-room" ref={box} data-wide={view.isWide || undefined}>
      <div className="cr-wall-grid" role="group" aria-label={label} style={style} data-stats={showStats || undefined}>
        {tiles.map(({ cameraId, cell, area }) => {
          const store = board.tile(cameraId);
          const isSelected = cell === view.selected;
          return store === null ? null : (
            <Tile
              key={cameraId}
              cell={cell}
              area={area}
              store={store}
              isSelected={isSelected}
              isEnlarged={isSelected && view.isEnlarged}
              isCarried={view.carried?.cell === cell}
              isUnseen={unseen.has(cameraId)}
              actions={actions}
            />
          );
        })}
        {cells.map((cameraId, cell) => {
          const placement = arrangement.cells[cell];
          return cameraId !== null || !placement ? null : (
            <EmptyCell
              key={`empty ${cell}`}
              cell={cell}
              area={gridAreaOf(placement)}
              isSelected={cell === view.selected}
              onSelect={actions.select}
              onChoose={onChoose}
              onDrop={actions.drop}
            />
          );
        })}
      </div>
      {children}
    </div>
  );
}
