/** The servers the app runs itself: started in order, shown in their topic, and never a reason for the app not to open. */
import { AppError, statusOf, type Status } from '#contract/faults.ts';
import type { Clock, EnginePort, LogPort, MediaServerAddress, Unsubscribe } from '../ports.ts';
import type { TopicHub } from '../topics.ts';

export interface DemoAddress {
  rtspBase: string;
}

interface EnginesDeps {
  clock: Clock;
  log: LogPort;
  topics: TopicHub;
  mediaEngine: EnginePort<MediaServerAddress>;
  demoEngine: EnginePort<DemoAddress>;
  /** An engine came up, moved or went down. */
  onChange(): void;
}

export class Engines {
  readonly #deps: EnginesDeps;
  readonly #subscriptions: Unsubscribe[];
  /** Why the last start was refused, until a report says otherwise. */
  readonly #startFaults = new Map<string, Status>();
  #demoIsWanted = false;

  constructor(deps: EnginesDeps) {
    this.#deps = deps;
    const { mediaEngine, demoEngine } = deps;
    this.#subscriptions = [mediaEngine, demoEngine].map((engine) =>
      engine.onChange(() => {
        this.#publish(engine);
        deps.onChange();
      }),
    );
    this.#publish(mediaEngine);
    this.#publish(demoEngine);
  }

  /** Media server first: nothing can be published before it. Does not wait until they are healthy: their reports tell. */
  start(demoIsWanted: boolean): void {
    void this.#start(this.#deps.mediaEngine);
    this.wantDemo(demoIsWanted);
  }

  /** Runs the demo cameras exactly while the site has some. */
  wantDemo(isWanted: boolean): void {
    if (isWanted === this.#demoIsWanted) return;
    this.#demoIsWanted = isWanted;
    void (isWanted ? this.#start(this.#deps.demoEngine) : this.#stop(this.#deps.demoEngine));
  }

  async stop(): Promise<void> {
    await this.#stop(this.#deps.demoEngine);
    await this.#stop(this.#deps.mediaEngine);
    for (const unsubscribe of this.#subscriptions) unsubscribe();
  }

  /** Changes with every start of the media server: grants given before are then void. Null while it is down. */
  grantEpoch(): string | null {
    const { mediaEngine } = this.#deps;
    const address = mediaEngine.address();
    return address === null ? null : `${mediaEngine.report().since} ${address.whipUrl}`;
  }

  demoRtspBase(): string | null {
    return this.#deps.demoEngine.address()?.rtspBase ?? null;
  }

  async #start(engine: EnginePort<unknown>): Promise<void> {
    try {
      await engine.start();
      this.#startFaults.delete(engine.id);
    } catch (error) {
      const { code, params } = error instanceof AppError ? error : new AppError('ENGINE_EXITED', { engine: engine.id });
      this.#startFaults.set(engine.id, statusOf(code, this.#deps.clock.now(), { engine: engine.id, ...params }));
      this.#deps.log.write('error', 'engines', `${engine.id} did not start: ${code}`, { ...params, cause: String(error) });
    }
    this.#publish(engine);
  }

  async #stop(engine: EnginePort<unknown>): Promise<void> {
    try {
      await engine.stop();
    } catch (error) {
      this.#deps.log.write('error', 'engines', `${engine.id} did not stop`, { cause: String(error) });
    }
    this.#publish(engine);
  }

  #publish(engine: EnginePort<unknown>): void {
    const { state, since, status, version, nextTryAt } = engine.report();
    if (state === 'running') this.#startFaults.delete(engine.id);
    const shown = status ?? this.#startFaults.get(engine.id) ?? null;
    this.#deps.topics.set('engines', engine.id, { id: engine.id, state, since, status: shown, version, nextTryAt });
  }
}
