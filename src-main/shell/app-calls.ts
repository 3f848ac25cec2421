/** The calls about the app itself: what it is and whether its parts work. */
import os from 'node:os';
import { app, shell } from 'electron';
import type { Check } from '#contract/calls.ts';
import type { CallName } from '#contract/names.ts';
import type { Handlers } from '../core/calls/dispatcher.ts';
import type { EnginePort, EngineReport, SecretStorePort } from '../core/ports.ts';

type AppCallName = Extract<CallName, `app.${string}`>;

export interface AppCallsOptions {
  startedAt: number;
  logDir: string;
  /** Another Electron than the one this version is made for: the tests' pinned runtime. */
  isTestRuntime: boolean;
  secrets: SecretStorePort;
  mediaEngine: EnginePort<unknown>;
  demoEngine: EnginePort<unknown>;
  /** The version that the pusher says of itself; rejects when there is none or it does not run. */
  pusherVersion: () => Promise<string>;
}

export function appCalls(options: AppCallsOptions): Handlers<AppCallName> {
  const { secrets, mediaEngine, demoEngine } = options;
  return {
    'app.info': async (_input, { role }) => ({
      version: app.getVersion(),
      electron: process.versions.electron,
      chromium: process.versions.chrome,
      platform: `${os.type()} ${os.release()} ${os.arch()}`,
      role,
      testRuntime: options.isTestRuntime,
      sandboxed: !app.commandLine.hasSwitch('no-sandbox'),
      secrets: secrets.kind,
      logDir: options.logDir,
      startedAt: options.startedAt,
    }),

    'app.checks': async () => [
      engineCheck('media-server', mediaEngine.report()),
      await tried('pusher', options.pusherVersion),
      engineCheck('demo-cameras', demoEngine.report()),
      await tried('secrets', () => roundTrip(secrets)),
      { id: 'docker', state: 'not-needed', detail: '' },
    ],

    'app.revealLogs': async () => {
      await shell.openPath(options.logDir);
      return undefined;
    },
  };
}

const engineStates: Record<EngineReport['state'], Check['state']> = {
  stopped: 'not-needed',
  starting: 'not-tested',
  running: 'passed',
  restarting: 'failed',
  failed: 'failed',
};

function engineCheck(id: Check['id'], { state, status, version }: EngineReport): Check {
  return { id, state: engineStates[state], detail: status?.code ?? version ?? '' };
}

async function tried(id: Check['id'], attempt: () => Promise<string>): Promise<Check> {
  try {
    return { id, state: 'passed', detail: await attempt() };
  } catch (cause) {
    return { id, state: 'failed', detail: cause instanceof Error ? cause.message : String(cause) };
  }
}

/** Seals a value, opens it and takes it away again: a key ring that is there may still refuse. */
async function roundTrip(secrets: SecretStorePort): Promise<string> {
  const name = 'check/round-trip';
  const value = `check-${os.hostname()}`;
  await secrets.set(name, value);
  const opened = await secrets.get(name);
  await secrets.delete(name);
  if (opened !== value) throw new Error('the sealed value came back changed');
  return secrets.kind;
}
