/** The life of one pusher on one host, as a table: state × input → state and effects. Pure; times are monotonic milliseconds.
 * Every operation has an attempt number; the result of an older attempt changes nothing. */
import { faults, type FaultCode } from '#contract/faults.ts';
import type { Params } from '#contract/words.ts';
import { backoffMs, type BackoffPolicy } from '../backoff.ts';

/** `absent` nothing runs · `starting`, `stopping` a call to the host is under way · `running` · `waiting` for the next try ·
 * `given-up` until a person retries. */
export type SlotState = 'absent' | 'starting' | 'running' | 'stopping' | 'waiting' | 'given-up';

interface Fault {
  code: FaultCode;
  params: Params;
}

export interface Slot {
  state: SlotState;
  since: number;
  /** Number of the last operation begun. */
  attempt: number;
  /** In a row, without a healthy minute between. */
  failures: number;
  fault: Fault | null;
  /** Of state `waiting`. */
  notBefore: number | null;
}

export type SlotInput =
  | { kind: 'start-wanted' }
  | { kind: 'started'; attempt: number }
  | { kind: 'start-failed'; attempt: number; fault: Fault }
  | { kind: 'stop-wanted' }
  | { kind: 'stopped'; attempt: number }
  | { kind: 'stop-failed'; attempt: number; fault: Fault }
  | { kind: 'adopted' }
  | { kind: 'exited'; fault: Fault }
  | { kind: 'silent'; fault: Fault }
  | { kind: 'healthy' }
  | { kind: 'unwanted' }
  | { kind: 'retried' };

export type SlotEffect =
  { kind: 'call-start'; attempt: number } | { kind: 'call-stop'; attempt: number } | { kind: 'wake'; at: number };

export interface SlotStep {
  slot: Slot;
  effects: readonly SlotEffect[];
}

export interface SlotContext {
  now: number;
  /** At least 0, below 1. */
  random: number;
}

/** Quick at first: a killed pusher's picture is to be back within seconds. */
export const RESTART_POLICY: BackoffPolicy = { firstMs: 250, maxMs: 30_000, jitter: 0.25 };
export const HEALTHY_AFTER_MS = 60_000;
/** The failure that makes it give up: about a minute and a half of tries without a healthy minute. */
export const GIVE_UP_AT_FAILURE = 10;

export const newSlot = (now: number): Slot => ({
  state: 'absent',
  since: now,
  attempt: 0,
  failures: 0,
  fault: null,
  notBefore: null,
});

export function step(slot: Slot, input: SlotInput, context: SlotContext): SlotStep {
  const isLate = 'attempt' in input && input.attempt !== slot.attempt;
  const row = table[slot.state][input.kind] as ((slot: Slot, input: SlotInput, context: SlotContext) => SlotStep) | undefined;
  return isLate || !row ? { slot, effects: [] } : row(slot, input, context);
}

type Row = { [K in SlotInput['kind']]?: (slot: Slot, input: Extract<SlotInput, { kind: K }>, context: SlotContext) => SlotStep };

const enter = (slot: Slot, state: SlotState, { now }: SlotContext, change: Partial<Slot> = {}): Slot => ({
  ...slot,
  state,
  since: now,
  notBefore: null,
  ...change,
});
const only = (slot: Slot): SlotStep => ({ slot, effects: [] });

const beginStart = (slot: Slot, _input: unknown, context: SlotContext): SlotStep => {
  const attempt = slot.attempt + 1;
  return { slot: enter(slot, 'starting', context, { attempt }), effects: [{ kind: 'call-start', attempt }] };
};
const beginStop = (slot: Slot, context: SlotContext, fault: Fault | null): SlotStep => {
  const attempt = slot.attempt + 1;
  return { slot: enter(slot, 'stopping', context, { attempt, fault }), effects: [{ kind: 'call-stop', attempt }] };
};
const stopWanted = (slot: Slot, _input: unknown, context: SlotContext): SlotStep => beginStop(slot, context, null);
const forget = (slot: Slot, _input: unknown, context: SlotContext): SlotStep =>
  only(enter(slot, 'absent', context, { failures: 0, fault: null }));
const run = (slot: Slot, _input: unknown, context: SlotContext): SlotStep => only(enter(slot, 'running', context));
const failed = (slot: Slot, { fault }: { fault: Fault }, context: SlotContext): SlotStep => fail(slot, fault, context);

function fail(slot: Slot, fault: Fault, context: SlotContext): SlotStep {
  const failures = slot.failures + 1;
  if (faults[fault.code].retry !== 'auto') return only(enter(slot, 'given-up', context, { failures, fault }));
  if (failures >= GIVE_UP_AT_FAILURE) {
    const givenUp: Fault = { code: 'PUSHER_GIVEN_UP', params: { ...fault.params, tries: failures, last: fault.code } };
    return only(enter(slot, 'given-up', context, { failures, fault: givenUp }));
  }
  const notBefore = context.now + backoffMs(RESTART_POLICY, failures, context.random);
  return { slot: enter(slot, 'waiting', context, { failures, fault, notBefore }), effects: [{ kind: 'wake', at: notBefore }] };
}

const table: Record<SlotState, Row> = {
  absent: {
    'start-wanted': beginStart,
    'stop-wanted': stopWanted,
    adopted: run,
    unwanted: (slot, input, context) => (slot.failures > 0 || slot.fault ? forget(slot, input, context) : only(slot)),
  },
  starting: {
    started: run,
    'start-failed': failed,
  },
  running: {
    // Replaced by another spec: the host ends the old one itself.
    'start-wanted': beginStart,
    'stop-wanted': stopWanted,
    exited: failed,
    silent: (slot, { fault }, context) => beginStop(slot, context, fault),
    healthy: (slot) => only({ ...slot, failures: 0, fault: null }),
  },
  stopping: {
    stopped: (slot, input, context) => (slot.fault ? fail(slot, slot.fault, context) : forget(slot, input, context)),
    // Still there as far as anybody knows: the next look decides again.
    'stop-failed': (slot, { fault }, context) => only(enter(slot, 'running', context, { fault })),
  },
  waiting: {
    'start-wanted': beginStart,
    'stop-wanted': stopWanted,
    unwanted: forget,
    retried: forget,
  },
  'given-up': {
    'stop-wanted': stopWanted,
    unwanted: forget,
    retried: forget,
  },
};
