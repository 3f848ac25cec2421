/** All pushers of the site: intents in, views out. */
import type { CameraId } from '#contract/words.ts';
import { parseRtspUrl } from '../cameras/rtsp-url.ts';
import type { RuntimeCounters } from '../documents/runtime-document.ts';
import type { Clock, HostPort, LogPort } from '../ports.ts';
import type { Reservations } from '../reservations/reservations.ts';
import { findCamera, type SiteDocument } from '../site/site-document.ts';
import type { TopicHub } from '../topics.ts';
import { intentsOf, type Intent } from './intents.ts';
import { pusherView } from './pusher-view.ts';
import { Reconciler } from './reconciler.ts';
import type { SpecResolver } from './spec-resolver.ts';
import { sourceUrlOf } from './spec.ts';

interface FleetDeps {
  clock: Clock;
  log: LogPort;
  hosts: readonly [HostPort, ...HostPort[]];
  random: () => number;
  topics: TopicHub;
  counters: RuntimeCounters;
  resolver: SpecResolver;
  site: () => SiteDocument;
  reservations: () => Reservations;
  demoRtspBase: () => string | null;
  grantEpoch: () => string | null;
  beforeResync: () => void;
}

export class Fleet {
  readonly #deps: FleetDeps;
  readonly #reconciler: Reconciler;
  #intents = new Map<string, Intent>();
  #isRunning = false;

  constructor(deps: FleetDeps) {
    this.#deps = deps;
    this.#reconciler = new Reconciler({
      ...deps,
      buildSpec: (intent, nextGeneration) => deps.resolver.resolve(intent, nextGeneration),
      onObserved: (key) => this.#show(key),
      beforeResync: () => {
        deps.beforeResync();
        this.update();
      },
    });
  }

  start(): void {
    this.#isRunning = true;
    this.#reconciler.start();
  }

  end(): void {
    this.#isRunning = false;
    this.#reconciler.end();
  }

  /** Something that decides about pushers has changed: the site, a reservation, an engine, the time. */
  update(): void {
    if (!this.#isRunning) return;
    const { clock, counters, demoRtspBase, grantEpoch, hosts, reservations, site, topics } = this.#deps;
    const intents = intentsOf(site(), reservations(), {
      hostId: hosts[0].id,
      demoRtspBase: demoRtspBase(),
      grantEpoch: grantEpoch(),
      loginRetry: (cameraId) => counters.loginRetry(cameraId),
      now: clock.monotonic(),
    });
    this.#intents = new Map(intents.map((intent) => [intent.key, intent]));
    const cameraIds = new Set(intents.map(({ cameraId }) => cameraId));
    const views = Object.entries(topics.read('pushers')).filter(([cameraId]) => cameraIds.has(cameraId));
    topics.replace('pushers', Object.fromEntries(views));
    this.#reconciler.setIntents(intents);
  }

  async retry(cameraId: CameraId): Promise<void> {
    await this.#deps.counters.raiseLoginRetry(cameraId);
    await this.#reconciler.retry(cameraId);
    this.update();
  }

  #show(key: string): void {
    const { clock, counters, site, topics } = this.#deps;
    const intent = this.#intents.get(key);
    if (!intent) return;
    const { cameraId } = intent;
    const view = pusherView(intent, this.#reconciler.observed(key), topics.item('pushers', cameraId), {
      wall: clock.now(),
      wallOffset: clock.now() - clock.monotonic(),
      generation: counters.generation(cameraId),
      params: { camera: cameraId, ...this.#textParams(site(), cameraId) },
    });
    topics.set('pushers', cameraId, view);
  }

  /** What texts of faults may name: the camera as people know it, and where it should answer. */
  #textParams(site: SiteDocument, cameraId: CameraId): Record<string, string> {
    const camera = findCamera(site, cameraId);
    if (!camera) return {};
    const url = sourceUrlOf(camera.source, this.#deps.demoRtspBase());
    return { name: camera.name, ...(url === null ? {} : { address: parseRtspUrl(url).authority }) };
  }
}
