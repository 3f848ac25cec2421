/** The single things of the site and this workstation, as hooks. */
import { ONLY } from '#contract/topics.ts';
import type { SiteView, Settings } from '#contract/views.ts';
import { useTopic } from '../bridge/bridge.ts';

/** Undefined until main has sent it. */
export const useSite = (): SiteView | undefined => useTopic('site').items[ONLY];
/** Undefined until main has sent it. */
export const useSettings = (): Settings | undefined => useTopic('settings').items[ONLY];
