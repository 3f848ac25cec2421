/** `pusher run` and `pusher probe`, called as the app calls them: the job on stdin, reports on stdout. */
import { binary } from './binaries.ts';
import type { Child } from './child.ts';
import type { Rig } from './rig.ts';
import { until } from './wait.ts';

/** See pusher/job.schema.json. */
export interface JobCamera {
  id: string;
  source: { url: string; username?: string; password?: string; transport?: 'tcp'; loginRetry?: number };
  policy: 'auto';
  outputs: { id: string; endpoint: string; token: string }[];
}

/** See pusher/status.schema.json; the parts that tests look at. */
export interface CameraStatus {
  id: string;
  state: 'connecting' | 'publishing' | 'retrying' | 'held' | 'refused';
  code: string | null;
  detail: string | null;
  attempt: number;
  nextTryAt: string | null;
  facts: Record<string, unknown> | null;
  delay: { arrivalToDepartureMs: { p50: number; p95: number } | null } | null;
  delivery: { mode: string; reasonCode: string; reason: string } | null;
  outputs: {
    id: string;
    state: string;
    code: string | null;
    bytesSent: number | null;
    framesSent: number | null;
    firstFrameAt: string | null;
  }[];
}

export interface RunningPusher {
  child: Child;
  /** Hands over a whole new job document. */
  setCameras(cameras: JobCamera[]): void;
  /** Every status reported so far of one camera, oldest first. */
  history(cameraId: string): CameraStatus[];
  /** Waits for a status, reported after the call, that satisfies the test. */
  status(cameraId: string, what: string, limitMs: number, test: (status: CameraStatus) => boolean): Promise<CameraStatus>;
}

export function startPusher(rig: Rig, cameras: JobCamera[], stateDir?: string, statusIntervalMs = 500): RunningPusher {
  const job = (list: JobCamera[]): string =>
    `${JSON.stringify({ version: 1, ...(stateDir ? { stateDir } : {}), includeLoopback: true, statusIntervalMs, cameras: list })}\n`;
  const child = rig.start('pusher', binary('pusher'), ['run', '--job', '-', '--tethered'], { input: job(cameras) });
  const history = (cameraId: string, from = 0): CameraStatus[] =>
    child.stdout
      .slice(from)
      .map((line) => JSON.parse(line) as { type: string; cameras?: CameraStatus[] })
      .flatMap((report) => (report.type === 'status' ? (report.cameras ?? []) : []))
      .filter((camera) => camera.id === cameraId);
  return {
    child,
    setCameras: (list) => child.write(job(list)),
    history: (cameraId) => history(cameraId),
    async status(cameraId, what, limitMs, test) {
      const from = child.stdout.length;
      return until(
        `pusher: ${what}`,
        limitMs,
        () => {
          if (!child.running) throw new Error(`the pusher ended before: ${what}\n${child.output}`);
          return history(cameraId, from).find(test);
        },
        () => [history(cameraId).at(-1), child.stderr.slice(-10)],
      );
    },
  };
}

export interface ProbeAnswer {
  type: 'probe';
  ok: boolean;
  code?: string;
  detail?: string;
  facts?: Record<string, unknown>;
  verdict?: { mode: string; reasonCode: string; reason: string };
  answers: { method: string; status: number; ms: number }[];
}

export async function probe(
  rig: Rig,
  request: { url: string; username?: string; password?: string; stateDir?: string; seconds?: number },
): Promise<{ exitCode: number | null; answer: ProbeAnswer; child: Child }> {
  const child = rig.start('pusher probe', binary('pusher'), ['probe', '--request', '-'], { input: JSON.stringify(request) });
  child.closeInput();
  const { code } = await child.end(30_000);
  const [line] = child.stdout;
  if (line === undefined) throw new Error(`the probe said nothing\n${child.output}`);
  return { exitCode: code, answer: JSON.parse(line) as ProbeAnswer, child };
}
