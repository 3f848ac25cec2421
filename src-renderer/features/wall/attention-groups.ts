/** Tiles that lost their picture together, because the device they share is gone: one alarm instead of one per camera. */
import type { TileState } from '#contract/views.ts';
import type { CameraView } from '#contract/words.ts';
import type { Alarm } from './alarm.ts';

/** What several cameras can hang on: their recorder or relay by its address, or the demo's server. Null: nothing shared is known. */
function deviceOf(camera: CameraView | null): string | null {
  if (camera === null) return null;
  if (camera.source.kind === 'demo') return 'demo';
  return URL.canParse(camera.source.url) ? new URL(camera.source.url).host : null;
}

/** Two faults that began within this time of each other began together. */
const togetherMs = 10_000;

/** Only what a lost device does to a picture; a refused login or a measure out of limits is each camera's own. */
const sharedStates: readonly (TileState | null)[] = ['stale', 'no-signal'];

function groupKeyOf({ camera, state }: Alarm): string | null {
  const device = deviceOf(camera);
  return device === null || !sharedStates.includes(state) ? null : `${device} ${state}`;
}

function asOne(device: string, members: readonly Alarm[], acknowledged: ReadonlySet<string>): Alarm {
  const first = members.reduce((oldest, each) => (each.since < oldest.since ? each : oldest));
  const id = `device ${device}`;
  return {
    ...first,
    id,
    camera: null,
    tile: null,
    device: device.split(' ')[0] ?? device,
    consequences: members.flatMap((member) => member.camera?.id ?? []),
    acknowledged: acknowledged.has(id),
  };
}

export function groupByDevice(alarms: readonly Alarm[], acknowledged: ReadonlySet<string>): Alarm[] {
  const groups = new Map<string, Alarm[]>();
  const single: Alarm[] = [];
  for (const alarm of alarms) {
    const key = groupKeyOf(alarm);
    if (key === null) single.push(alarm);
    else groups.set(key, [...(groups.get(key) ?? []), alarm]);
  }
  for (const [key, members] of groups) {
    const firstSince = Math.min(...members.map((member) => member.since));
    const together = members.filter((member) => member.since - firstSince <= togetherMs);
    if (together.length < 2) single.push(...members);
    else single.push(asOne(key, together, acknowledged), ...members.filter((member) => !together.includes(member)));
  }
  return single;
}
