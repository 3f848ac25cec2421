import { expect, test } from 'vitest';
import type { HostPort, ObservedPusher } from '../../../src-main/core/ports.ts';
import { HostLook } from '../../../src-main/core/pushers/host-look.ts';
import { FakeHost } from '../../support/fakes/fake-host.ts';
import { ManualClock, settle } from '../../support/fakes/manual-clock.ts';

/** A host whose listings answer when the test says so, with what was there when they began. */
function slowHost() {
  const host = new FakeHost(new ManualClock());
  const pending: { answer: () => void; fail: () => void }[] = [];
  const slow: HostPort = Object.assign(Object.create(host) as HostPort, {
    list: () =>
      new Promise<ObservedPusher[]>((resolve, reject) => {
        const seen = host.list();
        pending.push({ answer: () => resolve(seen), fail: () => reject(new Error('unreachable')) });
      }),
  });
  const put = (cameraId: string): void =>
    host.put({
      name: cameraId,
      cameraId,
      generation: 1,
      specHash: 's',
      ours: true,
      process: 'running',
      exit: null,
      report: null,
      reportedAt: null,
    });
  return { look: new HostLook(slow), pending, put };
}

test('who asks while a listing is under way gets a later one, shared with all who ask then', async () => {
  const { look, pending, put } = slowHost();
  put('a');
  const first = look.list();
  put('b');
  const second = look.list();
  const third = look.list();
  expect(pending).toHaveLength(1);
  pending[0]?.answer();
  expect([...(await first).keys()]).toEqual(['a']);
  await settle();
  expect(pending).toHaveLength(2);
  pending[1]?.answer();
  expect([...(await second).keys()]).toEqual(['a', 'b']);
  expect([...(await third).keys()]).toEqual(['a', 'b']);
});

test('a listing that fails fails for those who asked for it alone', async () => {
  const { look, pending, put } = slowHost();
  const failing = look.list().catch((error: unknown) => String(error));
  const next = look.list();
  pending[0]?.fail();
  expect(await failing).toBe('Error: unreachable');
  put('a');
  await settle();
  pending[1]?.answer();
  expect([...(await next).keys()]).toEqual(['a']);
  const again = look.list();
  pending[2]?.answer();
  expect((await again).size).toBe(1);
});
