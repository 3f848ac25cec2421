import { AppError, statusOf } from '../../../src-main/contract/faults.ts';
import type { Clock, EnginePort, EngineReport, MediaServerAddress, Unsubscribe } from '../../../src-main/core/ports.ts';

const RESTART_DELAY_MS = 250;

/** An engine that is up as soon as it is started, dies when told, and comes back at its address. */
export class FakeEngine<Address> implements EnginePort<Address> {
  /** Thrown by the next start. */
  startFault: AppError | null = null;
  readonly #listeners = new Set<() => void>();
  #address: Address | null = null;
  #report: EngineReport;
  #cancelRestart: () => void = () => undefined;

  constructor(
    readonly id: EnginePort<Address>['id'],
    readonly clock: Clock,
    /** Where it listens; a test may move it before a restart. */
    public home: Address,
  ) {
    this.#report = { state: 'stopped', since: clock.now(), status: null, version: null, nextTryAt: null };
  }

  async start(): Promise<Address> {
    if (this.#address) return this.#address;
    this.#enter('starting');
    await Promise.resolve();
    // Stopped, or started once more, meanwhile.
    if (this.#report.state !== 'starting') throw new AppError('ENGINE_EXITED', { engine: this.id, exit: 'stopped' });
    if (this.startFault) {
      const fault = this.startFault;
      this.startFault = null;
      this.#enter('failed', { status: statusOf(fault.code, this.clock.now(), fault.params) });
      throw fault;
    }
    this.#address = this.home;
    this.#enter('running', { version: '0.0.0' });
    return this.home;
  }

  async stop(): Promise<void> {
    this.#cancelRestart();
    if (this.#report.state === 'stopped') return;
    this.#address = null;
    this.#enter('stopped');
  }

  address(): Address | null {
    return this.#address;
  }

  report(): EngineReport {
    return this.#report;
  }

  onChange(listener: () => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  crash(): void {
    this.#address = null;
    const now = this.clock.now();
    const status = statusOf('ENGINE_EXITED', now, { engine: this.id, exit: 'SIGKILL' });
    this.#enter('restarting', { status, nextTryAt: now + RESTART_DELAY_MS });
    this.#cancelRestart = this.clock.after(RESTART_DELAY_MS, () => {
      this.#address = this.home;
      this.#enter('running', { version: '0.0.0' });
    });
  }

  #enter(state: EngineReport['state'], change: Partial<EngineReport> = {}): void {
    this.#report = { ...this.#report, status: null, nextTryAt: null, ...change, state, since: this.clock.now() };
    for (const listener of this.#listeners) listener();
  }
}

export const fakeMediaEngine = (clock: Clock): FakeEngine<MediaServerAddress> =>
  new FakeEngine('media-server', clock, {
    viewerUrl: 'ws://127.0.0.1:7880',
    apiUrl: 'http://127.0.0.1:7880',
    whipUrl: 'http://127.0.0.1:7880/whip/v1',
  });

export const fakeDemoEngine = (clock: Clock): FakeEngine<{ rtspBase: string }> =>
  new FakeEngine('demo-cameras', clock, { rtspBase: 'rtsp://127.0.0.1:40000' });
