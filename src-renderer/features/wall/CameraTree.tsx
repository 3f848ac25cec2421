import { memo, useMemo, useState } from 'react';
import type { PusherView } from '#contract/views.ts';
import type { CameraId, CameraView, Zone } from '#contract/words.ts';
import { useTopic } from '../../bridge/bridge.ts';
import { situationOf } from '../../state/camera-situation.ts';
import { compareNames, formatCameraNumber, formatNumber } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { SeverityMark } from '../../ui/SeverityMark.tsx';
import { useText } from '../../ui/text.ts';
import { putDragged } from './drag.ts';
import type { TileView } from './tile-view.ts';
import { useTiles } from './wall-board.ts';
import { stateMark, stateWord } from './wording.ts';
import './camera-tree.css';

interface Props {
  /** On the wall that is shown. */
  onWall: ReadonlySet<CameraId>;
  onPlace: (cameraId: CameraId) => void;
  onClose: () => void;
}

interface Group {
  zone: Zone;
  cameras: CameraView[];
}

/** Zones and their cameras, by name and number, as far as they answer to what is typed. */
function groupCameras(cameras: readonly CameraView[], zones: readonly Zone[], query: string): Group[] {
  const typed = query.trim().toLocaleLowerCase();
  const fits = ({ name, number }: CameraView) => name.toLocaleLowerCase().includes(typed) || String(number).startsWith(typed);
  return [...zones]
    .sort((a, b) => compareNames(a.name, b.name))
    .map((zone) => ({
      zone,
      cameras: cameras.filter((camera) => camera.zoneId === zone.id && fits(camera)).sort((a, b) => a.number - b.number),
    }))
    .filter((group) => group.cameras.length > 0);
}

interface ItemProps {
  camera: CameraView;
  pusher: PusherView | undefined;
  tile: TileView | undefined;
  isOnWall: boolean;
  onPlace: Props['onPlace'];
}

const CameraItem = memo(function CameraItem({ camera, pusher, tile, isOnWall, onPlace }: ItemProps) {
  const text = useText();
  const { mark } = situationOf(camera, pusher);
  const isWell = tile ? tile.state === 'live' : mark === 'live' || mark === 'untested';
  return (
    <li>
      <button
        type="button"
        className="cr-tree-camera"
        data-on-wall={isOnWall || undefined}
        draggable
        onDragStart={(event) => putDragged(event.dataTransfer, { kind: 'camera', cameraId: camera.id })}
        onClick={() => onPlace(camera.id)}
      >
        <span className="cr-tile-number cr-ltr">{formatCameraNumber(camera.number)}</span>
        <span className="cr-grow cr-ellipsis">{camera.name}</span>
        {!isWell && <SeverityMark mark={tile ? stateMark(tile) : mark} size={13} {...(tile ? { label: stateWord(tile) } : {})} />}
        {isWell && isOnWall && <span className="cr-3">{text('wall.tree.onWall')}</span>}
      </button>
    </li>
  );
});

/** Every camera of the site, to be put on the wall. */
export function CameraTree({ onWall, onPlace, onClose }: Props) {
  const text = useText();
  const [query, setQuery] = useState('');
  const cameras = useTopic('cameras').items;
  const zones = useTopic('zones').items;
  const pushers = useTopic('pushers').items;
  const tiles = useTiles();
  const groups = useMemo(() => groupCameras(Object.values(cameras), Object.values(zones), query), [cameras, zones, query]);
  return (
    <aside className="cr-tree" aria-label={text('wall.tree.label')}>
      <div className="cr-tree-find">
        <Icon name="search" size={15} />
        <input
          type="search"
          value={query}
          placeholder={text('wall.tree.find')}
          aria-label={text('wall.tree.find')}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        <button
          type="button"
          className="cr-button cr-button-small cr-button-icon cr-button-quiet"
          aria-label={text('wall.tree.close')}
          onClick={onClose}
        >
          <Icon name="close" size={14} />
        </button>
      </div>
      <div className="cr-scroll">
        {groups.length === 0 && <p className="cr-panel-note">{text('wall.tree.none')}</p>}
        {groups.map((group) => (
          <section key={group.zone.id} aria-label={group.zone.name}>
            <h3 className="cr-tree-zone">
              {group.zone.name}
              <span className="cr-3">{formatNumber(group.cameras.length)}</span>
            </h3>
            <ul>
              {group.cameras.map((camera) => (
                <CameraItem
                  key={camera.id}
                  camera={camera}
                  pusher={pushers[camera.id]}
                  tile={tiles.find((tile) => tile.cameraId === camera.id)}
                  isOnWall={onWall.has(camera.id)}
                  onPlace={onPlace}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
      <p className="cr-tree-hint">{text('wall.tree.hint')}</p>
    </aside>
  );
}
