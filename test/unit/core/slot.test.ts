import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ObservedPusher } from '../../../src-main/core/ports.ts';
import { backoffMs } from '../../../src-main/core/backoff.ts';
import { inputOf, SILENT_AFTER_MS } from '../../../src-main/core/pushers/observe.ts';
import {
  GIVE_UP_AT_FAILURE,
  HEALTHY_AFTER_MS,
  newSlot,
  RESTART_POLICY,
  step,
  type Slot,
  type SlotInput,
  type SlotState,
} from '../../../src-main/core/pushers/slot.ts';

const NOW = 1_000;
const fault = { code: 'PUSHER_EXITED', params: {} } as const;
const inState = (state: SlotState, change: Partial<Slot> = {}): Slot => ({ ...newSlot(0), state, attempt: 3, ...change });
const take = (slot: Slot, input: SlotInput, now = NOW) => step(slot, input, { now, random: 0 });

const inputs: Record<SlotInput['kind'], SlotInput> = {
  'start-wanted': { kind: 'start-wanted' },
  started: { kind: 'started', attempt: 3 },
  'start-failed': { kind: 'start-failed', attempt: 3, fault },
  'stop-wanted': { kind: 'stop-wanted' },
  stopped: { kind: 'stopped', attempt: 3 },
  'stop-failed': { kind: 'stop-failed', attempt: 3, fault },
  adopted: { kind: 'adopted' },
  exited: { kind: 'exited', fault },
  silent: { kind: 'silent', fault },
  healthy: { kind: 'healthy' },
  unwanted: { kind: 'unwanted' },
  retried: { kind: 'retried' },
};

/** Every cell of the table that does something: the state it leads to and the effects it has. All others change nothing. */
const table: Record<SlotState, Partial<Record<SlotInput['kind'], [SlotState, string[]]>>> = {
  absent: {
    'start-wanted': ['starting', ['call-start 4']],
    'stop-wanted': ['stopping', ['call-stop 4']],
    adopted: ['running', []],
  },
  starting: { started: ['running', []], 'start-failed': ['waiting', ['wake']] },
  running: {
    'start-wanted': ['starting', ['call-start 4']],
    'stop-wanted': ['stopping', ['call-stop 4']],
    exited: ['waiting', ['wake']],
    silent: ['stopping', ['call-stop 4']],
    healthy: ['running', []],
  },
  stopping: { stopped: ['absent', []], 'stop-failed': ['running', []] },
  waiting: {
    'start-wanted': ['starting', ['call-start 4']],
    'stop-wanted': ['stopping', ['call-stop 4']],
    unwanted: ['absent', []],
    retried: ['absent', []],
  },
  'given-up': { 'stop-wanted': ['stopping', ['call-stop 4']], unwanted: ['absent', []], retried: ['absent', []] },
};

describe.each(Object.keys(table) as SlotState[])('a slot that is %s', (state) => {
  test.each(Object.keys(inputs) as SlotInput['kind'][])('takes %s', (kind) => {
    const slot = inState(state);
    const { slot: next, effects } = take(slot, inputs[kind]);
    const expected = table[state][kind];
    if (!expected) expect({ slot: next, effects }).toEqual({ slot, effects: [] });
    else {
      const told = effects.map((effect) => (effect.kind === 'wake' ? 'wake' : `${effect.kind} ${effect.attempt}`));
      expect([next.state, told]).toEqual(expected);
    }
  });

  test.each(['started', 'start-failed', 'stopped', 'stop-failed'] as const)('drops a late %s', (kind) => {
    const slot = inState(state, { attempt: 4 });
    expect(take(slot, inputs[kind])).toEqual({ slot, effects: [] });
  });
});

test('waits longer with every failure, and gives up with the count and the last cause', () => {
  let slot = inState('running');
  const waits: number[] = [];
  for (let failure = 1; failure < GIVE_UP_AT_FAILURE; failure += 1) {
    slot = take(slot, inputs.exited).slot;
    waits.push((slot.notBefore ?? 0) - NOW);
    slot = { ...slot, state: 'running' };
  }
  expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  slot = take(slot, inputs.exited).slot;
  expect(slot).toMatchObject({
    state: 'given-up',
    fault: { code: 'PUSHER_GIVEN_UP', params: { tries: GIVE_UP_AT_FAILURE, last: 'PUSHER_EXITED' } },
  });
});

test('a healthy minute makes the next failure a first one', () => {
  const tired = inState('running', { failures: 7, since: 0 });
  const alive: ObservedPusher = {
    name: 'whip-pusher-a',
    cameraId: 'a',
    generation: 1,
    specHash: 's',
    ours: true,
    process: 'running',
    exit: null,
    report: null,
    reportedAt: HEALTHY_AFTER_MS,
  };
  expect(inputOf(tired, alive, HEALTHY_AFTER_MS - 1, 0)).toBeNull();
  const input = inputOf(tired, alive, HEALTHY_AFTER_MS, 0);
  expect(input).toEqual({ kind: 'healthy' });
  const rested = take(tired, { kind: 'healthy' }).slot;
  expect(take(rested, inputs.exited).slot).toMatchObject({ failures: 1, notBefore: NOW + RESTART_POLICY.firstMs });
});

test('what only a person can heal is given up at once, under its own code', () => {
  const { slot } = take(inState('starting'), { kind: 'start-failed', attempt: 3, fault: { code: 'PUSHER_MISSING', params: {} } });
  expect(slot).toMatchObject({ state: 'given-up', fault: { code: 'PUSHER_MISSING' } });
});

test('a silent pusher is ended and then counts as failed', () => {
  const stopping = take(inState('running'), { kind: 'silent', fault: { code: 'PUSHER_SILENT', params: {} } }).slot;
  const { slot } = take(stopping, { kind: 'stopped', attempt: stopping.attempt });
  expect(slot).toMatchObject({ state: 'waiting', failures: 1, fault: { code: 'PUSHER_SILENT' } });
});

test('silence counts from the last report, from the start, and from waking up', () => {
  const pusher = (reportedAt: number | null): ObservedPusher => ({
    name: 'whip-pusher-a',
    cameraId: 'a',
    generation: 1,
    specHash: 's',
    ours: true,
    process: 'running',
    exit: null,
    report: null,
    reportedAt,
  });
  const slot = inState('running', { since: 1000 });
  const kind = (reportedAt: number | null, now: number, awakeSince = 0) =>
    inputOf(slot, pusher(reportedAt), now, awakeSince)?.kind ?? null;
  expect(kind(null, 1000 + SILENT_AFTER_MS - 1)).toBeNull();
  expect(kind(null, 1000 + SILENT_AFTER_MS)).toBe('silent');
  expect(kind(5000, 1000 + SILENT_AFTER_MS)).toBeNull();
  expect(kind(5000, 5000 + SILENT_AFTER_MS)).toBe('silent');
  expect(kind(5000, 5000 + SILENT_AFTER_MS, 6000)).toBeNull();
});

test('back-off: never above its cap, never below its jittered share, doubling', () => {
  const policy = { firstMs: 100, maxMs: 10_000, jitter: 0.25 };
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (failures, random) => {
      const full = backoffMs(policy, failures, 0);
      const spread = backoffMs(policy, failures, random);
      expect(full).toBe(Math.min(10_000, 100 * 2 ** Math.min(failures - 1, 30)));
      expect(spread).toBeLessThanOrEqual(full);
      expect(spread).toBeGreaterThan(full * 0.75);
    }),
  );
});
