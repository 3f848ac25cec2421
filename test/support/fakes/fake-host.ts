import type { ProbeResult } from '../../../src-main/contract/facts.ts';
import type { AppError } from '../../../src-main/contract/faults.ts';
import type {
  Clock,
  HostPort,
  ObservedPusher,
  PusherReport,
  PusherSpec,
  ResolvedSource,
  Unsubscribe,
} from '../../../src-main/core/ports.ts';

export const publishing: PusherReport = {
  state: 'publishing',
  code: null,
  detail: null,
  attempt: 1,
  nextTryAt: null,
  facts: null,
  delivery: null,
  delay: null,
  firstFrameAt: null,
};

/** A host whose pushers are entries in a table; the test speaks and dies for them. */
export class FakeHost implements HostPort {
  readonly kind = 'local';
  /** Every action, in order: `start a~1`, `refresh a`, `stop whip-pusher-a`. */
  readonly actions: string[] = [];
  readonly specs = new Map<string, PusherSpec>();
  /** Thrown by the next start. */
  startFault: AppError | null = null;
  /** How long a start takes. */
  startTakesMs = 0;
  /** While set, starts do not resolve. */
  hangsOnStart = false;
  /** Called once at each action's beginning and end, for counting how many run at once. */
  onBusy: (change: 1 | -1) => void = () => undefined;
  answerProbe: (source: ResolvedSource) => Promise<ProbeResult> = async () => ({
    ok: false,
    code: 'CAMERA_REFUSED',
    detail: 'connection refused',
    answers: [],
  });
  readonly #pushers = new Map<string, ObservedPusher>();
  readonly #listeners = new Set<(name: string) => void>();

  constructor(
    readonly clock: Clock,
    readonly id = 'local',
  ) {}

  async start(spec: PusherSpec): Promise<void> {
    this.onBusy(1);
    if (this.startTakesMs > 0) await new Promise<void>((resolve) => this.clock.after(this.startTakesMs, resolve));
    this.actions.push(`start ${spec.cameraId}~${spec.generation}`);
    if (this.hangsOnStart) await new Promise(() => undefined);
    this.onBusy(-1);
    const fault = this.startFault;
    this.startFault = null;
    if (fault) throw fault;
    const running = this.#pushers.get(spec.name);
    const isSame = running?.specHash === spec.specHash && running.generation === spec.generation;
    if (isSame && running.process !== 'exited') return;
    const { name, cameraId, generation, specHash } = spec;
    this.specs.set(name, spec);
    this.put({
      name,
      cameraId,
      generation,
      specHash,
      ours: true,
      process: 'starting',
      exit: null,
      report: null,
      reportedAt: null,
    });
  }

  async refresh(spec: PusherSpec): Promise<void> {
    this.actions.push(`refresh ${spec.cameraId}`);
    if (this.#pushers.has(spec.name)) this.specs.set(spec.name, spec);
  }

  async stop(name: string): Promise<void> {
    this.actions.push(`stop ${name}`);
    if (this.#pushers.delete(name)) this.#tell(name);
  }

  async list(): Promise<ObservedPusher[]> {
    return [...this.#pushers.values()].map((pusher) => ({ ...pusher }));
  }

  onChange(listener: (name: string) => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  probe(source: ResolvedSource): Promise<ProbeResult> {
    return this.answerProbe(source);
  }

  async close(): Promise<void> {
    for (const name of [...this.#pushers.keys()]) await this.stop(name);
  }

  /** The pusher says how it is. */
  say(cameraId: string, report: Partial<PusherReport> = {}): void {
    const pusher = this.pusher(cameraId);
    this.put({ ...pusher, process: 'running', report: { ...publishing, ...report }, reportedAt: this.clock.monotonic() });
  }

  /** The process is gone, as after kill -9. */
  die(cameraId: string): void {
    this.put({ ...this.pusher(cameraId), process: 'exited', exit: { code: null, signal: 'SIGKILL' } });
  }

  /** Puts a pusher there that nobody asked this host for. */
  put(pusher: ObservedPusher): void {
    this.#pushers.set(pusher.name, pusher);
    this.#tell(pusher.name);
  }

  pusher(cameraId: string): ObservedPusher {
    const pusher = this.#pushers.get(`whip-pusher-${cameraId}`);
    if (!pusher) throw new Error(`no pusher of ${cameraId}`);
    return pusher;
  }

  running(): string[] {
    return [...this.#pushers.values()].filter(({ process }) => process !== 'exited').map(({ cameraId }) => cameraId);
  }

  #tell(name: string): void {
    for (const listener of this.#listeners) listener(name);
  }
}
