/** The wall's state outside React: four times a second it looks at what was observed, lets every tile's state machine step, and
 * tells only those who draw something that has changed. Also what main is told: the cameras watched, and the tiles' measures. */
import type { TileReport } from '#contract/views.ts';
import type { CameraId } from '#contract/words.ts';
import type { TopicStore } from '../../bridge/bridge.ts';
import { createStore, type Store } from '../../bridge/store.ts';
import type { CameraMedia } from '../../media/camera-media.ts';
import { ONLY } from '#contract/topics.ts';
import { alarmsOf } from '../../state/alarms.ts';
import type { Alarm } from './alarm.ts';
import { attentionOf } from './attention.ts';
import { emptySummary, summaryOf, type WallSummary } from './summary.ts';
import { tileFactsOf, type TileSources } from './tile-cause.ts';
import { nextTile, startTile, type TileMemory } from './tile-state.ts';
import { drawnAlike, figuresOf, reportOf, tileViewOf, type Moment, type TileFigures, type TileView } from './tile-view.ts';

const tickMs = 250;
const figuresEveryMs = 1_000;

export interface BoardParts {
  media: Pick<CameraMedia, 'watch' | 'facts' | 'retry' | 'retryAll' | 'element' | 'seen'>;
  site: TopicStore<'site'>;
  cameras: TopicStore<'cameras'>;
  pushers: TopicStore<'pushers'>;
  engines: TopicStore<'engines'>;
  setWatched(cameraIds: readonly CameraId[]): Promise<unknown>;
  report(tiles: readonly TileReport[]): Promise<unknown>;
  moment(): Moment;
}

interface Slot {
  memory: TileMemory;
  figures: TileFigures;
  view: Store<TileView>;
}

export class Board {
  /** Most pressing first. */
  readonly alarms = createStore<readonly Alarm[]>([]);
  readonly summary = createStore<WallSummary>(emptySummary);
  /** Every tile's view, for lists; a single tile follows its own store. */
  readonly tiles = createStore<readonly TileView[]>([]);

  readonly #slots = new Map<CameraId, Slot>();
  #shown: readonly CameraId[] = [];
  /** What main has been told to keep for this window; null: nothing yet, or the last telling failed. */
  #told: string | null = null;
  #telling = false;
  #reporting = false;
  #figuresAtMs = -Infinity;
  #serverRunningSince: number | null = null;
  #acknowledged = new Set<string>();

  constructor(private readonly parts: BoardParts) {}

  /** Begins to tick. Returns a function that ends it. */
  start(): () => void {
    const { site, cameras, pushers, engines } = this.parts;
    const ends = [site, cameras, pushers, engines].map((topic) => topic.subscribe(() => undefined));
    const timer = setInterval(() => this.tick(), tickMs);
    return () => {
      clearInterval(timer);
      for (const end of ends) end();
      this.show([]);
    };
  }

  /** The cameras on the visible wall, in the order of its cells. */
  show(cameraIds: readonly CameraId[]): void {
    if (cameraIds.join() === this.#shown.join()) return;
    this.#shown = cameraIds;
    this.tick();
  }

  /** Whether the wall is drawn at all; without that no frame is presented and none is missed. */
  setSeen(seen: boolean): void {
    this.parts.media.seen = seen;
  }

  /** The store of one shown camera's tile; null when it is not shown. */
  tile(cameraId: CameraId): Store<TileView> | null {
    return this.#slots.get(cameraId)?.view ?? null;
  }

  picture(cameraId: CameraId): HTMLElement | null {
    return this.parts.media.element(cameraId);
  }

  /** A person asks again: the camera's room is joined at once, whatever its back-off or refusal. */
  rejoin(cameraId: CameraId): void {
    const camera = this.parts.cameras.get().items[cameraId];
    if (camera) this.parts.media.retry(camera.zoneId);
  }

  acknowledge(alarmId: string): void {
    this.#acknowledged = new Set([...this.#acknowledged, alarmId]);
    this.#publishAlarms();
  }

  tick(): void {
    const moment = this.parts.moment();
    const cameras = this.parts.cameras.get().items;
    const shown = this.#shown.filter((cameraId) => cameras[cameraId]);
    this.parts.media.watch(shown.map((cameraId) => ({ cameraId, zoneId: cameras[cameraId]?.zoneId ?? '' })));
    this.#tellWatched(shown);
    this.#followServer();

    const isFiguresTurn = moment.nowMs - this.#figuresAtMs >= figuresEveryMs;
    if (isFiguresTurn) this.#figuresAtMs = moment.nowMs;
    for (const cameraId of this.#slots.keys()) if (!shown.includes(cameraId)) this.#slots.delete(cameraId);
    const reports = shown.map((cameraId) => this.#step(cameraId, moment, isFiguresTurn));

    const views = shown.flatMap((cameraId) => this.#slots.get(cameraId)?.view.get() ?? []);
    const before = this.tiles.get();
    if (views.length !== before.length || views.some((view, index) => view !== before[index])) this.tiles.set(views);
    this.#publishAlarms();
    if (isFiguresTurn) {
      this.summary.set(summaryOf(views, this.alarms.get()));
      this.#report(reports);
    }
  }

  #step(cameraId: CameraId, moment: Moment, isFiguresTurn: boolean): TileReport {
    const sources = this.#sourcesOf(cameraId, moment.nowMs);
    const slot = this.#slots.get(cameraId);
    const memory = nextTile(slot?.memory ?? startTile(moment.nowMs), tileFactsOf(sources), moment.nowMs);
    const isMoving = memory.state === 'live' || memory.state === 'degraded';
    const figures = !slot || isFiguresTurn || memory.state !== slot.memory.state ? figuresOf(sources, isMoving) : slot.figures;
    const view = tileViewOf(sources, memory, figures, moment);
    if (!slot) {
      this.#slots.set(cameraId, { memory, figures, view: createStore(view) });
    } else {
      slot.memory = memory;
      slot.figures = figures;
      if (!drawnAlike(slot.view.get(), view)) slot.view.set(view);
    }
    return reportOf(view, sources, moment.nowMs);
  }

  #sourcesOf(cameraId: CameraId, nowMs: number): TileSources {
    const camera = this.parts.cameras.get().items[cameraId];
    if (!camera) throw new Error(`the wall shows ${cameraId}, which the site does not have`);
    return {
      camera,
      pusher: this.parts.pushers.get().items[cameraId] ?? null,
      engines: this.parts.engines.get().items,
      media: this.parts.media.facts(cameraId, nowMs),
    };
  }

  #publishAlarms(): void {
    const cameras = this.parts.cameras.get().items;
    const engines = this.parts.engines.get().items;
    const site = this.parts.site.get().items[ONLY];
    const siteAlarms = alarmsOf({ site, cameras, pushers: this.parts.pushers.get().items, engines });
    const alarms = attentionOf({ tiles: this.tiles.get(), siteAlarms, cameras, engines, acknowledged: this.#acknowledged });
    const standing = new Set(alarms.map((alarm) => alarm.id));
    const kept = [...this.#acknowledged].filter((id) => standing.has(id));
    if (kept.length < this.#acknowledged.size) this.#acknowledged = new Set(kept);
    if (JSON.stringify(alarms) !== JSON.stringify(this.alarms.get())) this.alarms.set(alarms);
  }

  /** A media server that has started again has new keys and no sessions: every room is joined anew, refused or not. */
  #followServer(): void {
    const server = this.parts.engines.get().items['media-server'];
    const since = server?.state === 'running' ? server.since : null;
    if (since !== null && this.#serverRunningSince !== null && since !== this.#serverRunningSince) this.parts.media.retryAll();
    if (since !== null) this.#serverRunningSince = since;
  }

  /** Told again at the next tick if it failed: main keeps only what it has been told. */
  #tellWatched(shown: readonly CameraId[]): void {
    const wanted = shown.join();
    if (this.#telling || wanted === this.#told || !this.parts.cameras.get().ready) return;
    this.#telling = true;
    this.parts
      .setWatched(shown)
      .then(() => (this.#told = wanted))
      .catch(() => (this.#told = null))
      .finally(() => (this.#telling = false));
  }

  /** A report that main is slow to take is not queued: the next one says more. */
  #report(reports: readonly TileReport[]): void {
    if (this.#reporting) return;
    this.#reporting = true;
    this.parts
      .report(reports)
      .catch(() => undefined)
      .finally(() => (this.#reporting = false));
  }
}
