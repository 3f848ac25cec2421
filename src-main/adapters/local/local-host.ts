/** The host `local`: pushers as child processes of the app. They end with it. */
import { AppError } from '#contract/faults.ts';
import type { Clock, HostPort, LogPort, ObservedPusher, PusherReport, PusherSpec } from '../../core/ports.ts';
import { startChild, type Child, type ChildExit } from '../../programs/child.ts';
import { jobLine } from './job.ts';
import { probe } from './probe.ts';
import { parseStatusLine } from './status-line.ts';

export interface LocalHostOptions {
  /** Looked up anew at each start: a set-up may have finished meanwhile. Null: there is none. */
  findPusher: () => string | null;
  /** Where pushers keep login budgets. */
  stateDir: string;
  /** Takes what pushers say to engineers. */
  onLogLine: (line: string) => void;
  clock: Clock;
  log: LogPort;
}

interface Entry {
  spec: PusherSpec;
  child: Child;
  exit: ChildExit | null;
  report: PusherReport | null;
  reportedAt: number | null;
}

/** A pusher answers SIGTERM with a WHIP DELETE and ends within a second; then it has had its chance. */
const stopGraceMs = 3000;

export function createLocalHost({ findPusher, stateDir, onLogLine, clock, log }: LocalHostOptions): HostPort {
  const entries = new Map<string, Entry>();
  const listeners = new Set<(name: string) => void>();
  /** The last action for each name: actions on one pusher run one after the other. */
  const turns = new Map<string, Promise<void>>();

  const changed = (name: string): void => listeners.forEach((listener) => listener(name));

  const inTurn = (name: string, act: () => Promise<void>): Promise<void> => {
    const turn = (turns.get(name) ?? Promise.resolve()).then(act);
    const settled = turn.catch(() => undefined);
    turns.set(name, settled);
    void settled.then(() => turns.get(name) === settled && turns.delete(name));
    return turn;
  };

  const pusherOrThrow = (): string => {
    const pusher = findPusher();
    if (pusher === null) throw new AppError('PUSHER_MISSING', { program: 'pusher', variable: 'CONTROL_ROOM_PUSHER' });
    return pusher;
  };

  const launch = async (spec: PusherSpec): Promise<void> => {
    const readStatus = (line: string): void => {
      const parsed = parseStatusLine(line);
      if (parsed.kind === 'odd') {
        log.write('warn', 'pusher', `${spec.cameraId}: a status line was not understood`, { reason: parsed.reason });
        return;
      }
      const report = parsed.reports.get(spec.cameraId);
      if (report === undefined) return;
      entry.report = report;
      entry.reportedAt = clock.monotonic();
      changed(spec.name);
    };
    const child = await startChild({
      file: pusherOrThrow(),
      args: ['run', '--job', '-', '--tethered'],
      onOutputLine: readStatus,
      onErrorLine: onLogLine,
    }).catch((cause: unknown) => {
      if (cause instanceof AppError) throw cause;
      throw new AppError('PUSHER_MISSING', { program: 'pusher', variable: 'CONTROL_ROOM_PUSHER' }, { cause });
    });
    const entry: Entry = { spec, child, exit: null, report: null, reportedAt: null };
    entries.set(spec.name, entry);
    child.writeLine(jobLine(spec, stateDir));
    log.write('info', 'pusher', `${spec.cameraId}: started`, { pid: child.pid, generation: spec.generation });
    void child.ended.then((exit) => {
      entry.exit = exit;
      log.write('info', 'pusher', `${spec.cameraId}: ended`, { pid: child.pid, ...exit });
      changed(spec.name);
    });
    changed(spec.name);
  };

  const end = async (name: string): Promise<void> => {
    const entry = entries.get(name);
    if (entry === undefined) return;
    await entry.child.end(stopGraceMs);
    entries.delete(name);
    changed(name);
  };

  return {
    id: 'local',
    kind: 'local',

    start: (spec) =>
      inTurn(spec.name, async () => {
        const running = entries.get(spec.name);
        if (running?.exit === null && running.spec.specHash === spec.specHash && running.spec.generation === spec.generation)
          return;
        await end(spec.name);
        await launch(spec);
      }),

    refresh: (spec) =>
      inTurn(spec.name, async () => {
        const running = entries.get(spec.name);
        if (running === undefined || running.exit !== null) return;
        running.spec = spec;
        running.child.writeLine(jobLine(spec, stateDir));
      }),

    stop: (name) => inTurn(name, () => end(name)),

    async list() {
      return [...entries.values()].map(observed);
    },

    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    probe: async (source, seconds) => probe({ pusher: pusherOrThrow(), stateDir, source, seconds, onLogLine }),

    async close() {
      await Promise.all([...entries.keys()].map((name) => inTurn(name, () => end(name))));
    },
  };
}

function observed({ spec, exit, report, reportedAt }: Entry): ObservedPusher {
  return {
    name: spec.name,
    cameraId: spec.cameraId,
    generation: spec.generation,
    specHash: spec.specHash,
    ours: true,
    process: exit !== null ? 'exited' : reportedAt === null ? 'starting' : 'running',
    exit,
    report,
    reportedAt,
  };
}
