/** Faults brought about on purpose, and how long pictures stood still because of them. */
import { isAlive } from '../support/process-tree.ts';
import { until } from '../support/wait.ts';
import type { ControlRoom } from './control-room.ts';
import { markFrames, videoCounts } from './video-frames.ts';

/** The app's processes that may die at any time without its window noticing. */
export type Mortal = 'pusher' | 'livekitServer' | 'democam';

/** More than can have been under way when a program died. */
const framesOfTwoSeconds = 2 * 15;

/**
 * Kills every process of the program and waits until every picture moves again, which takes `limitMs` at the longest. Returns the
 * longest time, in milliseconds, that any tile showed no new frame. The page must count frames.
 */
export async function stillTimeAfterKill(app: ControlRoom, program: Mortal, limitMs: number): Promise<number> {
  const victims = app.running(program);
  if (victims.length === 0) throw new Error(`no ${program} runs`);
  const tiles = (await videoCounts(app.page)).length;
  await markFrames(app.page);
  for (const { pid } of victims) process.kill(pid, 'SIGKILL');
  await until(`every ${program} is dead`, 5000, () => !victims.some(isAlive));
  const counts = await until('every picture moves again', limitMs + 5000, async () => {
    const now = await videoCounts(app.page);
    return now.length === tiles && now.every(({ sinceMark }) => sinceMark > framesOfTwoSeconds) && now;
  });
  const again = app.running(program);
  if (again.length !== victims.length) throw new Error(`${victims.length} of ${program} were killed, ${again.length} run now`);
  return Math.max(...counts.map(({ longestGapMs }) => longestGapMs));
}

/** Kills the window's renderer. Returns the milliseconds until `tiles` tiles say that they are live. Playwright's page is dead then. */
export async function darkTimeAfterRendererKill(app: ControlRoom, tiles: number, limitMs: number): Promise<number> {
  const renderer = (): Promise<{ pid: number; loaded: boolean }> =>
    app.electron.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      return {
        pid: contents?.getOSProcessId() ?? 0,
        loaded: contents !== undefined && !contents.isCrashed() && !contents.isLoading(),
      };
    });
  const { pid: killed } = await renderer();
  const from = performance.now();
  process.kill(killed, 'SIGKILL');
  await until('another renderer has loaded the page', limitMs, async () => {
    const { pid, loaded } = await renderer();
    return loaded && pid !== killed;
  });
  const live = `document.querySelectorAll('[role=group] > section[aria-label*=", live"]').length`;
  await until('every tile is live', limitMs, async () => (await app.inWindow<number>(live)) === tiles);
  return performance.now() - from;
}
