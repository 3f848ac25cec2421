/** A whole control room on fakes and a clock that the test moves. */
import { expect } from 'vitest';
import { AppError, type FaultCode } from '../../../src-main/contract/faults.ts';
import { createControlRoom, type ControlRoom, type CoreCallName } from '../../../src-main/core/control-room.ts';
import type { Caller } from '../../../src-main/core/calls/dispatcher.ts';
import type { CallInput, CallOutput } from '../../../src-main/contract/calls.ts';
import { quietLog } from '../quiet-log.ts';
import { fakeDemoEngine, fakeMediaEngine } from './fake-engine.ts';
import { FakeHost } from './fake-host.ts';
import { FakeIngest, FakeMediaServer } from './fake-media-server.ts';
import { ManualClock, settle } from './manual-clock.ts';
import { MemoryDocuments } from './memory-documents.ts';
import { MemorySecrets } from './memory-secrets.ts';

const operator: Caller = { windowId: 'w1', role: 'operator' };

export class ControlRoomRig {
  readonly clock = new ManualClock();
  readonly log = quietLog();
  readonly host = new FakeHost(this.clock);
  readonly mediaEngine = fakeMediaEngine(this.clock);
  readonly demoEngine = fakeDemoEngine(this.clock);
  readonly ingest = new FakeIngest(this.clock, () => this.mediaEngine.address());
  readonly media = new FakeMediaServer(this.clock, () => this.mediaEngine.address());
  readonly room: ControlRoom;
  #ids = 0;

  /** Documents and secrets may come from a rig before: then it is the same site, started again. */
  constructor(
    readonly documents = new MemoryDocuments(),
    readonly secrets = new MemorySecrets(),
  ) {
    this.room = createControlRoom({
      clock: this.clock,
      log: this.log,
      documents,
      secrets,
      hosts: [this.host],
      ingest: this.ingest,
      media: this.media,
      mediaEngine: this.mediaEngine,
      demoEngine: this.demoEngine,
      randomId: () => `id${(this.#ids += 1)}${Math.random().toString(36).slice(2, 8)}`,
      random: () => 0,
      owner: 'rig',
      workstationName: 'Desk 1',
    });
  }

  async start(): Promise<this> {
    await this.room.start();
    await settle();
    return this;
  }

  async call<N extends CoreCallName>(name: N, input: CallInput<N>, caller = operator): Promise<CallOutput<N>> {
    const handler = this.room.handlers[name] as (input: unknown, caller: Caller) => Promise<CallOutput<N>>;
    const output = await handler(input, caller);
    await settle();
    return output;
  }

  async refused<N extends CoreCallName>(name: N, input: CallInput<N>, code: FaultCode): Promise<AppError> {
    const error: unknown = await this.call(name, input).then(
      () => null,
      (cause: unknown) => cause,
    );
    if (!(error instanceof AppError)) throw new Error(`${name} was not refused but gave ${String(error)}`);
    expect(error.code).toBe(code);
    return error;
  }

  pusher(cameraId: string) {
    const view = this.room.topics.item('pushers', cameraId);
    if (!view) throw new Error(`no pusher view of ${cameraId}`);
    return view;
  }

  get site() {
    const view = this.room.topics.item('site', 'only');
    if (!view) throw new Error('no site view');
    return view;
  }
}
