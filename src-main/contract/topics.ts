/** The table of topics. Each is a keyed collection: subscribe, get all of it with a revision, then changes by key. */
import type { z } from 'zod';
import type { TopicName } from './names.ts';
import { EngineView, PusherView, Settings, SiteView } from './views.ts';
import { CameraView, Wall, Zone } from './words.ts';

/** The one key of topics that hold a single thing. */
export const ONLY = 'only';

export const topics = {
  site: SiteView,
  cameras: CameraView,
  zones: Zone,
  walls: Wall,
  pushers: PusherView,
  engines: EngineView,
  settings: Settings,
} as const satisfies Record<TopicName, z.ZodType>;

type Topics = typeof topics;
export type TopicItem<T extends TopicName> = z.output<Topics[T]>;

/** `full` replaces what the subscriber has; `change` sets keys, or removes those that are null. Revisions count by one: a gap
 * means the subscriber asks for `full` again. */
export type TopicMessage<T extends TopicName = TopicName> =
  | { topic: T; kind: 'full'; revision: number; items: Record<string, TopicItem<T>> }
  | { topic: T; kind: 'change'; revision: number; items: Record<string, TopicItem<T> | null> };
