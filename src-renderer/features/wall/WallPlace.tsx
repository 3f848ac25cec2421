import { useEffect, useLayoutEffect, useMemo, useState, type ReactNode } from 'react';
import type { CameraId } from '#contract/words.ts';
import { useTopic } from '../../bridge/bridge.ts';
import { useStore } from '../../bridge/store.ts';
import { openedPlace } from '../../state/place.ts';
import { useSettings } from '../../state/site.ts';
import { useText } from '../../ui/text.ts';
import { AttentionList } from './AttentionList.tsx';
import { CameraTree } from './CameraTree.tsx';
import { SelectedFacts } from './SelectedFacts.tsx';
import { useWall } from './useWall.ts';
import { useWallActions } from './useWallActions.ts';
import { useWallKeys } from './useWallKeys.ts';
import { board, useAlarms, useTiles } from './wall-board.ts';
import { changeView, wallView } from './wall-view.ts';
import { WallBar } from './WallBar.tsx';
import { WallEmpty } from './WallEmpty.tsx';
import { WallGrid } from './WallGrid.tsx';
import './wall-place.css';

interface Props {
  /** Opens the editor of a camera's address and login. */
  onEditCamera: (cameraId: CameraId) => void;
  onAddCamera: () => void;
}

/** A minimised window presents no frames: then nothing is missed either. */
function useSeen(): void {
  useEffect(() => {
    const follow = () => board.setSeen(document.visibilityState === 'visible');
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => document.removeEventListener('visibilitychange', follow);
  }, []);
}

function SelectedPanel({ selectedCameraId }: { selectedCameraId: CameraId | null }) {
  const text = useText();
  // Followed only for which tiles exist; the facts follow their own store.
  useTiles();
  const store = selectedCameraId === null ? null : board.tile(selectedCameraId);
  return store ? <SelectedFacts store={store} /> : <p className="cr-panel-note">{text('wall.facts.none')}</p>;
}

function SidePanel({ actions, onEditCamera, children }: SidePanelProps) {
  const text = useText();
  return (
    <aside className="cr-wall-side" aria-label={text('wall.attention')}>
      <AttentionList onEditCamera={onEditCamera} onShowCamera={actions.show} />
      {children}
    </aside>
  );
}
interface SidePanelProps extends Pick<Props, 'onEditCamera'> {
  actions: ReturnType<typeof useWallActions>;
  children?: ReactNode;
}

/** The wall: saved walls above, pictures, and what needs attention beside them. Mounted once and for ever. */
export function WallPlace({ onEditCamera, onAddCamera }: Props) {
  const text = useText();
  const shown = useWall();
  const view = useStore(wallView);
  const settings = useSettings();
  const place = useStore(openedPlace);
  const hasCameras = Object.keys(useTopic('cameras').items).length > 0;
  const hasAlarms = useAlarms().length > 0;
  const [isFinding, setFinding] = useState(false);
  const showStats = settings?.showStats ?? false;
  const actions = useWallActions(shown, { showStats, onEditCamera, setFinding });
  const { wall, cells, arrangement } = shown;
  const onWall = useMemo(() => new Set(cells.filter((cameraId) => cameraId !== null)), [cells]);

  useSeen();
  useEffect(() => board.start(), []);
  // Before the page is painted: tiles are drawn with their stores from the first time on.
  useLayoutEffect(() => board.show([...onWall]), [onWall]);
  useWallKeys(actions.run, place === 'wall', settings?.singleKeyShortcuts ?? true);
  // A smaller layout may have taken the selected cell away.
  const selected = Math.min(view.selected, Math.max(0, cells.length - 1));

  return (
    <div className="cr-wall">
      <WallBar
        shown={shown}
        view={view}
        showStats={showStats}
        onToggleStats={() => actions.run({ do: 'stats' })}
        isFinding={isFinding}
        onFound={actions.goTo}
      />
      {!shown.isReady ? (
        <p className="cr-wall-empty" role="status">
          {text('wall.loading')}
        </p>
      ) : !wall || !hasCameras ? (
        <div className="cr-wall-body">
          <WallEmpty hasCameras={hasCameras} onAddCamera={onAddCamera} />
          {/* A site may look empty because something is wrong with it. */}
          {hasAlarms && <SidePanel actions={actions} onEditCamera={onEditCamera} />}
        </div>
      ) : (
        <div className="cr-wall-body">
          {view.isTreeOpen && (
            <CameraTree onWall={onWall} onPlace={actions.placeAtSelected} onClose={() => changeView({ isTreeOpen: false })} />
          )}
          <WallGrid
            arrangement={arrangement}
            cells={cells}
            view={{ ...view, selected }}
            showStats={showStats}
            label={text('wall.label', { name: wall.name })}
            actions={actions}
            onChoose={(cell) => changeView({ selected: cell, isTreeOpen: true })}
          >
            {(view.isWide || view.isAttentionOpen) && (
              <SidePanel actions={actions} onEditCamera={onEditCamera}>
                <SelectedPanel selectedCameraId={cells[selected] ?? null} />
              </SidePanel>
            )}
          </WallGrid>
        </div>
      )}
    </div>
  );
}
