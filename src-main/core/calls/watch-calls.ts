/** What a window asks for the tiles it shows. */
import type { Zone } from '#contract/words.ts';
import { requireZone, type Watch } from '../watch/watch.ts';
import type { Handlers } from './dispatcher.ts';

interface WatchCallsDeps {
  watch: Watch;
  zones: () => readonly Zone[];
}

export function watchCalls({ watch, zones }: WatchCallsDeps): Handlers<`watch.${'set' | 'join' | 'report'}`> {
  return {
    'watch.set': async ({ cameraIds }, { windowId }) => {
      watch.set(windowId, cameraIds);
      return undefined;
    },
    'watch.join': async ({ zoneId }, { windowId }) => {
      requireZone(zones(), zoneId);
      return watch.join(windowId, zoneId);
    },
    'watch.report': async ({ tiles }, { windowId }) => {
      watch.report(windowId, tiles);
      return undefined;
    },
  };
}
