/** The site run by Node alone: core and the Electron-free adapters, real servers, no window. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { systemClock } from '../../src-main/adapters/clock/system-clock.ts';
import { createDemoCameras } from '../../src-main/adapters/engines/demo-cameras.ts';
import { createLiveKitServer } from '../../src-main/adapters/engines/livekit-server.ts';
import { loadOrCreateApiKeys, type ApiKeys } from '../../src-main/adapters/livekit/api-keys.ts';
import { createLiveKitMediaServer } from '../../src-main/adapters/livekit/media-server.ts';
import { createSfuIngest } from '../../src-main/adapters/livekit/sfu-ingest.ts';
import { createLocalHost } from '../../src-main/adapters/local/local-host.ts';
import { createLog } from '../../src-main/adapters/log/log.ts';
import { createRedactor } from '../../src-main/adapters/log/redact.ts';
import { createRotatingFile } from '../../src-main/adapters/log/rotating-file.ts';
import { createFileSeal, keyFromFile } from '../../src-main/adapters/secrets/sealed-file.ts';
import { createSecretStore } from '../../src-main/adapters/secrets/secret-store.ts';
import { createFileDocuments } from '../../src-main/adapters/store/file-documents.ts';
import type { CallInput, CallOutput } from '../../src-main/contract/calls.ts';
import { roomOfZone } from '../../src-main/contract/words.ts';
import { createControlRoom } from '../../src-main/core/control-room.ts';
import type { CoreCallName } from '../../src-main/core/control-room.ts';
import { profileIn } from '../../src-main/profile.ts';
import { binary } from '../support/binaries.ts';
import { filesHolding, isAlive, processesShowing, processTree } from '../support/process-tree.ts';
import type { Rig } from '../support/rig.ts';
import { until } from '../support/wait.ts';
import { test } from '../support/rig-test.ts';

const programs = {
  tether: () => binary('tether'),
  'livekit-server': () => binary('livekitServer'),
  democam: () => binary('democam'),
};
const backWithinMs = 30_000;

async function openSite(rig: Rig) {
  const clock = systemClock;
  const profile = profileIn(rig.dir);
  const redactor = createRedactor();
  const file = createRotatingFile({
    file: path.join(profile.logDir, 'control-room.log'),
    maxBytes: 5_000_000,
    keep: 1,
    onFailure: (cause) => {
      throw cause;
    },
  });
  const log = createLog({ file, redactor, level: 'debug', now: () => clock.now() });
  const documents = createFileDocuments(profile.documentsDir, () => clock.now());
  const secrets = createSecretStore({
    documents,
    seal: createFileSeal(keyFromFile(profile.keyFile)),
    olderSeals: [],
    onValue: (value) => redactor.learn(value),
    log,
  });
  let made: Promise<ApiKeys> | undefined;
  const keys = () => (made ??= loadOrCreateApiKeys(secrets));
  const findProgram = (name: keyof typeof programs) => programs[name]();
  const common = { findProgram, clock, log, random: Math.random };
  const onLogLine = (line: string) => file.writeLine(redactor.redact(line));
  const mediaEngine = createLiveKitServer({ ...common, keys, directory: profile.enginesDir, onLogLine });
  const demoEngine = createDemoCameras({ ...common, clipsDir: 'resources/clips', onLogLine });
  const host = createLocalHost({ findPusher: () => binary('pusher'), stateDir: profile.pusherStateDir, onLogLine, clock, log });
  const connection = { address: () => mediaEngine.address(), keys, now: () => clock.now() };
  const media = createLiveKitMediaServer(connection);
  const room = createControlRoom({
    clock,
    log,
    documents,
    secrets,
    hosts: [host],
    ingest: createSfuIngest(connection),
    media,
    mediaEngine,
    demoEngine,
    randomId: () => randomBytes(16).toString('hex'),
    random: Math.random,
    owner: 'test',
    workstationName: 'test',
  });
  rig.onClose(() => room.stop());
  await room.start();
  const call = <N extends CoreCallName>(name: N, input: CallInput<N>) =>
    (room.handlers[name] as (input: CallInput<N>, caller: object) => Promise<CallOutput<N>>)(input, {
      windowId: 'window-1',
      role: 'operator',
    });
  const published = async (zoneId: string): Promise<string[]> =>
    (await media.participants(roomOfZone(zoneId)).catch(() => [])).filter((one) => one.publishing).map((one) => one.identity);
  return { room, call, published, keys };
}

const demoWall = async (site: Awaited<ReturnType<typeof openSite>>): Promise<string[]> => {
  await site.call('demo.install', undefined);
  const cameraIds = Object.keys(site.room.facts().cameras);
  await site.call('watch.set', { cameraIds });
  await until('all six are published', backWithinMs, async () => (await site.published('demo')).length === 6);
  return cameraIds;
};

const childNamed = (name: string) => {
  const found = processTree(process.pid).find((child) => child.name.startsWith(name));
  if (!found) throw new Error(`no ${name} runs`);
  return found;
};

test('the demo wall is published, comes back after each of its servers is killed, and leaves nothing', async ({ rig }) => {
  const site = await openSite(rig);
  const cameraIds = await demoWall(site);
  const allBack = () =>
    until(
      'all six are published again',
      backWithinMs,
      async () =>
        (await site.published('demo')).length === 6 &&
        Object.values(site.room.facts().pushers).filter(({ state }) => state === 'publishing').length === 6,
      () => Object.values(site.room.facts().pushers).map(({ cameraId, state, status }) => ({ cameraId, state, status })),
    );
  for (const name of ['pusher', 'livekit-server', 'democam']) {
    const victim = childNamed(name);
    process.kill(victim.pid, 'SIGKILL');
    await until(`${name} is gone`, 5000, () => !isAlive(victim));
    await until(`another ${name} runs`, backWithinMs, () =>
      processTree(process.pid).some((child) => child.name.startsWith(name)),
    );
    await allBack();
  }
  const children = processTree(process.pid).filter(({ pid }) => pid !== process.pid);
  expect(children.filter(({ name }) => name === 'pusher')).toHaveLength(cameraIds.length);
  await site.room.stop();
  expect(children.filter(({ name }) => /pusher|tether|livekit|democam/.test(name)).filter(isAlive)).toEqual([]);
});

test('passwords and keys are in no log, document, process or topic', async ({ rig }) => {
  const canary = `canary-${randomBytes(12).toString('hex')}`;
  const site = await openSite(rig);
  const [demoId] = await demoWall(site);
  const camera = await site.call('camera.add', {
    name: 'Gate',
    url: `rtsp://operator:${canary}@127.0.0.1:1/main`,
    alwaysOn: true,
  });
  await until(
    'its pusher has tried',
    backWithinMs,
    () => site.room.facts().pushers[camera.id]?.status?.code === 'CAMERA_REFUSED',
  );
  await site.call('camera.probe', { url: `rtsp://operator:${canary}@127.0.0.1:1/other` });
  const { secret } = await site.keys();
  const session = await site.call('watch.join', { zoneId: 'demo' });
  expect(session.room).toBe(roomOfZone('demo'));
  expect(demoId).toBeDefined();
  for (const hidden of [canary, secret]) {
    expect(processesShowing(hidden, processTree(process.pid))).toEqual([]);
    expect(JSON.stringify(site.room.facts())).not.toContain(hidden);
    const holders = filesHolding(hidden, rig.dir).map((file) => path.relative(rig.dir, file));
    // The media server must read its own secret; the file is for its owner alone.
    expect(holders).toEqual(hidden === secret ? ['engines/livekit.yaml'] : []);
  }
  expect(fs.statSync(path.join(rig.dir, 'engines', 'livekit.yaml')).mode & 0o777).toBe(0o600);
  expect(JSON.stringify(camera)).not.toContain(canary);
});
