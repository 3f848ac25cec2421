import { useMemo } from 'react';
import { useTopic } from '../bridge/bridge.ts';
import { keyBindings, type CommandId } from '../features/commands/keys.ts';
import type { PaletteEntry } from '../features/commands/palette-entries.ts';
import { openWall } from '../features/wall/wall-view.ts';
import { situationOf } from '../state/camera-situation.ts';
import { openCamera, openPlace } from '../state/place.ts';
import { formatCameraNumber } from '../ui/format.ts';
import type { IconName } from '../ui/icons.tsx';
import { useText } from '../ui/text.ts';

const commands: readonly { command: CommandId; icon: IconName }[] = [
  { command: 'addCamera', icon: 'plus' },
  { command: 'place.wall', icon: 'wall' },
  { command: 'place.cameras', icon: 'cameras' },
  { command: 'place.settings', icon: 'settings' },
  { command: 'fullScreen', icon: 'fullScreen' },
  { command: 'keys', icon: 'keyboard' },
];

/** All that the palette can find: commands, walls, cameras. */
export function usePaletteEntries(run: (command: CommandId) => void): readonly PaletteEntry[] {
  const text = useText();
  const cameras = useTopic('cameras').items;
  const pushers = useTopic('pushers').items;
  const walls = useTopic('walls').items;
  const known = useMemo((): PaletteEntry[] => {
    const wallEntries = Object.values(walls).map((wall) => ({
      id: `wall-${wall.id}`,
      icon: 'wall' as const,
      label: wall.name,
      detail: text('palette.kind.wall'),
      run: () => {
        openWall(wall.id);
        openPlace('wall');
      },
    }));
    const cameraEntries = Object.values(cameras).map((camera) => ({
      id: `camera-${camera.id}`,
      icon: 'cameras' as const,
      label: camera.name,
      detail: text('palette.kind.camera', {
        number: formatCameraNumber(camera.number),
        state: text(`camera.state.${situationOf(camera, pushers[camera.id]).word}`),
      }),
      number: camera.number,
      run: () => openCamera(camera.id),
    }));
    return [...wallEntries, ...cameraEntries];
  }, [cameras, pushers, walls, text]);
  const commandEntries = commands.map(({ command, icon }): PaletteEntry => {
    const keys = keyBindings.find((binding) => binding.command === command)?.sequence;
    return {
      id: `command-${command}`,
      icon,
      label: text(`command.${command}`),
      detail: text('palette.kind.command'),
      ...(keys ? { keys: keys.map((key) => key.replace('+', ' ')) } : {}),
      run: () => run(command),
    };
  });
  return [...commandEntries, ...known];
}
