/** The smoke run's judgement: every tile of the start wall must have presented frames for five seconds on end. Pure. */
import type { FaultCode } from '#contract/faults.ts';
import type { TileReport } from '#contract/views.ts';
import type { CameraId, Wall } from '#contract/words.ts';
import type { ReportedTile, RoomFacts } from './control-room.ts';
import type { Texts } from './texts.ts';

const STEADY_MS = 5_000;
const TIMEOUT_MS = 60_000;
/** Windows report once a second; two reports without a new frame are a gap. */
const GAP_MS = 2_500;

interface Watched {
  /** Frames and time where the present run without a gap began; null while there is none. */
  runStart: { frames: number; at: number } | null;
  frames: number;
  grewAt: number;
  report: TileReport | null;
}

export interface SmokeState {
  startedAt: number;
  tiles: Readonly<Record<CameraId, Watched>>;
}

interface SmokeTile {
  cameraId: CameraId;
  name: string;
  passed: boolean;
  /** Counted from presented frames over the steady time; null where there was none. */
  presentedFps: number | null;
  firstPictureMs: number | null;
  delayMs: number | null;
  delayP95Ms: number | null;
  /** Why it failed; null where it passed. `NO_REPORT`: no window ever spoke of this tile. */
  cause: FaultCode | 'NO_REPORT' | 'NO_STEADY_PICTURE' | null;
}

export interface SmokeVerdict {
  result: 'running' | 'passed' | 'failed';
  seconds: number;
  tiles: SmokeTile[];
}

export const newSmoke = (monotonic: number): SmokeState => ({ startedAt: monotonic, tiles: {} });

/** The wall that the first window opens with; null when the site has none. */
export const startWallOf = ({ walls, settings }: Pick<RoomFacts, 'walls' | 'settings'>): Wall | null =>
  (settings.startWallId === null ? undefined : walls[settings.startWallId]) ?? Object.values(walls)[0] ?? null;

const startCameras = (facts: RoomFacts): CameraId[] =>
  [...new Set(startWallOf(facts)?.cells.filter((id) => id !== null && facts.cameras[id] !== undefined) ?? [])] as CameraId[];

export function observeSmoke(state: SmokeState, facts: RoomFacts, monotonic: number): SmokeState {
  const tiles = startCameras(facts).map((cameraId) => {
    const newest = facts.tiles
      .filter(({ report }) => report.cameraId === cameraId)
      .sort((a, b) => b.reportedAt - a.reportedAt)[0];
    return [cameraId, observeTile(state.tiles[cameraId] ?? null, newest ?? null, monotonic)] as const;
  });
  return { ...state, tiles: Object.fromEntries(tiles) };
}

function observeTile(before: Watched | null, tile: ReportedTile | null, monotonic: number): Watched {
  const known = before ?? { runStart: null, frames: 0, grewAt: monotonic, report: null };
  if (!tile) return { ...known, runStart: null };
  const { report, reportedAt } = tile;
  const frames = report.presentedFrames;
  const grew = frames > known.frames;
  const grewAt = grew ? reportedAt : known.grewAt;
  const broke = frames < known.frames || monotonic - grewAt > GAP_MS;
  const runStart = broke ? null : (known.runStart ?? (grew ? { frames, at: reportedAt } : null));
  return { runStart, frames, grewAt, report };
}

const steadyMs = (tile: Watched | undefined): number => (tile?.runStart ? tile.grewAt - tile.runStart.at : 0);

export function judgeSmoke(state: SmokeState, facts: RoomFacts, monotonic: number): SmokeVerdict {
  const cameraIds = startCameras(facts);
  const elapsedMs = monotonic - state.startedAt;
  const allSteady = cameraIds.length > 0 && cameraIds.every((id) => steadyMs(state.tiles[id]) >= STEADY_MS);
  const result = allSteady ? 'passed' : elapsedMs >= TIMEOUT_MS ? 'failed' : 'running';
  return {
    result,
    seconds: Math.round(elapsedMs / 100) / 10,
    tiles: cameraIds.map((id) => smokeTile(id, state.tiles[id], facts)),
  };
}

function smokeTile(cameraId: CameraId, watched: Watched | undefined, facts: RoomFacts): SmokeTile {
  const passed = steadyMs(watched) >= STEADY_MS;
  const report = watched?.report ?? null;
  const { runStart } = watched ?? { runStart: null };
  const fps =
    watched && runStart && steadyMs(watched) > 0 ? ((watched.frames - runStart.frames) * 1000) / steadyMs(watched) : null;
  return {
    cameraId,
    name: facts.cameras[cameraId]?.name ?? cameraId,
    passed,
    presentedFps: fps === null ? null : Math.round(fps * 10) / 10,
    firstPictureMs: report?.firstPictureMs ?? null,
    delayMs: report?.delayMs ?? null,
    delayP95Ms: report?.delayP95Ms ?? null,
    cause: passed ? null : causeOf(cameraId, report, facts),
  };
}

/** The first thing that is broken on the way from the engines to the tile. */
function causeOf(cameraId: CameraId, report: TileReport | null, facts: RoomFacts): SmokeTile['cause'] {
  const engine = Object.values(facts.engines).find(({ status }) => status !== null);
  const pusher = facts.pushers[cameraId]?.status;
  return engine?.status?.code ?? pusher?.code ?? report?.code ?? (report ? 'NO_STEADY_PICTURE' : 'NO_REPORT');
}

/** The verdict for a person: a line for each tile, then one for all. */
export function smokeLines(verdict: SmokeVerdict, texts: Texts): string[] {
  const value = (key: string, number: number | null, digits = 0): string =>
    number === null ? texts('value.noData') : texts(key, { value: number.toFixed(digits) });
  const tiles = verdict.tiles.map((tile) =>
    texts(tile.passed ? 'smoke.tile.passed' : 'smoke.tile.failed', {
      name: tile.name,
      fps: value('value.fps', tile.presentedFps, 1),
      first: value('value.ms', tile.firstPictureMs),
      delay: value('value.ms', tile.delayMs),
      cause: tile.cause === null ? '' : texts(causeKey(tile.cause)),
    }),
  );
  if (verdict.tiles.length === 0) tiles.push(texts('smoke.noTiles'));
  return [...tiles, texts(`smoke.${verdict.result}`, { seconds: verdict.seconds })];
}

const causeKey = (cause: NonNullable<SmokeTile['cause']>): string =>
  cause === 'NO_REPORT' || cause === 'NO_STEADY_PICTURE' ? `smoke.cause.${cause}` : `fault.${cause}.title`;
