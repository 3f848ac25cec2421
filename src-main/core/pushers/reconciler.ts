/** Brings what runs to what is wanted: looks, plans for one key at a time, acts through the slot's table. */
import { AppError } from '#contract/faults.ts';
import type { CameraId } from '#contract/words.ts';
import type { Clock, HostPort, LogPort, ObservedPusher, PusherSpec, Unsubscribe } from '../ports.ts';
import { sameValue } from '../same-value.ts';
import { DirtyQueue } from './dirty-queue.ts';
import { HostLook } from './host-look.ts';
import { pusherKey, type Intent } from './intents.ts';
import { inputOf, isAlive } from './observe.ts';
import { plan, type Action, type Given, type Observed } from './plan.ts';
import { newSlot, step, type Slot, type SlotEffect, type SlotInput } from './slot.ts';

/** The slow look at everything, for what no event told. */
const RESYNC_INTERVAL_MS = 5_000;
/** A resync that comes this late means that the computer slept. */
const SLEPT_AFTER_MS = 3 * RESYNC_INTERVAL_MS;
const START_TIMEOUT_MS = 20_000;

export interface ReconcilerDeps {
  clock: Clock;
  log: LogPort;
  hosts: readonly HostPort[];
  random: () => number;
  /** Resolves source and grant. `nextGeneration`: what runs is being replaced. */
  buildSpec(intent: Intent, nextGeneration: boolean): Promise<PusherSpec>;
  /** Something about this key is new. */
  onObserved(key: string): void;
  /** Called before every slow look: time alone may have changed the intents. */
  beforeResync(): void;
}

export class Reconciler {
  readonly #deps: ReconcilerDeps;
  readonly #looks: ReadonlyMap<string, HostLook>;
  readonly #queue: DirtyQueue;
  readonly #slots = new Map<string, Slot>();
  readonly #given = new Map<string, Given>();
  readonly #seen = new Map<string, ObservedPusher | null>();
  readonly #wakes = new Map<string, () => void>();
  #intents = new Map<string, Intent>();
  #subscriptions: Unsubscribe[] = [];
  #cancelResync: () => void = () => undefined;
  #awakeSince = 0;
  #lastResyncAt = 0;
  #ended = false;

  constructor(deps: ReconcilerDeps) {
    this.#deps = deps;
    this.#looks = new Map(deps.hosts.map((host) => [host.id, new HostLook(host)]));
    this.#queue = new DirtyQueue((key) => this.#work(key), hostIdOf);
  }

  start(): void {
    this.#awakeSince = this.#lastResyncAt = this.#deps.clock.monotonic();
    this.#subscriptions = this.#deps.hosts.map((host) => host.onChange((name) => this.#queue.mark(pusherKey(host.id, name))));
    void this.#resync();
  }

  /** No further action is begun. What runs is left to whoever closes the hosts. */
  end(): void {
    this.#ended = true;
    this.#queue.end();
    this.#cancelResync();
    for (const unsubscribe of this.#subscriptions) unsubscribe();
    for (const cancel of this.#wakes.values()) cancel();
  }

  setIntents(intents: readonly Intent[]): void {
    const before = this.#intents;
    this.#intents = new Map(intents.map((intent) => [intent.key, intent]));
    for (const [key, intent] of this.#intents) if (!sameValue(before.get(key), intent)) this.#changed(key);
    for (const key of before.keys()) if (!this.#intents.has(key)) this.#changed(key);
  }

  observed(key: string): Observed | null {
    const slot = this.#slots.get(key);
    const pusher = this.#seen.get(key) ?? null;
    if (!slot && !pusher) return null;
    const cameraId = this.#intents.get(key)?.cameraId ?? pusher?.cameraId ?? '';
    const name = nameOf(key);
    return {
      key,
      hostId: hostIdOf(key),
      name,
      cameraId,
      pusher,
      slot: slot ?? newSlot(this.#deps.clock.monotonic()),
      given: this.#given.get(key) ?? null,
    };
  }

  /** A person asks for another try now. */
  async retry(cameraId: CameraId): Promise<void> {
    for (const [key, intent] of this.#intents) {
      if (intent.cameraId !== cameraId) continue;
      await this.#input(key, { kind: 'retried' });
      this.#queue.mark(key);
    }
  }

  #changed(key: string): void {
    this.#deps.onObserved(key);
    this.#queue.mark(key);
  }

  async #resync(): Promise<void> {
    const { clock } = this.#deps;
    const now = clock.monotonic();
    if (now - this.#lastResyncAt >= SLEPT_AFTER_MS) this.#awakeSince = now;
    this.#lastResyncAt = now;
    this.#deps.beforeResync();
    for (const [hostId, look] of this.#looks) {
      const pushers = await this.#list(look);
      if (!pushers) continue;
      for (const [name, pusher] of pushers) this.#see(pusherKey(hostId, name), pusher);
      for (const key of this.#seen.keys()) if (hostIdOf(key) === hostId && !pushers.has(nameOf(key))) this.#see(key, null);
    }
    if (this.#ended) return;
    const all = [...new Set([...this.#slots.keys(), ...this.#seen.keys()])]
      .map((key) => this.observed(key))
      .filter((item) => item !== null);
    const time = { wall: clock.now(), monotonic: clock.monotonic() };
    for (const item of all) {
      if (inputOf(item.slot, item.pusher, time.monotonic, this.#awakeSince)) this.#queue.mark(item.key);
    }
    for (const action of plan([...this.#intents.values()], all, time)) this.#queue.mark(action.key);
    this.#cancelResync = clock.after(RESYNC_INTERVAL_MS, () => void this.#resync());
  }

  async #work(key: string): Promise<void> {
    const { clock } = this.#deps;
    const look = this.#looks.get(hostIdOf(key));
    const pushers = look ? await this.#list(look) : null;
    if (!pushers || this.#ended) return;
    this.#see(key, pushers.get(nameOf(key)) ?? null);
    const intent = this.#intents.get(key);
    const slot = this.#slots.get(key) ?? newSlot(clock.monotonic());
    const input = inputOf(slot, this.#seen.get(key) ?? null, clock.monotonic(), this.#awakeSince);
    if (input) await this.#input(key, input);

    const observed = this.observed(key);
    const time = { wall: clock.now(), monotonic: clock.monotonic() };
    const action = plan(intent ? [intent] : [], observed ? [observed] : [], time)[0];
    if (action && !this.#ended) await this.#act(action, intent);
    else if (!intent?.wanted) await this.#rest(key, intent);
  }

  async #act(action: Action, intent: Intent | undefined): Promise<void> {
    const { key, kind, reason } = action;
    this.#deps.log.write('info', 'pushers', `${kind} ${action.name}`, {
      host: action.hostId,
      because: reason.key,
      ...reason.params,
    });
    if (kind === 'stop') await this.#input(key, { kind: 'stop-wanted' });
    else if (kind === 'refresh') await this.#refresh(action, intent);
    else await this.#input(key, { kind: 'start-wanted' }, kind === 'replace');
  }

  /** Nobody wants it and nothing runs: what is remembered of its failures goes. */
  async #rest(key: string, intent: Intent | undefined): Promise<void> {
    if (this.#slots.has(key)) await this.#input(key, { kind: 'unwanted' });
    if (intent || isAlive(this.#seen.get(key) ?? null)) return;
    if (this.#slots.get(key)?.state === 'absent') {
      this.#slots.delete(key);
      this.#seen.delete(key);
      this.#deps.onObserved(key);
    }
  }

  /** The only place where a slot changes. Effects are carried out before it resolves. */
  async #input(key: string, input: SlotInput, nextGeneration = false): Promise<void> {
    const { clock, log, random } = this.#deps;
    const before = this.#slots.get(key) ?? newSlot(clock.monotonic());
    const { slot, effects } = step(before, input, { now: clock.monotonic(), random: random() });
    this.#slots.set(key, slot);
    if (slot.state !== 'running') this.#given.delete(key);
    if (slot.fault && slot.fault !== before.fault) {
      log.write('warn', 'pushers', `${nameOf(key)}: ${slot.fault.code}`, {
        ...slot.fault.params,
        failures: slot.failures,
        state: slot.state,
      });
    }
    this.#deps.onObserved(key);
    for (const effect of effects) await this.#carryOut(key, effect, nextGeneration);
  }

  async #carryOut(key: string, effect: SlotEffect, nextGeneration: boolean): Promise<void> {
    switch (effect.kind) {
      case 'wake':
        this.#wakes.get(key)?.();
        this.#wakes.set(
          key,
          this.#deps.clock.after(Math.max(0, effect.at - this.#deps.clock.monotonic()), () => this.#queue.mark(key)),
        );
        return;
      case 'call-start':
        return this.#callStart(key, effect.attempt, nextGeneration);
      case 'call-stop':
        return this.#callStop(key, effect.attempt);
    }
  }

  async #callStart(key: string, attempt: number, nextGeneration: boolean): Promise<void> {
    const intent = this.#intents.get(key);
    const host = this.#looks.get(hostIdOf(key))?.host;
    try {
      if (!intent || !host) throw new AppError('CAMERA_UNKNOWN');
      const spec = await this.#deps.buildSpec(intent, nextGeneration);
      await this.#inTime(host.start(spec));
      await this.#input(key, { kind: 'started', attempt });
      this.#remember(key, spec, intent);
    } catch (error) {
      await this.#input(key, { kind: 'start-failed', attempt, fault: this.#faultOf(error) });
    }
  }

  async #callStop(key: string, attempt: number): Promise<void> {
    try {
      await this.#looks.get(hostIdOf(key))?.host.stop(nameOf(key));
      await this.#input(key, { kind: 'stopped', attempt });
    } catch (error) {
      await this.#input(key, { kind: 'stop-failed', attempt, fault: this.#faultOf(error) });
    }
  }

  async #refresh({ key, hostId, name }: Action, intent: Intent | undefined): Promise<void> {
    const host = this.#looks.get(hostId)?.host;
    if (!intent || !host) return;
    try {
      const spec = await this.#deps.buildSpec(intent, false);
      await host.refresh(spec);
      this.#remember(key, spec, intent);
    } catch (error) {
      // Not tried again at once: the next slow look does.
      this.#deps.log.write('warn', 'pushers', `${name} could not be given a new grant`, { ...this.#faultOf(error) });
    }
  }

  #remember(key: string, spec: PusherSpec, intent: Intent): void {
    const now = this.#deps.clock.now();
    const refreshAt = now + (spec.grant.expiresAt - now) / 2;
    this.#given.set(key, { grantEpoch: intent.grantEpoch ?? '', refreshAt, loginRetry: spec.source.loginRetry });
  }

  #see(key: string, pusher: ObservedPusher | null): void {
    if (sameValue(this.#seen.get(key), pusher)) return;
    this.#seen.set(key, pusher);
    this.#deps.onObserved(key);
  }

  async #list(look: HostLook): Promise<ReadonlyMap<string, ObservedPusher> | null> {
    try {
      return await look.list();
    } catch (error) {
      this.#deps.log.write('warn', 'pushers', `host ${look.host.id} cannot be asked for its pushers`, {
        ...this.#faultOf(error),
      });
      return null;
    }
  }

  #inTime(call: Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = this.#deps.clock.after(START_TIMEOUT_MS, () =>
        reject(new AppError('PUSHER_SILENT', { seconds: START_TIMEOUT_MS / 1000 })),
      );
      call.then(resolve, reject).finally(cancel);
    });
  }

  #faultOf(error: unknown): { code: AppError['code']; params: AppError['params'] } {
    if (error instanceof AppError) return { code: error.code, params: error.params };
    this.#deps.log.write('error', 'pushers', 'an adapter failed in a way it should not', { cause: String(error) });
    return { code: 'PUSHER_EXITED', params: { exit: 'unknown' } };
  }
}

const hostIdOf = (key: string): string => key.slice(0, key.indexOf('/'));
const nameOf = (key: string): string => key.slice(key.indexOf('/') + 1);
