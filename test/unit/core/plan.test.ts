import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ObservedPusher } from '../../../src-main/core/ports.ts';
import { pusherKey, pusherName, type Intent } from '../../../src-main/core/pushers/intents.ts';
import { plan, type Action, type Observed, type PlanTime } from '../../../src-main/core/pushers/plan.ts';
import { reason } from '../../../src-main/core/pushers/reasons.ts';
import { newSlot, type SlotState } from '../../../src-main/core/pushers/slot.ts';

const NOW: PlanTime = { wall: 1_000_000, monotonic: 5_000 };

function intent(cameraId: string, change: Partial<Intent> = {}): Intent {
  const name = pusherName(cameraId);
  const hostId = change.hostId ?? 'local';
  return {
    key: pusherKey(hostId, name),
    hostId,
    cameraId,
    name,
    wanted: true,
    reason: reason('pusher.reason.watched', { count: 1 }),
    specHash: 'spec',
    grantEpoch: 'epoch',
    loginRetry: 0,
    ...change,
  };
}

type ObservedChange = Partial<Omit<Observed, 'pusher'>> & { pusher?: Partial<ObservedPusher> | null; state?: SlotState };

/** As wanted, unless changed. */
function running(cameraId: string, { pusher, state = 'running', ...change }: ObservedChange = {}): Observed {
  const hostId = change.hostId ?? 'local';
  const name = pusherName(cameraId);
  const asWanted: ObservedPusher = {
    name,
    cameraId,
    generation: 1,
    specHash: 'spec',
    ours: true,
    process: 'running',
    exit: null,
    report: null,
    reportedAt: NOW.monotonic,
  };
  return {
    key: pusherKey(hostId, name),
    hostId,
    name,
    cameraId,
    pusher: pusher === null ? null : { ...asWanted, ...pusher },
    slot: { ...newSlot(0), state },
    given: { grantEpoch: 'epoch', refreshAt: NOW.wall + 1, loginRetry: 0 },
    ...change,
  };
}

const brief = (actions: Action[]): string[] =>
  actions.map(({ kind, cameraId, reason: { key } }) => `${kind} ${cameraId}: ${key}`);
const watched = 'pusher.reason.watched';

describe('plan', () => {
  test.each<[string, Intent[], Observed[], string[]]>([
    ['all is as wanted', [intent('a')], [running('a')], []],
    ['nothing runs yet', [intent('a')], [], [`start a: ${watched}`]],
    ['it has ended', [intent('a')], [running('a', { state: 'absent', pusher: { process: 'exited' } })], [`start a: ${watched}`]],
    [
      'another spec runs',
      [intent('a')],
      [running('a', { pusher: { specHash: 'old' } })],
      ['replace a: pusher.reason.spec_changed'],
    ],
    [
      'the media server is another one',
      [intent('a', { grantEpoch: 'new' })],
      [running('a')],
      ['refresh a: pusher.reason.media_server_moved'],
    ],
    ['it was adopted', [intent('a')], [running('a', { given: null })], ['refresh a: pusher.reason.media_server_moved']],
    ['a person retries', [intent('a', { loginRetry: 1 })], [running('a')], ['refresh a: pusher.reason.login_retry']],
    [
      'the token is half used up',
      [intent('a')],
      [running('a', { given: { grantEpoch: 'epoch', refreshAt: NOW.wall, loginRetry: 0 } })],
      ['refresh a: pusher.reason.token_half_life'],
    ],
    [
      'nobody wants it',
      [intent('a', { wanted: false, reason: reason('pusher.reason.nobody_watches') })],
      [running('a')],
      ['stop a: pusher.reason.nobody_watches'],
    ],
    ['its camera is gone', [], [running('a')], ['stop a: pusher.reason.camera_removed']],
    ['it is not wanted and has ended', [], [running('a', { pusher: { process: 'exited' } })], []],
    ['somebody else’s, wanted', [intent('a')], [running('a', { state: 'absent', pusher: { ours: false, specHash: 'x' } })], []],
    ['somebody else’s, unwanted', [], [running('a', { state: 'absent', pusher: { ours: false } })], []],
    ['no media server, nothing runs', [intent('a', { grantEpoch: null })], [], []],
    ['no media server, it runs', [intent('a', { grantEpoch: null })], [running('a')], []],
    ['no demo server, it runs', [intent('a', { specHash: null })], [running('a')], []],
    ['no demo server, nothing runs', [intent('a', { specHash: null })], [], []],
    ['a start is under way', [intent('a')], [running('a', { state: 'starting', pusher: null })], []],
    ['a stop is under way', [intent('a')], [running('a', { state: 'stopping' })], []],
    ['given up', [intent('a')], [running('a', { state: 'given-up', pusher: null })], []],
    [
      'waiting, too early',
      [intent('a')],
      [running('a', { pusher: null, slot: { ...newSlot(0), state: 'waiting', notBefore: NOW.monotonic + 1 } })],
      [],
    ],
    [
      'waiting, due',
      [intent('a')],
      [running('a', { pusher: null, slot: { ...newSlot(0), state: 'waiting', notBefore: NOW.monotonic } })],
      ['start a: pusher.reason.not_running'],
    ],
    [
      'the same name on another host',
      [intent('a')],
      [running('a', { hostId: 'dock-2' })],
      ['stop a: pusher.reason.camera_removed', `start a: ${watched}`],
    ],
  ])('%s', (_, wanted, observed, expected) => {
    expect(brief(plan(wanted, observed, NOW))).toEqual(expected);
  });
});

describe('for every world', () => {
  const cameraId = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
  const anIntent = fc
    .record({
      cameraId,
      wanted: fc.boolean(),
      specHash: fc.constantFrom('spec', 'other', null),
      grantEpoch: fc.constantFrom('epoch', 'later', null),
      loginRetry: fc.nat({ max: 1 }),
    })
    .map(({ cameraId: id, ...change }) => intent(id, change));
  const anObserved = fc
    .record({
      cameraId,
      state: fc.constantFrom<SlotState>('absent', 'starting', 'running', 'stopping', 'waiting', 'given-up'),
      ours: fc.boolean(),
      process: fc.constantFrom<ObservedPusher['process']>('starting', 'running', 'exited'),
      specHash: fc.constantFrom('spec', 'other'),
      there: fc.boolean(),
      given: fc.constantFrom(null, { grantEpoch: 'epoch', refreshAt: NOW.wall + 1, loginRetry: 0 }),
    })
    .map(({ cameraId: id, state, there, given, ...pusher }) => running(id, { state, given, pusher: there ? pusher : null }));
  const world = fc.record({
    wanted: fc.uniqueArray(anIntent, { selector: ({ key }) => key }),
    observed: fc.uniqueArray(anObserved, { selector: ({ key }) => key }),
  });

  /** What the world is once an action has succeeded. */
  function after(wanted: readonly Intent[], observed: readonly Observed[], actions: readonly Action[]): Observed[] {
    const byKey = new Map(observed.map((item) => [item.key, item]));
    for (const { kind, key, cameraId: id } of actions) {
      const goal = wanted.find((item) => item.key === key);
      if (kind === 'stop') byKey.set(key, running(id, { pusher: null, state: 'absent', given: null }));
      else if (goal && goal.specHash !== null && goal.grantEpoch !== null) {
        const given = { grantEpoch: goal.grantEpoch, refreshAt: NOW.wall + 1, loginRetry: goal.loginRetry };
        byKey.set(key, running(id, { pusher: { specHash: goal.specHash }, given }));
      }
    }
    return [...byKey.values()];
  }

  test('the same world gives the same plan, and planning changes nothing', () => {
    fc.assert(
      fc.property(world, ({ wanted, observed }) => {
        const before = JSON.stringify([wanted, observed]);
        expect(plan(wanted, observed, NOW)).toEqual(plan(wanted, observed, NOW));
        expect(JSON.stringify([wanted, observed])).toBe(before);
      }),
    );
  });

  test('a plan carried out leaves nothing to do', () => {
    fc.assert(
      fc.property(world, ({ wanted, observed }) => {
        const once = plan(wanted, observed, NOW);
        expect(plan(wanted, after(wanted, observed, once), NOW)).toEqual([]);
      }),
    );
  });

  test('nobody else’s pusher is ever touched, and no pusher gets two actions', () => {
    fc.assert(
      fc.property(world, ({ wanted, observed }) => {
        const actions = plan(wanted, observed, NOW);
        const theirs = new Set(observed.filter(({ pusher }) => pusher?.ours === false).map(({ key }) => key));
        expect(actions.filter(({ key }) => theirs.has(key))).toEqual([]);
        expect(new Set(actions.map(({ key }) => key)).size).toBe(actions.length);
      }),
    );
  });

  test('nothing is started without a place to publish and a source to pull', () => {
    fc.assert(
      fc.property(world, ({ wanted, observed }) => {
        for (const { kind, key } of plan(wanted, observed, NOW)) {
          const goal = wanted.find((item) => item.key === key);
          if (kind === 'stop') continue;
          expect(goal?.wanted).toBe(true);
          expect([goal?.specHash, goal?.grantEpoch]).not.toContain(null);
        }
      }),
    );
  });
});

test('500 cameras on 10 hosts are planned in under 20 ms', () => {
  const wanted = Array.from({ length: 500 }, (_, index) => intent(`camera-${index}`, { hostId: `host-${index % 10}` }));
  const observed = wanted.map(({ cameraId, hostId }, index) =>
    running(cameraId, { hostId, pusher: { specHash: index % 3 === 0 ? 'old' : 'spec' } }),
  );
  const times = Array.from({ length: 20 }, () => {
    const begun = performance.now();
    expect(plan(wanted, observed, NOW)).toHaveLength(167);
    return performance.now() - begun;
  });
  // The best of several: other work on the machine is no property of the plan.
  expect(Math.min(...times)).toBeLessThan(20);
});
