/** What a person does with cameras. */
import { AppError } from '#contract/faults.ts';
import { suggestId } from '../cameras/camera-id.ts';
import type { Prober } from '../cameras/probe.ts';
import type { Clock } from '../ports.ts';
import { addCamera, changeCamera, requireCamera } from '../site/camera-edits.ts';
import { removeCameras } from '../site/removal.ts';
import { viewOfCamera } from '../site/site-document.ts';
import type { SiteKeeper } from '../site/site-keeper.ts';
import type { Handlers } from './dispatcher.ts';

interface CameraCallsDeps {
  clock: Clock;
  keeper: SiteKeeper;
  prober: Prober;
  /** Who switches a camera off, for those who find it so. */
  operator: () => string;
  retry: (cameraId: string) => Promise<void>;
}

type CameraCallName = `camera.${'probe' | 'add' | 'update' | 'remove' | 'retry' | 'switchOff' | 'switchOn'}`;

export function cameraCalls({ clock, keeper, prober, operator, retry }: CameraCallsDeps): Handlers<CameraCallName> {
  return {
    'camera.probe': (input) => prober.probe(input),

    'camera.add': async ({ url, username, password, ...draft }) => {
      const site = await keeper.editSource(
        draft.id ?? suggestId(draft.name, 'camera', () => false),
        { url, username, password },
        () => null,
        (current, source) => addCamera(current, { ...draft, source }),
      );
      const added = site.cameras.at(-1);
      if (!added) throw new AppError('INTERNAL');
      return viewOfCamera(added);
    },

    'camera.update': async ({ id, url, username, password, ...change }) => {
      const changesSource = url !== undefined || username !== undefined || password !== undefined;
      const site = changesSource
        ? await keeper.editSource(
            id,
            { url, username, password },
            (current) => requireCamera(current, id).source,
            (current, source) => changeCamera(current, id, { ...change, source }),
          )
        : await keeper.edit((current) => changeCamera(current, id, change));
      return viewOfCamera(requireCamera(site, id));
    },

    'camera.remove': ({ ids }) => keeper.remove((site) => removeCameras(site, ids)),

    'camera.retry': async ({ id }) => {
      requireCamera(keeper.site, id);
      await retry(id);
      return undefined;
    },

    'camera.switchOff': async ({ id, reason, until }) => {
      const since = clock.now();
      if (until !== null && until <= since) throw new AppError('INPUT_INVALID', { field: 'until', problem: 'is in the past' });
      await keeper.edit((site) => changeCamera(site, id, { off: { by: operator(), reason, since, until } }));
      return undefined;
    },

    'camera.switchOn': async ({ id }) => {
      await keeper.edit((site) => changeCamera(site, id, { off: null }));
      return undefined;
    },
  };
}
