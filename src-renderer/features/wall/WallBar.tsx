import { Menu } from '@mantine/core';
import { useState } from 'react';
import type { Layout, Wall } from '#contract/words.ts';
import { call } from '../../bridge/bridge.ts';
import { useSettings } from '../../state/site.ts';
import { attempt, offerUndo } from '../../state/undo.ts';
import { formatNumber } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { useText } from '../../ui/text.ts';
import { addWall } from './commands.ts';
import { GoToCamera } from './GoToCamera.tsx';
import { LayoutPicture } from './LayoutPicture.tsx';
import { layoutNameOf, offeredLayouts, sameLayout } from './layouts/layouts.ts';
import { RenameWall } from './RenameWall.tsx';
import { saveWall, type ShownWall } from './useWall.ts';
import { changeView, openWall, type WallView } from './wall-view.ts';
import './wall-bar.css';

interface Props {
  shown: ShownWall;
  view: WallView;
  showStats: boolean;
  onToggleStats: () => void;
  isFinding: boolean;
  onFound: (cameraNumber: number | null) => void;
}

/** Keys 1 to 9 open a wall; there is none for the tenth. */
const mostKeys = 9;

function WallMenu({ wall, onRename }: { wall: Wall; onRename: () => void }) {
  const text = useText();
  const isStart = useSettings()?.startWallId === wall.id;
  const remove = () =>
    attempt(async () => offerUndo(text('wall.removed', { name: wall.name }), await call('wall.remove', { id: wall.id })));
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button
          type="button"
          className="cr-button cr-button-small cr-button-icon cr-button-quiet"
          aria-label={text('wall.more', { name: wall.name })}
        >
          <Icon name="more" size={15} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onRename}>{text('wall.rename')}</Menu.Item>
        <Menu.Item disabled={isStart} onClick={() => void attempt(() => call('settings.update', { startWallId: wall.id }))}>
          {text(isStart ? 'wall.isStart' : 'wall.setStart')}
        </Menu.Item>
        <Menu.Item onClick={() => void remove()}>{text('wall.remove')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function LayoutMenu({ wall }: { wall: Wall }) {
  const text = useText();
  const choose = (layout: Layout) => {
    changeView({ isEnlarged: false, carried: null });
    void saveWall({ ...wall, layout });
  };
  return (
    <Menu position="bottom-end" classNames={{ dropdown: 'cr-layouts' }}>
      <Menu.Target>
        <button
          type="button"
          className="cr-button cr-button-small"
          aria-label={text('wall.layoutNow', { layout: layoutNameOf(wall.layout) })}
        >
          <LayoutPicture layout={wall.layout} />
          <span className="cr-ltr">{layoutNameOf(wall.layout)}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown aria-label={text('wall.layout')}>
        {offeredLayouts.map((layout) => (
          <Menu.Item
            key={layoutNameOf(layout)}
            leftSection={<LayoutPicture layout={layout} />}
            data-chosen={sameLayout(layout, wall.layout) || undefined}
            onClick={() => choose(layout)}
          >
            <span className="cr-ltr">{layoutNameOf(layout)}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

export function WallBar({ shown: { walls, wall }, view, showStats, onToggleStats, isFinding, onFound }: Props) {
  const text = useText();
  const [isRenaming, setRenaming] = useState(false);
  return (
    <div className="cr-wall-bar">
      {walls.length > 0 && (
        <div className="cr-wall-tabs" role="group" aria-label={text('wall.saved')}>
          {walls.map((each, index) => (
            <button key={each.id} type="button" aria-pressed={each.id === wall?.id} onClick={() => openWall(each.id)}>
              <span className="cr-ellipsis">{each.name}</span>
              {index < mostKeys && <kbd className="cr-kbd">{index + 1}</kbd>}
            </button>
          ))}
        </div>
      )}
      <button
        type="button"
        className="cr-button cr-button-small cr-button-icon cr-button-quiet"
        aria-label={text('wall.add')}
        title={text('wall.add')}
        onClick={() => addWall(text('wall.newName', { number: formatNumber(walls.length + 1) }))}
      >
        <Icon name="plus" />
      </button>
      {wall && <WallMenu wall={wall} onRename={() => setRenaming(true)} />}
      <span className="cr-grow" />
      {isFinding && <GoToCamera onFound={onFound} />}
      {wall && <LayoutMenu wall={wall} />}
      <button
        type="button"
        className="cr-button cr-button-small"
        aria-pressed={view.isTreeOpen}
        onClick={() => changeView({ isTreeOpen: !view.isTreeOpen })}
      >
        <Icon name="list" size={15} />
        {text('wall.cameras')}
      </button>
      <button type="button" className="cr-button cr-button-small" aria-pressed={showStats} onClick={onToggleStats}>
        <Icon name="activity" size={15} />
        {text('wall.stats')}
      </button>
      {!view.isWide && (
        <button
          type="button"
          className="cr-button cr-button-small"
          aria-pressed={view.isAttentionOpen}
          onClick={() => changeView({ isAttentionOpen: !view.isAttentionOpen })}
        >
          <Icon name="bell" size={15} />
          {text('wall.attention')}
        </button>
      )}
      <button
        type="button"
        className="cr-button cr-button-small"
        onClick={() => void attempt(() => call('window.toggleFullScreen'))}
      >
        <Icon name="fullScreen" size={15} />
        {text('wall.fullScreen')}
      </button>
      {wall && isRenaming && <RenameWall wall={wall} onClose={() => setRenaming(false)} />}
    </div>
  );
}
