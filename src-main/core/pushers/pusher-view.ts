/** A camera's pusher as windows see it. Pure. */
import { statusOf, type FaultCode, type Status } from '#contract/faults.ts';
import type { PusherState, PusherView } from '#contract/views.ts';
import type { Params } from '#contract/words.ts';
import type { PusherReport } from '../ports.ts';
import type { Intent } from './intents.ts';
import { isAlive } from './observe.ts';
import { obstacleOf, type Observed } from './plan.ts';

export interface ViewContext {
  /** Wall time minus monotonic time, for showing when a wait ends. */
  wallOffset: number;
  wall: number;
  generation: number;
  /** Parameters that texts of faults may use: the camera's name and address. */
  params: Params;
}

/** `previous` keeps "since" standing while neither state nor fault changes. */
export function pusherView(
  intent: Intent,
  observed: Observed | null,
  previous: PusherView | null,
  context: ViewContext,
): PusherView {
  const pusher = observed?.pusher ?? null;
  const report = isAlive(pusher) ? pusher.report : null;
  const state = stateOf(intent, observed, report);
  const obstacle = intent.wanted && !isAlive(pusher) ? obstacleOf(intent, pusher) : null;
  return {
    cameraId: intent.cameraId,
    hostId: intent.hostId,
    generation: isAlive(pusher) ? pusher.generation : context.generation,
    state,
    since: previous?.state === state ? previous.since : context.wall,
    status: state === 'idle' ? null : statusFrom(observed, report, previous, context),
    attempt: report?.attempt ?? observed?.slot.failures ?? 0,
    nextTryAt: state === 'idle' ? null : nextTryAt(observed, report, previous, context.wallOffset),
    facts: report?.facts ?? null,
    delivery: report?.delivery ?? null,
    delay: report?.delay ?? null,
    reason: obstacle ?? intent.reason,
  };
}

function stateOf(intent: Intent, observed: Observed | null, report: PusherReport | null): PusherState {
  const slot = observed?.slot.state ?? 'absent';
  const alive = isAlive(observed?.pusher ?? null);
  if (!intent.wanted) return alive || slot === 'stopping' ? 'stopping' : 'idle';
  switch (slot) {
    case 'given-up':
      return 'held';
    case 'waiting':
      return 'retrying';
    case 'stopping':
      return 'stopping';
    case 'absent':
    case 'starting':
      return 'starting';
    case 'running':
      return report?.state ?? 'connecting';
  }
}

/** The two clocks drift by parts of a millisecond; that alone is no news. */
const SAME_TIME_MS = 500;

function nextTryAt(
  observed: Observed | null,
  report: PusherReport | null,
  previous: PusherView | null,
  wallOffset: number,
): number | null {
  const notBefore = observed?.slot.notBefore ?? null;
  const next = notBefore === null ? (report?.nextTryAt ?? null) : Math.round(notBefore + wallOffset);
  const before = previous?.nextTryAt ?? null;
  return next !== null && before !== null && Math.abs(next - before) < SAME_TIME_MS ? before : next;
}

function statusFrom(
  observed: Observed | null,
  report: PusherReport | null,
  previous: PusherView | null,
  { wall, params }: ViewContext,
): Status | null {
  const since = (code: FaultCode): number => (previous?.status?.code === code ? previous.status.since : wall);
  const slot = observed?.slot;
  if (slot?.fault && slot.state !== 'running') {
    return statusOf(slot.fault.code, since(slot.fault.code), { ...params, ...slot.fault.params });
  }
  if (!report?.code) return null;
  return statusOf(report.code, since(report.code), { ...params, ...(report.detail === null ? {} : { detail: report.detail }) });
}
