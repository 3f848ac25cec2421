import { useState } from 'react';
import type { CameraId, CameraView } from '#contract/words.ts';
import { call, useTopic } from '../bridge/bridge.ts';
import { useStore } from '../bridge/store.ts';
import { CameraDialog } from '../features/cameras/CameraDialog.tsx';
import { CamerasPlace } from '../features/cameras/CamerasPlace.tsx';
import { KeysDialog } from '../features/commands/KeysDialog.tsx';
import type { CommandId } from '../features/commands/keys.ts';
import { Palette } from '../features/commands/Palette.tsx';
import { useKeys } from '../features/commands/useKeys.ts';
import { FirstRun } from '../features/first-run/FirstRun.tsx';
import { SettingsPlace } from '../features/settings/SettingsPlace.tsx';
import { Announcer } from '../features/wall/Announcer.tsx';
import { useWallSummary } from '../features/wall/wall-board.ts';
import { openWall } from '../features/wall/wall-view.ts';
import { WallPlace } from '../features/wall/WallPlace.tsx';
import { openedPlace, openPlace, type Place } from '../state/place.ts';
import { useSettings } from '../state/site.ts';
import { showToast } from '../state/toasts.ts';
import { attempt } from '../state/undo.ts';
import { formatCameraNumber } from '../ui/format.ts';
import { useText } from '../ui/text.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { MainLostBanner } from './MainLostBanner.tsx';
import { Rail } from './Rail.tsx';
import { StatusStrip } from './StatusStrip.tsx';
import { TopBar } from './TopBar.tsx';
import { buildWall, showOnWall, useOpenWall } from './show-on-wall.ts';
import { usePaletteEntries } from './usePaletteEntries.ts';
import { withCamera } from './wall-room.ts';
import { wallKeys } from './wall-keys.ts';
import { WindowButtons } from './WindowButtons.tsx';

type OpenDialog = { kind: 'palette' } | { kind: 'keys' } | { kind: 'add' } | { kind: 'edit'; id: CameraId };

/** A camera no wall can show yet: asks only whether there is room. */
const NEW_CAMERA = '';

/** The frame around the places, and what opens over them. */
export function Shell() {
  const text = useText();
  const place = useStore(openedPlace);
  const settings = useSettings();
  const { items: cameras, ready: camerasReady } = useTopic('cameras');
  const summary = useWallSummary();
  const wall = useOpenWall();
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const close = () => setDialog(null);

  const run = (command: CommandId) => {
    switch (command) {
      case 'palette':
        if (document.querySelector('[role=dialog]') === null) setDialog({ kind: 'palette' });
        return;
      case 'keys':
        return setDialog({ kind: 'keys' });
      case 'fullScreen':
        return void attempt(() => call('window.toggleFullScreen'));
      case 'addCamera':
        return setDialog({ kind: 'add' });
      case 'place.wall':
        return openPlace('wall');
      case 'place.cameras':
        return openPlace('cameras');
      case 'place.settings':
        return openPlace('settings');
    }
  };
  useKeys(run, settings?.singleKeyShortcuts ?? true);
  const entries = usePaletteEntries(run);

  const isFirstRun = camerasReady && settings?.firstRunDone === false && Object.keys(cameras).length === 0;
  const edited = dialog?.kind === 'edit' ? cameras[dialog.id] : undefined;
  const room = wall ? withCamera(wall, NEW_CAMERA) : null;
  const wallOffer = wall
    ? room && { wallName: wall.name, growsTo: room.growsTo }
    : { wallName: text('firstRun.wallName'), growsTo: null };

  const onSaved = (camera: CameraView, shown: boolean) => {
    close();
    const name = `${formatCameraNumber(camera.number)} ${camera.name}`;
    showToast({ tone: 'plain', title: text(dialog?.kind === 'add' ? 'camera.added' : 'camera.saved', { name }) });
    if (dialog?.kind === 'add' && shown) void attempt(() => showOnWall(camera, wall));
  };

  const covered = (name: Place) => isFirstRun || place !== name;
  return (
    <>
      <div className="cr-shell" inert={isFirstRun}>
        <MainLostBanner />
        <TopBar alarms={{ critical: summary.criticalAlarms, warning: summary.warningAlarms }} onSearch={() => run('palette')} />
        <Rail />
        <main>
          {/* Mounted for ever: changing place never stops a video. */}
          <section className="cr-place" data-place="wall" aria-label={text('place.wall')} inert={covered('wall')}>
            <ErrorBoundary>
              <WallPlace
                onEditCamera={(id: CameraId) => setDialog({ kind: 'edit', id })}
                onAddCamera={() => setDialog({ kind: 'add' })}
              />
            </ErrorBoundary>
          </section>
          {place === 'cameras' && (
            <section className="cr-place" data-place="cameras" aria-label={text('place.cameras')}>
              <ErrorBoundary>
                <CamerasPlace
                  onAdd={() => setDialog({ kind: 'add' })}
                  onEdit={(id) => setDialog({ kind: 'edit', id })}
                  onShowOnWall={(camera) => void attempt(() => showOnWall(camera, wall))}
                />
              </ErrorBoundary>
            </section>
          )}
          {place === 'settings' && (
            <section className="cr-place" data-place="settings" aria-label={text('place.settings')}>
              <ErrorBoundary>
                <SettingsPlace />
              </ErrorBoundary>
            </section>
          )}
        </main>
        <StatusStrip facts={summary} />
      </div>
      {/* Heard from every place: what lies under another one is silent to screen readers. */}
      <Announcer />
      {isFirstRun && (
        <div className="cr-first-run-cover">
          <ErrorBoundary>
            <FirstRun windowButtons={<WindowButtons />} buildWall={buildWall} onOpenWall={openWall} />
          </ErrorBoundary>
        </div>
      )}
      {dialog?.kind === 'palette' && <Palette entries={entries} onClose={close} />}
      {dialog?.kind === 'keys' && <KeysDialog wallKeys={wallKeys} onClose={close} />}
      {(dialog?.kind === 'add' || edited) && (
        <CameraDialog camera={edited ?? null} wallOffer={wallOffer} onClose={close} onSaved={onSaved} />
      )}
    </>
  );
}
