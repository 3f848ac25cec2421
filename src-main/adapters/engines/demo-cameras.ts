/** The demo cameras: democam as a child of the app. */
import { connect } from 'node:net';
import { z } from 'zod';
import { AppError } from '#contract/faults.ts';
import type { Clock, EnginePort, LogPort } from '../../core/ports.ts';
import { startChild } from '../../programs/child.ts';
import { deferred } from './deferred.ts';
import { createSupervisedEngine, type Launched } from './supervised-engine.ts';

export interface DemoCamerasAddress {
  /** Without a slash at its end: `rtsp://127.0.0.1:40123`. */
  rtspBase: string;
}

export interface DemoCamerasOptions {
  findProgram: (name: 'democam') => string | null;
  clipsDir: string;
  onLogLine: (line: string) => void;
  clock: Clock;
  log: LogPort;
  random: () => number;
}

const Listening = z.object({ type: z.literal('listening'), address: z.string().regex(/^[\d.]+:\d+$/) });
const anyPort = '127.0.0.1:0';
const startLimitMs = 15_000;
const healthLimitMs = 3000;
const endGraceMs = 3000;

export function createDemoCameras(options: DemoCamerasOptions): EnginePort<DemoCamerasAddress> {
  /** The same port again lets every pusher reconnect by itself; given up when it cannot be had. */
  let listen = anyPort;
  return createSupervisedEngine<DemoCamerasAddress>({
    id: 'demo-cameras',
    clock: options.clock,
    log: options.log,
    random: options.random,
    launch: async (_last, signal) => {
      try {
        const launched = await launch(options, listen, signal);
        listen = launched.address.rtspBase.replace('rtsp://', '');
        return launched;
      } catch (cause) {
        listen = anyPort;
        throw cause;
      }
    },
  });
}

async function launch(options: DemoCamerasOptions, listen: string, signal: AbortSignal): Promise<Launched<DemoCamerasAddress>> {
  const democam = options.findProgram('democam');
  if (democam === null) throw new AppError('ENGINE_MISSING', { engine: 'demo-cameras', program: 'democam' });
  const firstLine = deferred<string>();
  const child = await startChild({
    file: democam,
    args: ['--listen', listen, '--clips', options.clipsDir, '--tethered'],
    onOutputLine: (line) => {
      firstLine.resolve(line);
      options.onLogLine(line);
    },
    onErrorLine: options.onLogLine,
  });
  const stopped = new Promise<null>((resolve) => {
    AbortSignal.any([signal, AbortSignal.timeout(startLimitMs)]).addEventListener('abort', () => resolve(null), { once: true });
  });
  const said = await Promise.race([firstLine.promise, child.ended.then(() => null), stopped]);
  const address = said === null ? null : listeningAddress(said);
  if (address === null) {
    const { code, signal: by } = await child.end(endGraceMs);
    throw new AppError('ENGINE_EXITED', { engine: 'demo-cameras', exit: by ?? code ?? -1 });
  }
  return { address: { rtspBase: `rtsp://${address}` }, version: null, child, isHealthy: () => accepts(address) };
}

function listeningAddress(line: string): string | null {
  try {
    return Listening.parse(JSON.parse(line)).address;
  } catch {
    return null;
  }
}

/** Healthy means that it takes a connection. */
function accepts(address: string): Promise<boolean> {
  const [host, port] = address.split(':');
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port), timeout: healthLimitMs });
    const end = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}
