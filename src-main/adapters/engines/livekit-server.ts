/** livekit-server as a child of the app: the embedded media server, on 127.0.0.1 alone. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '#contract/faults.ts';
import type { Clock, EnginePort, LogPort, MediaServerAddress } from '../../core/ports.ts';
import { writeWhole } from '../../files/write-whole.ts';
import { startChild, type Child } from '../../programs/child.ts';
import { freePort } from './free-ports.ts';
import { createSupervisedEngine, type Launched } from './supervised-engine.ts';

export interface LiveKitServerOptions {
  findProgram: (name: 'livekit-server' | 'tether') => string | null;
  keys: () => Promise<{ key: string; secret: string }>;
  /** Its configuration goes there, for its owner's eyes only: arguments and environment can be seen by others. */
  directory: string;
  onLogLine: (line: string) => void;
  clock: Clock;
  log: LogPort;
  random: () => number;
}

interface Ports {
  http: number;
  mediaTcp: number;
  mediaUdp: number;
}

const host = '127.0.0.1';
/** LiveKit's own defaults. */
const preferredPorts: Ports = { http: 7880, mediaTcp: 7881, mediaUdp: 7882 };
const startLimitMs = 20_000;
const pollMs = 50;
const healthLimitMs = 3000;
const endGraceMs = 7000;

export function createLiveKitServer(options: LiveKitServerOptions): EnginePort<MediaServerAddress> {
  let ports = preferredPorts;
  return createSupervisedEngine<MediaServerAddress>({
    id: 'media-server',
    clock: options.clock,
    log: options.log,
    random: options.random,
    launch: async (_last, signal) => {
      ports = {
        http: await freePort('tcp', ports.http),
        mediaTcp: await freePort('tcp', ports.mediaTcp),
        mediaUdp: await freePort('udp', ports.mediaUdp),
      };
      return launch(options, ports, signal);
    },
  });
}

async function launch(options: LiveKitServerOptions, ports: Ports, signal: AbortSignal): Promise<Launched<MediaServerAddress>> {
  const [tether, server] = (['tether', 'livekit-server'] as const).map((name) => {
    const file = options.findProgram(name);
    if (file === null) throw new AppError('ENGINE_MISSING', { engine: 'media-server', program: name });
    return file;
  }) as [string, string];

  await mkdir(options.directory, { recursive: true, mode: 0o700 });
  const configFile = path.join(options.directory, 'livekit.yaml');
  const { key, secret } = await options.keys();
  await writeWhole(configFile, configuration(ports, key, secret));

  let version: string | null = null;
  let portTaken = false;
  const child = await startChild({
    file: tether,
    args: ['--', server, '--config', configFile],
    onOutputLine: options.onLogLine,
    onErrorLine: (line) => {
      options.onLogLine(line);
      version ??= /starting LiveKit server.*"version":\s*"([^"]+)"/.exec(line)?.[1] ?? null;
      portTaken ||= /address already in use/i.test(line);
    },
  });
  const apiUrl = `http://${host}:${ports.http}`;
  if (!(await becomesHealthy(child, apiUrl, signal))) {
    const { code, signal: by } = await child.end(endGraceMs);
    if (portTaken) throw new AppError('PORT_IN_USE', { port: ports.http });
    throw new AppError('ENGINE_EXITED', { engine: 'media-server', exit: by ?? code ?? -1 });
  }
  return {
    address: { viewerUrl: `ws://${host}:${ports.http}`, apiUrl, whipUrl: `${apiUrl}/whip/v1` },
    version,
    child,
    isHealthy: () => isHealthy(apiUrl),
  };
}

/** JSON is YAML (YAML 1.2, section 1.3), so no writer of YAML is needed. */
function configuration(ports: Ports, key: string, secret: string): string {
  return JSON.stringify(
    {
      port: ports.http,
      bind_addresses: [host],
      rtc: {
        tcp_port: ports.mediaTcp,
        udp_port: ports.mediaUdp,
        // Set always: without it the server asks public STUN servers for its address.
        node_ip: host,
        use_external_ip: false,
        enable_loopback_candidate: true,
        ips: { includes: [`${host}/32`] },
      },
      // Pushers and viewers bring a token for their room; the room is made when the first of them joins.
      room: { auto_create: true },
      keys: { [key]: secret },
      logging: { level: 'info', json: true },
    },
    null,
    2,
  );
}

async function becomesHealthy(child: Child, apiUrl: string, signal: AbortSignal): Promise<boolean> {
  let gone = false;
  void child.ended.then(() => (gone = true));
  for (const deadline = performance.now() + startLimitMs; performance.now() < deadline && !gone && !signal.aborted;) {
    if (await isHealthy(apiUrl)) return true;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  return false;
}

/** The server answers `OK` on its root once it serves. */
async function isHealthy(apiUrl: string): Promise<boolean> {
  try {
    return (await fetch(apiUrl, { signal: AbortSignal.timeout(healthLimitMs) })).ok;
  } catch {
    return false;
  }
}
