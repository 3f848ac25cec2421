/** Wanted and observed in, actions out. Pure: the same world gives the same plan, and a world that is as wanted gives none. */
import type { CameraId, HostId } from '#contract/words.ts';
import type { ObservedPusher } from '../ports.ts';
import type { Intent } from './intents.ts';
import { isAlive } from './observe.ts';
import { reason, type Reason } from './reasons.ts';
import type { Slot } from './slot.ts';

/** What was last handed to a running pusher. */
export interface Given {
  grantEpoch: string;
  /** Half of the token's life, wall time. */
  refreshAt: number;
  loginRetry: number;
}

export interface Observed {
  key: string;
  hostId: HostId;
  name: string;
  cameraId: CameraId;
  /** Null: the host knows none of this name. */
  pusher: ObservedPusher | null;
  slot: Slot;
  given: Given | null;
}

export interface PlanTime {
  wall: number;
  monotonic: number;
}

interface ActionBase {
  key: string;
  hostId: HostId;
  name: string;
  cameraId: CameraId;
  reason: Reason;
}
/** `start` where nothing runs · `replace` what runs with another spec, as the next generation · `refresh` token, endpoint or
 * login retry without a restart · `stop`. */
export type Action = ActionBase & { kind: 'start' | 'replace' | 'refresh' | 'stop' };

export function plan(wanted: readonly Intent[], observed: readonly Observed[], time: PlanTime): Action[] {
  const intents = new Map(wanted.map((intent) => [intent.key, intent]));
  const seen = new Set<string>();
  const actions: Action[] = [];
  for (const item of observed) {
    seen.add(item.key);
    const intent = intents.get(item.key);
    const action = intent?.wanted ? toHave(intent, item, time) : toEnd(intent ?? null, item);
    if (action) actions.push(action);
  }
  for (const intent of wanted) {
    if (intent.wanted && !seen.has(intent.key) && canStart(intent)) actions.push(act('start', intent, intent.reason));
  }
  return actions;
}

/** What a wanted pusher waits for before it can be started; null when it can. */
export function obstacleOf(intent: Intent, pusher: ObservedPusher | null): Reason | null {
  if (pusher !== null && !pusher.ours) return reason('pusher.reason.not_ours', { host: intent.hostId });
  if (intent.grantEpoch === null) return reason('pusher.reason.waits_for_media_server');
  if (intent.specHash === null) return reason('pusher.reason.waits_for_demo_cameras');
  return null;
}

const canStart = (intent: Intent): boolean => obstacleOf(intent, null) === null;

function toHave(intent: Intent, { pusher, slot, given }: Observed, time: PlanTime): Action | null {
  if (pusher !== null && !pusher.ours) return null;
  switch (slot.state) {
    case 'starting':
    case 'stopping':
    case 'given-up':
      return null;
    case 'waiting':
      if (slot.notBefore !== null && time.monotonic < slot.notBefore) return null;
      return canStart(intent) ? act('start', intent, reason('pusher.reason.not_running')) : null;
    case 'absent':
    case 'running':
      break;
  }
  if (!isAlive(pusher)) return canStart(intent) ? act('start', intent, intent.reason) : null;
  if (!canStart(intent)) return null;
  if (pusher.specHash !== intent.specHash) return act('replace', intent, reason('pusher.reason.spec_changed'));
  const why = refreshReason(intent, given, time);
  return why ? act('refresh', intent, why) : null;
}

function refreshReason(intent: Intent, given: Given | null, time: PlanTime): Reason | null {
  if (given === null || given.grantEpoch !== intent.grantEpoch) return reason('pusher.reason.media_server_moved');
  if (given.loginRetry !== intent.loginRetry) return reason('pusher.reason.login_retry');
  return time.wall >= given.refreshAt ? reason('pusher.reason.token_half_life') : null;
}

function toEnd(intent: Intent | null, { pusher, slot, ...item }: Observed): Action | null {
  const isBusy = slot.state === 'starting' || slot.state === 'stopping';
  if (isBusy || !isAlive(pusher) || !pusher.ours) return null;
  return act('stop', item, intent?.reason ?? reason('pusher.reason.camera_removed'));
}

const act = (kind: Action['kind'], { key, hostId, name, cameraId }: Omit<ActionBase, 'reason'>, why: Reason): Action => ({
  kind,
  key,
  hostId,
  name,
  cameraId,
  reason: why,
});
