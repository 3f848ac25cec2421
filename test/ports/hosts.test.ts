import fs from 'node:fs';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { systemClock } from '../../src-main/adapters/clock/system-clock.ts';
import { createSfuIngest } from '../../src-main/adapters/livekit/sfu-ingest.ts';
import { createLocalHost } from '../../src-main/adapters/local/local-host.ts';
import type { PusherSpec } from '../../src-main/core/ports.ts';
import { binary } from '../support/binaries.ts';
import { FakeHost } from '../support/fakes/fake-host.ts';
import { ManualClock } from '../support/fakes/manual-clock.ts';
import { participantsOf, startMediaServer } from '../support/media-server.ts';
import { filesHolding, processesShowing, processTree } from '../support/process-tree.ts';
import { quietLog } from '../support/quiet-log.ts';
import type { Rig } from '../support/rig.ts';
import { until } from '../support/wait.ts';
import { hostSuite, type HostUnderTest } from './suites/host.ts';
import { test } from '../support/rig-test.ts';

const room = 'zone_test';
const canary = 'canary-camera-password';

describe('fake host', () => {
  hostSuite(async (): Promise<HostUnderTest> => {
    const host = new FakeHost(new ManualClock());
    return {
      host,
      spec: async (cameraId, generation = 1) =>
        specOf({ cameraId, generation, url: 'rtsp://127.0.0.1/x', endpoint: 'http://127.0.0.1/w' }),
      letPublish: (cameraId) => host.say(cameraId),
      kill: (cameraId) => host.die(cameraId),
    };
  });
});

describe('local host', () => {
  const open = (rig: Rig, pusher: string | null = binary('pusher')) => {
    const log = quietLog();
    const host = createLocalHost({
      findPusher: () => pusher,
      stateDir: rig.folder('pushers'),
      onLogLine: (line) => log.write('debug', 'pusher', line),
      clock: systemClock,
      log,
    });
    rig.onClose(() => host.close());
    return { host, log };
  };

  const make = async (rig: Rig) => {
    const server = await startMediaServer(rig);
    const democam = rig.start('democam', binary('democam'), [
      '--listen',
      '127.0.0.1:0',
      '--clips',
      'resources/clips',
      '--tethered',
    ]);
    const said = await democam.line('tells where it listens', 15_000, (line) => line.includes('"listening"'));
    const { address } = JSON.parse(said) as { address: string };
    const ingest = createSfuIngest({
      address: () => ({ viewerUrl: '', apiUrl: '', whipUrl: server.whipUrl }),
      keys: async () => ({ key: server.apiKey, secret: server.apiSecret }),
      now: () => Date.now(),
    });
    const { host, log } = open(rig);
    return {
      host,
      log,
      server,
      address,
      spec: async (cameraId: string, generation = 1) => {
        const grant = await ingest.grant(cameraId, generation, room);
        const url = `rtsp://${address}/load/${cameraId.at(-1)}`;
        return { ...specOf({ cameraId, generation, url, endpoint: grant.endpoint }), grant };
      },
      letPublish: () => undefined,
      kill: () => process.kill(pusherProcess().pid, 'SIGKILL'),
    };
  };

  const pusherProcess = () => {
    const found = processTree(process.pid).find(({ name }) => name === 'pusher');
    if (!found) throw new Error('no pusher runs');
    return found;
  };

  hostSuite(make);

  test('publishes under the identity it was granted, and takes it back when it is stopped', async ({ rig }) => {
    const { host, spec, server } = await make(rig);
    const job = await spec('gate-1', 7);
    await host.start(job);
    await until('it is in the room', 20_000, async () =>
      (await participantsOf(server, room)).some(({ identity, videoTracks }) => identity === 'gate-1~7' && videoTracks === 1),
    );
    await host.stop(job.name);
    await until('it has left', 2000, async () => (await participantsOf(server, room)).length === 0);
  });

  test('tells measured facts', async ({ rig }) => {
    const { host, spec } = await make(rig);
    await host.start(await spec('gate-1'));
    const report = await until('facts are measured', 20_000, async () => {
      const [pusher] = await host.list();
      return pusher?.report?.facts?.fps ? pusher.report : null;
    });
    expect(report.facts).toMatchObject({ codec: 'H264', width: 640, height: 360, bFrames: false });
    expect(report.facts?.fps).toBeCloseTo(15, 0);
    expect(report.delivery?.mode).toBe('passthrough');
  });

  test('shows no secret in processes, files or lines', async ({ rig }) => {
    const { host, spec, log } = await make(rig);
    const job = await spec('gate-1');
    job.source = { ...job.source, username: 'operator', password: canary };
    await host.start(job);
    await until('it publishes', 20_000, async () => (await host.list())[0]?.report?.state === 'publishing');
    await host.probe(job.source, 1);
    for (const secret of [canary, job.grant.token]) {
      expect(processesShowing(secret, processTree(process.pid))).toEqual([]);
      expect(filesHolding(secret, rig.folder('pushers'))).toEqual([]);
      expect(log.lines.join('\n')).not.toContain(secret);
    }
  });

  test('looks at a stream, and names what is wrong with one', async ({ rig }) => {
    const { host, address } = await make(rig);
    const source = { url: `rtsp://${address}/load/0`, username: '', password: '', loginRetry: 0 };
    expect(await host.probe(source, 2)).toMatchObject({ ok: true, facts: { codec: 'H264' }, verdict: { mode: 'passthrough' } });
    expect(await host.probe({ ...source, url: `rtsp://${address}/nothing-here` }, 2)).toMatchObject({
      ok: false,
      code: 'CAMERA_PATH_NOT_FOUND',
    });
  });

  test('a missing pusher is named, for a start and for a probe', async ({ rig }) => {
    const { host } = open(rig, null);
    const job = specOf({ cameraId: 'gate-1', generation: 1, url: 'rtsp://127.0.0.1/x', endpoint: 'http://127.0.0.1/w' });
    await expect(host.start(job)).rejects.toMatchObject({ code: 'PUSHER_MISSING', params: { variable: 'CONTROL_ROOM_PUSHER' } });
    await expect(host.probe(job.source, 1)).rejects.toMatchObject({ code: 'PUSHER_MISSING' });
  });

  test('lines that make no sense are logged, and the next good one counts', async ({ rig }) => {
    const good = JSON.stringify({
      type: 'status',
      cameras: [
        {
          id: 'gate-1',
          state: 'held',
          code: 'CODE_OF_TOMORROW',
          detail: null,
          attempt: 3,
          nextTryAt: null,
          facts: null,
          delivery: null,
          delay: null,
          outputs: [],
        },
      ],
    });
    const program = rig.write('talker', `#!/bin/sh\necho 'no json'\necho '{"type":"status"}'\necho '${good}'\ncat > /dev/null\n`);
    fs.chmodSync(program, 0o700);
    const { host, log } = open(rig, path.resolve(program));
    await host.start(specOf({ cameraId: 'gate-1', generation: 1, url: 'rtsp://127.0.0.1/x', endpoint: 'http://127.0.0.1/w' }));
    const report = await until('the good line is understood', 5000, async () => (await host.list())[0]?.report);
    expect(report).toMatchObject({ state: 'held', code: 'INTERNAL', attempt: 3 });
    expect(log.lines.filter((line) => line.includes('not understood'))).toHaveLength(2);
  });
});

function specOf({
  cameraId,
  generation,
  url,
  endpoint,
}: {
  cameraId: string;
  generation: number;
  url: string;
  endpoint: string;
}): PusherSpec {
  return {
    name: `whip-pusher-${cameraId}`,
    cameraId,
    generation,
    owner: 'test',
    specHash: `hash-${generation}`,
    source: { url, username: '', password: '', loginRetry: 0 },
    grant: { endpoint, token: 'test-token', identity: `${cameraId}~${generation}`, room, expiresAt: 0 },
  };
}
