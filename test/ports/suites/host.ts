/** What every host does with pushers. */
import { expect } from 'vitest';
import type { HostPort, ObservedPusher, PusherSpec } from '../../../src-main/core/ports.ts';
import type { Rig } from '../../support/rig.ts';
import { until } from '../../support/wait.ts';
import { test } from '../../support/rig-test.ts';

export interface HostUnderTest {
  host: HostPort;
  /** A job that works, for a camera that is there. */
  spec: (cameraId: string, generation?: number) => Promise<PusherSpec>;
  /** Lets the pusher get as far as publishing, where it does not do so by itself. */
  letPublish: (cameraId: string) => void;
  /** Ends the pusher behind the host's back. */
  kill: (cameraId: string) => void;
}

const publishesWithinMs = 20_000;

export function hostSuite(make: (rig: Rig) => Promise<HostUnderTest>): void {
  const seen = async (host: HostPort, name: string): Promise<ObservedPusher | undefined> =>
    (await host.list()).find((pusher) => pusher.name === name);

  const publishing = async ({ host, letPublish }: HostUnderTest, spec: PusherSpec): Promise<ObservedPusher> => {
    letPublish(spec.cameraId);
    return until(`${spec.name} publishes`, publishesWithinMs, async () => {
      const pusher = await seen(host, spec.name);
      return pusher?.report?.state === 'publishing' ? pusher : null;
    });
  };

  test('a pusher is started, publishes, and is gone after a stop', async ({ rig }) => {
    const subject = await make(rig);
    const { host } = subject;
    const spec = await subject.spec('gate-1');
    await host.start(spec);
    expect(await seen(host, spec.name)).toMatchObject({
      cameraId: 'gate-1',
      generation: 1,
      specHash: spec.specHash,
      ours: true,
      exit: null,
    });
    const pusher = await publishing(subject, spec);
    expect(pusher.process).toBe('running');
    expect(pusher.reportedAt).not.toBeNull();
    await host.stop(spec.name);
    expect(await host.list()).toEqual([]);
  });

  test('the same spec again changes nothing; another one replaces', async ({ rig }) => {
    const subject = await make(rig);
    const { host } = subject;
    const spec = await subject.spec('gate-1');
    await host.start(spec);
    await publishing(subject, spec);
    await host.start(spec);
    expect((await seen(host, spec.name))?.report?.state).toBe('publishing');
    await host.start(await subject.spec('gate-1', 2));
    const list = await host.list();
    expect(list.map(({ generation, report }) => ({ generation, report }))).toEqual([{ generation: 2, report: null }]);
  });

  test('a new token reaches a running pusher without stopping it', async ({ rig }) => {
    const subject = await make(rig);
    const { host } = subject;
    const spec = await subject.spec('gate-1');
    await host.start(spec);
    const before = await publishing(subject, spec);
    await host.refresh(await subject.spec('gate-1'));
    const after = await publishing(subject, spec);
    expect(after.report?.firstFrameAt).toBe(before.report?.firstFrameAt);
    expect(after.exit).toBeNull();
  });

  test('a pusher that dies is seen as exited, and can be started again', async ({ rig }) => {
    const subject = await make(rig);
    const { host, kill } = subject;
    const spec = await subject.spec('gate-1');
    await host.start(spec);
    await publishing(subject, spec);
    const changes: string[] = [];
    host.onChange((name) => changes.push(name));
    kill('gate-1');
    const dead = await until('its end is seen', 5000, async () => {
      const pusher = await seen(host, spec.name);
      return pusher?.process === 'exited' ? pusher : null;
    });
    expect(dead.exit).toEqual({ code: null, signal: 'SIGKILL' });
    expect(changes).toContain(spec.name);
    await host.start(spec);
    expect((await seen(host, spec.name))?.exit).toBeNull();
    await publishing(subject, spec);
  });

  test('several pushers live side by side and all end with the host', async ({ rig }) => {
    const subject = await make(rig);
    const specs = await Promise.all(['gate-1', 'gate-2', 'gate-3'].map((cameraId) => subject.spec(cameraId)));
    await Promise.all(specs.map((spec) => subject.host.start(spec)));
    for (const spec of specs) await publishing(subject, spec);
    await subject.host.close();
    expect(await subject.host.list()).toEqual([]);
  });

  test('what is not there can be stopped and refreshed; a listener that left hears nothing', async ({ rig }) => {
    const { host, spec } = await make(rig);
    let heard = 0;
    host.onChange(() => (heard += 1))();
    await host.stop('whip-pusher-nobody');
    await host.refresh(await spec('gate-1'));
    expect(await host.list()).toEqual([]);
    expect(heard).toBe(0);
  });
}
