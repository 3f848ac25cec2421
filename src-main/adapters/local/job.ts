/** The pusher's job document (`pusher/job.schema.json`), one per line on its standard input. */
import type { PusherSpec } from '../../core/ports.ts';

/** Names the one output; status lines carry it back. */
const outputId = 'zone';
const statusIntervalMs = 5000;

/** @param stateDir where the pusher keeps login budgets, so that they survive its restarts */
export function jobLine(spec: PusherSpec, stateDir: string): string {
  const { url, username, password, loginRetry } = spec.source;
  return JSON.stringify({
    version: 1,
    stateDir,
    includeLoopback: true,
    statusIntervalMs,
    cameras: [
      {
        id: spec.cameraId,
        source: { url, username, password, transport: 'tcp', loginRetry },
        policy: 'auto',
        outputs: [{ id: outputId, endpoint: spec.grant.endpoint, token: spec.grant.token }],
      },
    ],
  });
}
