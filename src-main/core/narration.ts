/** What the console says while it follows along: changes of engines and cameras as sentences. Pure. */
import { faults, type Status } from '#contract/faults.ts';
import type { EngineView, PusherView, TileReport } from '#contract/views.ts';
import type { CameraView } from '#contract/words.ts';
import type { RoomFacts } from './control-room.ts';
import type { Texts } from './texts.ts';

/** A camera just live has no delay yet; after this long it is said without. */
const DELAY_PATIENCE_MS = 3_000;
const SUMMARY_INTERVAL_MS = 60_000;

export interface NarrationState {
  /** What was last said of each engine and camera: a line is written when it becomes another. */
  said: Readonly<Record<string, string>>;
  /** Monotonic, by camera: live since, and in trouble since. */
  liveSince: Readonly<Record<string, number>>;
  troubleSince: Readonly<Record<string, number>>;
  summaryAt: number;
}

export interface NarrationTime {
  wall: number;
  monotonic: number;
}

export const newNarration = (monotonic: number): NarrationState => ({
  said: {},
  liveSince: {},
  troubleSince: {},
  summaryAt: monotonic + SUMMARY_INTERVAL_MS,
});

export function narrate(
  before: NarrationState,
  facts: RoomFacts,
  time: NarrationTime,
  texts: Texts,
): { state: NarrationState; lines: string[] } {
  const said: Record<string, string> = {};
  const liveSince: Record<string, number> = {};
  const troubleSince: Record<string, number> = {};
  const lines: string[] = [];
  const tell = (key: string, story: Story | null): void => {
    const now = story?.id ?? before.said[key];
    if (now !== undefined) said[key] = now;
    if (story && story.id !== before.said[key] && story.line !== null) lines.push(story.line);
  };

  for (const engine of Object.values(facts.engines)) {
    const key = `engine ${engine.id}`;
    const story = engineStory(engine, time.wall, texts);
    // That something does not run yet is no news.
    tell(key, engine.state === 'stopped' && before.said[key] === undefined ? { ...story, line: null } : story);
  }
  const tiles = tilesByCamera(facts);
  for (const camera of Object.values(facts.cameras)) {
    const tile = tiles.get(camera.id) ?? null;
    const isLive = tile?.state === 'live' || tile?.state === 'degraded';
    if (isLive) liveSince[camera.id] = before.liveSince[camera.id] ?? time.monotonic;
    const trouble = before.troubleSince[camera.id];
    const story = isLive
      ? liveStory(
          camera,
          tile,
          time.monotonic - (liveSince[camera.id] ?? 0),
          trouble === undefined ? null : time.monotonic - trouble,
          texts,
        )
      : troubleStory(camera, facts.pushers[camera.id] ?? null, tile, time.wall, texts);
    tell(`camera ${camera.id}`, story);
    const wasSaidLive = before.said[`camera ${camera.id}`] === LIVE;
    if (!isLive && (trouble !== undefined || wasSaidLive)) troubleSince[camera.id] = trouble ?? time.monotonic;
    if (isLive && story === null && trouble !== undefined) troubleSince[camera.id] = trouble;
  }
  const summaryIsDue = time.monotonic >= before.summaryAt;
  if (summaryIsDue && tiles.size > 0) lines.push(summary([...tiles.values()], texts));
  const summaryAt = summaryIsDue ? time.monotonic + SUMMARY_INTERVAL_MS : before.summaryAt;
  return { state: { said, liveSince, troubleSince, summaryAt }, lines };
}

/** `line` null: a change that needs no words. */
interface Story {
  id: string;
  line: string | null;
}

const LIVE = 'live';

function engineStory(engine: EngineView, wall: number, texts: Texts): Story {
  const name = texts(`console.engine.${engine.id}`);
  if (engine.status) {
    return {
      id: `${engine.state} ${engine.status.code}`,
      line: texts('console.fault', { name, fault: faultText(engine.status, engine.nextTryAt, wall, texts) }),
    };
  }
  return { id: engine.state, line: texts(`console.engine.${engine.state}`, { name }) };
}

function liveStory(
  camera: CameraView,
  tile: TileReport,
  liveForMs: number,
  troubleMs: number | null,
  texts: Texts,
): Story | null {
  if (tile.delayMs === null && liveForMs < DELAY_PATIENCE_MS) return null;
  const params = {
    name: camera.name,
    ...(tile.delayMs === null ? {} : { delay: Math.round(tile.delayMs) }),
    ...(troubleMs === null ? {} : { seconds: Math.round(troubleMs / 1000) }),
  };
  const key = `console.camera.${troubleMs === null ? 'live' : 'back'}${tile.delayMs === null ? 'Unmeasured' : ''}`;
  return { id: LIVE, line: texts(key, params) };
}

/** The pusher's fault is the cause where there is one; what a window sees is only its consequence. */
function troubleStory(
  camera: CameraView,
  pusher: PusherView | null,
  tile: TileReport | null,
  wall: number,
  texts: Texts,
): Story | null {
  const { name } = camera;
  if (camera.off) return { id: 'off', line: texts('console.camera.off', { name, by: camera.off.by, why: camera.off.reason }) };
  if (pusher?.status) {
    const at = pusher.status.params.address;
    const where = at === undefined ? name : texts('console.camera.at', { name, address: at });
    return {
      id: pusher.status.code,
      line: texts('console.fault', { name: where, fault: faultText(pusher.status, pusher.nextTryAt, wall, texts) }),
    };
  }
  if (tile?.code) return { id: tile.code, line: texts('console.fault', { name, fault: texts(`fault.${tile.code}.title`) }) };
  if (tile && (tile.state === 'stale' || tile.state === 'no-signal' || tile.state === 'frozen')) {
    const seconds = Math.round((tile.lastFrameAgeMs ?? 0) / 1000);
    return { id: tile.state, line: texts(`console.camera.${tile.state}`, { name, seconds }) };
  }
  return pusher?.state === 'idle' ? { id: 'idle', line: null } : null;
}

/** The fault, and what happens next: another try by itself, or what a person has to do. */
function faultText(status: Status, nextTryAt: number | null, wall: number, texts: Texts): string {
  const title = texts(`fault.${status.code}.title`, status.params);
  if (nextTryAt !== null && nextTryAt > wall) {
    return `${title} ${texts('console.nextTry', { seconds: Math.max(1, Math.round((nextTryAt - wall) / 1000)) })}`;
  }
  return faults[status.code].retry === 'auto' ? title : `${title} ${texts(`fault.${status.code}.next`, status.params)}`;
}

function summary(tiles: readonly TileReport[], texts: Texts): string {
  const live = tiles.filter(({ state }) => state === 'live' || state === 'degraded');
  const delays = live.flatMap(({ delayMs }) => (delayMs === null ? [] : [delayMs])).sort((a, b) => a - b);
  const median = delays[Math.floor(delays.length / 2)];
  const params = { live: live.length, total: tiles.length };
  return median === undefined
    ? texts('console.summaryUnmeasured', params)
    : texts('console.summary', { ...params, delay: Math.round(median) });
}

/** One tile for each camera: a live one where several windows show it. */
function tilesByCamera({ tiles }: RoomFacts): Map<string, TileReport> {
  const byCamera = new Map<string, TileReport>();
  for (const { report } of tiles) if (byCamera.get(report.cameraId)?.state !== 'live') byCamera.set(report.cameraId, report);
  return byCamera;
}
