import { connect, createServer } from 'node:net';
import { describe, expect } from 'vitest';
import { createDemoCameras, type DemoCamerasAddress } from '../../src-main/adapters/engines/demo-cameras.ts';
import { createLiveKitServer } from '../../src-main/adapters/engines/livekit-server.ts';
import { systemClock } from '../../src-main/adapters/clock/system-clock.ts';
import type { MediaServerAddress } from '../../src-main/core/ports.ts';
import { binary } from '../support/binaries.ts';
import { fakeDemoEngine } from '../support/fakes/fake-engine.ts';
import { filesHolding, processesShowing, processTree } from '../support/process-tree.ts';
import { quietLog } from '../support/quiet-log.ts';
import type { Rig } from '../support/rig.ts';
import { engineSuite } from './suites/engine.ts';
import { test } from '../support/rig-test.ts';

const apiSecret = `canary-${'0123456789'.repeat(4)}`;
const common = () => ({ clock: systemClock, log: quietLog(), random: () => 0.5, onLogLine: () => undefined });
const programs = { tether: binary('tether'), 'livekit-server': binary('livekitServer'), democam: binary('democam') };

const makeLiveKit = (rig: Rig) => {
  const engine = createLiveKitServer({
    ...common(),
    findProgram: (name) => programs[name],
    keys: async () => ({ key: 'testkey', secret: apiSecret }),
    directory: rig.folder('engines'),
  });
  rig.onClose(() => engine.stop());
  return engine;
};

const childNamed = (name: string) => {
  const found = processTree(process.pid).find((child) => child.name.startsWith(name));
  if (found === undefined) throw new Error(`no child ${name}`);
  return found;
};

const answersHttp = (url: string) =>
  fetch(url).then(
    (answer) => answer.ok,
    () => false,
  );

describe('fake engine', () => {
  engineSuite(async () => {
    const engine = fakeDemoEngine(systemClock);
    return { engine, crash: () => engine.crash(), answers: async ({ rtspBase }) => engine.address()?.rtspBase === rtspBase };
  });
});

describe('livekit-server', () => {
  engineSuite<MediaServerAddress>(async (rig) => ({
    engine: makeLiveKit(rig),
    crash: () => process.kill(childNamed('livekit-server').pid, 'SIGKILL'),
    answers: ({ apiUrl }) => answersHttp(apiUrl),
  }));

  test('is reached on loopback only, and its secret stands in one file of its owner', async ({ rig }) => {
    const engine = makeLiveKit(rig);
    const { apiUrl, viewerUrl, whipUrl } = await engine.start();
    expect([apiUrl, viewerUrl, whipUrl].map((url) => new URL(url).hostname)).toEqual(Array(3).fill('127.0.0.1'));
    expect(processesShowing(apiSecret, processTree(process.pid))).toEqual([]);
    expect(filesHolding(apiSecret, rig.dir)).toEqual([`${rig.dir}/engines/livekit.yaml`]);
    expect(engine.report().version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test('takes other ports where its own are in use', async ({ rig }) => {
    const taken = createServer();
    const free = await new Promise<boolean>((resolve) => {
      taken.once('error', () => resolve(false));
      taken.listen(7880, '127.0.0.1', () => resolve(true));
    });
    rig.onClose(() => (free ? new Promise<void>((resolve) => taken.close(() => resolve())) : undefined));
    const { apiUrl } = await makeLiveKit(rig).start();
    expect(apiUrl).not.toBe('http://127.0.0.1:7880');
    expect(await answersHttp(apiUrl)).toBe(true);
  });

  test('a missing program is named', async ({ rig }) => {
    const engine = createLiveKitServer({
      ...common(),
      findProgram: (name) => (name === 'tether' ? programs.tether : null),
      keys: async () => ({ key: 'testkey', secret: apiSecret }),
      directory: rig.dir,
    });
    await expect(engine.start()).rejects.toMatchObject({ code: 'ENGINE_MISSING', params: { program: 'livekit-server' } });
    expect(engine.report()).toMatchObject({ state: 'failed', status: { code: 'ENGINE_MISSING' } });
  });
});

describe('democam', () => {
  engineSuite<DemoCamerasAddress>(async (rig) => {
    const engine = createDemoCameras({ ...common(), findProgram: (name) => programs[name], clipsDir: 'resources/clips' });
    rig.onClose(() => engine.stop());
    return {
      engine,
      crash: () => process.kill(childNamed('democam').pid, 'SIGKILL'),
      answers: ({ rtspBase }) => answersTcp(new URL(rtspBase.replace('rtsp:', 'http:'))),
    };
  });
});

function answersTcp({ hostname, port }: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.once('connect', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });
}
