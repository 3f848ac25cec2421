import { expect, test } from 'vitest';
import { createSupervisedEngine, type Launched } from '../../../src-main/adapters/engines/supervised-engine.ts';
import type { Child, ChildExit } from '../../../src-main/programs/child.ts';
import { AppError } from '../../../src-main/contract/faults.ts';
import { ManualClock, settle } from '../../support/fakes/manual-clock.ts';
import { quietLog } from '../../support/quiet-log.ts';

/** A server in name only: the test ends it, or lets it fall silent. */
function fakeServer() {
  let exit: (result: ChildExit) => void = () => undefined;
  const ended = new Promise<ChildExit>((resolve) => {
    exit = resolve;
  });
  const server = {
    healthy: true,
    exit: () => exit({ code: 1, signal: null }),
    launched: (): Launched<string> => ({ address: 'here', version: '1.0.0', child, isHealthy: async () => server.healthy }),
  };
  const child: Child = {
    pid: 1,
    ended,
    writeLine: () => undefined,
    closeInput: () => undefined,
    end: async () => {
      exit({ code: null, signal: 'SIGTERM' });
      return ended;
    },
  };
  return server;
}

function rig(launch?: () => Promise<Launched<string>>) {
  const clock = new ManualClock();
  const servers: ReturnType<typeof fakeServer>[] = [];
  const engine = createSupervisedEngine<string>({
    id: 'media-server',
    clock,
    log: quietLog(),
    random: () => 0.5,
    launch:
      launch ??
      (async () => {
        const server = fakeServer();
        servers.push(server);
        return server.launched();
      }),
  });
  return { clock, servers, engine };
}

test('the pauses between starts double up to ten seconds', async () => {
  let attempts = 0;
  const { clock, engine } = rig(async () => {
    attempts += 1;
    throw new AppError('PORT_IN_USE', { port: 7880 });
  });
  void engine.start().catch(() => undefined);
  const pauses: number[] = [];
  for (let failures = 1; failures <= 8; failures += 1) {
    await settle();
    expect(attempts).toBe(failures);
    const { state, status, nextTryAt } = engine.report();
    expect({ state, code: status?.code }).toEqual({ state: 'restarting', code: 'PORT_IN_USE' });
    pauses.push((nextTryAt ?? 0) - clock.now());
    await clock.advance((nextTryAt ?? 0) - clock.now());
  }
  expect(pauses).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
  await engine.stop();
});

test('a minute of health makes the next failure a first one again', async () => {
  const { clock, servers, engine } = rig();
  await engine.start();
  for (const healthyMs of [0, 0, 60_000]) {
    await clock.advance(healthyMs);
    servers.at(-1)?.exit();
    await settle();
    await clock.advance((engine.report().nextTryAt ?? 0) - clock.now());
  }
  servers.at(-1)?.exit();
  await settle();
  expect((engine.report().nextTryAt ?? 0) - clock.now()).toBe(500);
  await engine.stop();
});

test('one that runs but does not answer is ended and started again', async () => {
  const { clock, servers, engine } = rig();
  await engine.start();
  const silent = servers[0];
  if (!silent) throw new Error('nothing was started');
  silent.healthy = false;
  await clock.advance(4000);
  expect(engine.report().state).toBe('running');
  await clock.advance(2000);
  expect(engine.report()).toMatchObject({ state: 'restarting', status: { code: 'ENGINE_UNHEALTHY' } });
  await clock.advance(250);
  expect(engine.report().state).toBe('running');
  expect(servers).toHaveLength(2);
  await engine.stop();
});

test('no timer is left after a stop', async () => {
  const { clock, engine } = rig();
  await engine.start();
  await engine.stop();
  expect(clock.timers).toBe(0);
  expect(engine.report().state).toBe('stopped');
});
