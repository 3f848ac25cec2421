/** What a look at a host means for a slot. Pure. */
import type { ObservedPusher } from '../ports.ts';
import { HEALTHY_AFTER_MS, type Slot, type SlotInput } from './slot.ts';

/** A pusher speaks every 5 s; after this long without a word it is restarted. */
export const SILENT_AFTER_MS = 15_000;

export const isAlive = (pusher: ObservedPusher | null): pusher is ObservedPusher =>
  pusher !== null && pusher.process !== 'exited';

/** The input that follows from what is seen; null when nothing does. `awakeSince`: monotonic time since which this computer has
 * not slept, because nobody reports during sleep. */
export function inputOf(slot: Slot, pusher: ObservedPusher | null, now: number, awakeSince: number): SlotInput | null {
  if (pusher !== null && !pusher.ours) return null;
  if (slot.state === 'absent') return isAlive(pusher) ? { kind: 'adopted' } : null;
  if (slot.state !== 'running') return null;
  const exit = pusher?.exit;
  if (!isAlive(pusher)) {
    return { kind: 'exited', fault: { code: 'PUSHER_EXITED', params: { exit: exit?.signal ?? exit?.code ?? 'unknown' } } };
  }
  const heardAt = Math.max(pusher.reportedAt ?? slot.since, slot.since, awakeSince);
  if (now - heardAt >= SILENT_AFTER_MS) {
    return { kind: 'silent', fault: { code: 'PUSHER_SILENT', params: { seconds: Math.round((now - heardAt) / 1000) } } };
  }
  return slot.failures > 0 && now - slot.since >= HEALTHY_AFTER_MS ? { kind: 'healthy' } : null;
}
