/** One engine kept alive: started, checked, started again with back-off, ended. What the engine is comes in as `launch`. */
import { AppError, statusOf, type Status } from '#contract/faults.ts';
import type { Clock, EnginePort, EngineReport, LogPort } from '../../core/ports.ts';
import type { Child, ChildExit } from '../../programs/child.ts';
import { deferred, type Deferred } from './deferred.ts';

export interface Launched<Address> {
  address: Address;
  version: string | null;
  child: Child;
  isHealthy: () => Promise<boolean>;
}

export interface EngineOptions<Address> {
  id: EnginePort<Address>['id'];
  /** Starts the child and resolves once it is healthy; ends the child itself when it rejects.
   * @param last where it listened before: the same again lets everybody rejoin by themselves
   * @param signal aborted when the engine is to stop */
  launch: (last: Address | null, signal: AbortSignal) => Promise<Launched<Address>>;
  clock: Clock;
  log: LogPort;
  /** At least 0, below 1. */
  random: () => number;
}

const firstDelayMs = 250;
const longestDelayMs = 10_000;
/** After this long in health, the next failure is a first one again. */
const healthyAfterMs = 60_000;
const checkEveryMs = 2000;
const failedChecksAllowed = 3;
/** tether gives its child 5 s; it must outlive that. */
const endGraceMs = 7000;

export function createSupervisedEngine<Address>({ id, launch, clock, log, random }: EngineOptions<Address>): EnginePort<Address> {
  const listeners = new Set<() => void>();
  let report: EngineReport = { state: 'stopped', since: clock.now(), status: null, version: null, nextTryAt: null };
  let address: Address | null = null;
  let last: Address | null = null;
  let run: { stop: AbortController; started: Promise<Address>; finished: Promise<void> } | null = null;

  const enter = (state: EngineReport['state'], change: Partial<EngineReport> = {}): void => {
    report = { ...report, status: null, nextTryAt: null, ...change, state, since: clock.now() };
    listeners.forEach((listener) => listener());
  };

  /** Ends early when the signal is aborted. */
  const pause = (delayMs: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        cancel();
        signal.removeEventListener('abort', done);
        resolve();
      };
      const cancel = clock.after(delayMs, done);
      if (signal.aborted) done();
      else signal.addEventListener('abort', done);
    });

  /** Resolves with why it is over: the child ended or stopped answering; null when it was to stop. */
  const watch = async ({ child, isHealthy }: Launched<Address>, signal: AbortSignal): Promise<Status | null> => {
    const over = new AbortController();
    let exit: ChildExit | null = null;
    void child.ended.then((result) => {
      exit = result;
      over.abort();
    });
    const stop = (): void => over.abort();
    signal.addEventListener('abort', stop);
    try {
      let failures = 0;
      while (!over.signal.aborted && !signal.aborted && failures < failedChecksAllowed) {
        await pause(checkEveryMs, over.signal);
        if (!over.signal.aborted) failures = (await isHealthy()) ? 0 : failures + 1;
      }
    } finally {
      signal.removeEventListener('abort', stop);
    }
    if (exit !== null && !signal.aborted) return exitStatus(exit);
    await child.end(endGraceMs);
    return signal.aborted ? null : statusOf('ENGINE_UNHEALTHY', clock.now(), { engine: id });
  };

  const exitStatus = ({ code, signal }: ChildExit): Status =>
    statusOf('ENGINE_EXITED', clock.now(), { engine: id, exit: signal ?? code ?? -1 });

  const supervise = async (signal: AbortSignal, first: Deferred<Address>) => {
    for (let failures = 0; !signal.aborted;) {
      let status: Status | null;
      try {
        const launched = await launch(last, signal);
        const healthySince = clock.monotonic();
        address = last = launched.address;
        enter('running', { version: launched.version });
        log.write('info', 'engines', `${id} is running`, { pid: launched.child.pid, address: launched.address });
        first.resolve(launched.address);
        status = await watch(launched, signal);
        if (clock.monotonic() - healthySince >= healthyAfterMs) failures = 0;
      } catch (cause) {
        if (signal.aborted) break;
        const fault = cause instanceof AppError ? cause : new AppError('ENGINE_EXITED', { engine: id }, { cause });
        status = statusOf(fault.code, clock.now(), fault.params);
        log.write('warn', 'engines', `${id} did not start: ${fault.code}`, { ...fault.params, cause: fault.cause });
        if (fault.code === 'ENGINE_MISSING') {
          enter('failed', { status });
          first.reject(fault);
          run = null;
          return;
        }
      }
      address = null;
      if (status === null) break;
      const delayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** failures) * (0.75 + random() / 2);
      failures += 1;
      enter('restarting', { status, nextTryAt: clock.now() + delayMs });
      log.write('warn', 'engines', `${id} is started again`, {
        code: status.code,
        ...status.params,
        delayMs: Math.round(delayMs),
      });
      await pause(delayMs, signal);
    }
    address = null;
    enter('stopped');
    first.reject(new AppError('ENGINE_EXITED', { engine: id, exit: 'stopped' }));
  };

  return {
    id,
    start() {
      if (run === null) {
        const stop = new AbortController();
        const first = deferred<Address>();
        // Whoever started it may not be waiting any more when it is stopped.
        first.promise.catch(() => undefined);
        enter('starting');
        run = { stop, started: first.promise, finished: supervise(stop.signal, first) };
        return first.promise;
      }
      return run.started;
    },
    async stop() {
      const current = run;
      if (current === null) return;
      current.stop.abort();
      await current.finished;
      if (run === current) run = null;
    },
    address: () => address,
    report: () => report,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
