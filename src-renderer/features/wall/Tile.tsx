import { memo, useEffect, useRef, type DragEvent, type KeyboardEvent } from 'react';
import { useStore, type Store } from '../../bridge/store.ts';
import { formatCameraNumber } from '../../ui/format.ts';
import { Icon, type IconName } from '../../ui/icons.tsx';
import { SeverityMark } from '../../ui/SeverityMark.tsx';
import { useText } from '../../ui/text.ts';
import { tryAgain } from './commands.ts';
import { EnlargedFacts } from './EnlargedFacts.tsx';
import { TileFigures } from './TileFigures.tsx';
import { TileMessage } from './TileMessage.tsx';
import { TilePicture } from './TilePicture.tsx';
import type { TileView } from './tile-view.ts';
import { useDropTarget } from './useDropTarget.ts';
import { board } from './wall-board.ts';
import { spokenName, stateMark, stateValue, stateWord } from './wording.ts';
import './tile.css';

export interface TileActions {
  select: (index: number) => void;
  enlarge: (index: number) => void;
  shrink: () => void;
  editCamera: (cameraId: string) => void;
  openCamera: (cameraId: string) => void;
  beginDrag: (event: DragEvent, index: number) => void;
  drop: (event: DragEvent, index: number) => void;
}

export interface TileProps {
  cell: number;
  /** For CSS `grid-area`. */
  area: string;
  store: Store<TileView>;
  isSelected: boolean;
  isEnlarged: boolean;
  isCarried: boolean;
  /** Nobody has seen this tile's critical alarm yet. */
  isUnseen: boolean;
  actions: TileActions;
}

function Caption({ view }: { view: TileView }) {
  return (
    <header className="cr-tile-caption">
      <span className="cr-tile-number cr-ltr">{formatCameraNumber(view.number)}</span>
      <span className="cr-tile-name cr-ellipsis">{view.name}</span>
      <span className="cr-tile-state">
        <SeverityMark mark={stateMark(view)} size={view.state === 'live' ? 10 : 12} inverse={view.severity === 'critical'} />
        <span className="cr-tile-word">{stateWord(view)}</span>
        <span className="cr-tile-value cr-ltr">{stateValue(view)}</span>
      </span>
    </header>
  );
}

interface ActionButton {
  icon: IconName;
  label: string;
  run: () => void;
}

function HoverActions({ view, cell, isSelected, isEnlarged, actions }: TileProps & { view: TileView }) {
  const text = useText();
  const buttons: ActionButton[] = [
    isEnlarged
      ? { icon: 'minus', label: text('tile.action.shrink'), run: () => actions.shrink() }
      : { icon: 'enlarge', label: text('tile.action.enlarge'), run: () => actions.enlarge(cell) },
    { icon: 'refresh', label: text('tile.action.restart'), run: () => tryAgain(view.cameraId) },
    { icon: 'info', label: text('tile.action.details'), run: () => actions.openCamera(view.cameraId) },
  ];
  return (
    <div className="cr-tile-actions">
      {buttons.map(({ icon, label, run }) => (
        <button key={icon} type="button" title={label} aria-label={label} tabIndex={isSelected ? 0 : -1} onClick={run}>
          <Icon name={icon} size={14} />
        </button>
      ))}
    </div>
  );
}

/** Keys meant for a button inside the tile are not keys of the wall. */
const keepButtonKeys = (event: KeyboardEvent) => {
  const isButton = event.target instanceof HTMLButtonElement;
  if (isButton && (event.key === 'Enter' || event.key === ' ')) event.stopPropagation();
};

export const Tile = memo(function Tile(props: TileProps) {
  const { cell, area, store, isSelected, isEnlarged, isCarried, isUnseen, actions } = props;
  const view = useStore(store);
  const element = useRef<HTMLElement>(null);
  const dropTarget = useDropTarget((event) => actions.drop(event, cell));
  // Selecting by keyboard carries the focus along; a selection made elsewhere does not steal it.
  useEffect(() => {
    const hasWallFocus = Boolean(document.activeElement?.closest('.cr-wall-grid'));
    if (isSelected && hasWallFocus && !element.current?.contains(document.activeElement)) element.current?.focus();
  }, [isSelected]);
  return (
    <section
      ref={element}
      className="cr-tile"
      data-camera={view.cameraId}
      data-state={view.state}
      data-severity={view.severity}
      data-selected={isSelected || undefined}
      data-enlarged={isEnlarged || undefined}
      data-carried={isCarried || undefined}
      data-unseen={isUnseen || undefined}
      // Without an area of its own the whole grid is what an enlarged tile fills.
      style={{ gridArea: isEnlarged ? 'auto' : area }}
      tabIndex={isSelected ? 0 : -1}
      aria-label={spokenName(view)}
      aria-current={isSelected || undefined}
      draggable
      onDragStart={(event) => actions.beginDrag(event, cell)}
      {...dropTarget}
      onMouseDown={() => actions.select(cell)}
      onFocus={() => actions.select(cell)}
      onDoubleClick={() => (isEnlarged ? actions.shrink() : actions.enlarge(cell))}
      onKeyDown={keepButtonKeys}
    >
      <Caption view={view} />
      <div className="cr-tile-body">
        <TilePicture picture={board.picture(view.cameraId)} />
        <TileMessage view={view} onEditCamera={actions.editCamera} />
        {!isEnlarged && <TileFigures view={view} />}
        <HoverActions {...props} view={view} />
      </div>
      {isEnlarged && <EnlargedFacts figures={view.figures} />}
    </section>
  );
});
