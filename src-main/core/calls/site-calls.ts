/** What a person does with the site, its walls, the demo and this workstation's settings. */
import type { Settings } from '#contract/views.ts';
import type { KeptDocument } from '../documents/kept-document.ts';
import { installDemo, removeDemo } from '../site/demo.ts';
import { removeWall } from '../site/removal.ts';
import type { SiteKeeper } from '../site/site-keeper.ts';
import { saveWall } from '../site/walls.ts';
import type { SettingsDocument } from '../workstation/settings-document.ts';
import type { Handlers } from './dispatcher.ts';

interface SiteCallsDeps {
  keeper: SiteKeeper;
  settings: KeptDocument<SettingsDocument>;
}

type SiteCallName =
  `site.${'rename' | 'undo'}` | `demo.${'install' | 'remove'}` | `wall.${'save' | 'remove'}` | 'settings.update';

export function siteCalls({ keeper, settings }: SiteCallsDeps): Handlers<SiteCallName> {
  return {
    'site.rename': async ({ name }) => {
      await keeper.edit((site) => (site.name === name ? site : { ...site, name }));
      return undefined;
    },

    'site.undo': async ({ undoId }) => {
      await keeper.undo(undoId);
      return undefined;
    },

    'demo.install': () =>
      keeper.editFor((site) => {
        const installed = installDemo(site);
        return { site: installed.site, result: { wallId: installed.wallId } };
      }),

    'demo.remove': () => keeper.remove(removeDemo),

    'wall.save': (draft) =>
      keeper.editFor((site) => {
        const saved = saveWall(site, draft);
        return { site: saved.site, result: saved.wall };
      }),

    'wall.remove': ({ id }) => keeper.remove((site) => removeWall(site, id)),

    'settings.update': async (changes) => {
      const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<Settings>;
      const kept = await settings.edit((current) => ({ ...current, settings: { ...current.settings, ...given } }));
      return kept.settings;
    },
  };
}
