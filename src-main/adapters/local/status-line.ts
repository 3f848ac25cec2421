/** A pusher's status line (`pusher/status.schema.json`) in core's words. */
import { z } from 'zod';
import { DelayLegs, Delivery, StreamFacts } from '#contract/facts.ts';
import { FaultCode } from '#contract/faults.ts';
import type { PusherReport } from '../../core/ports.ts';

/** A pusher that is newer than this app may know faults of which the contract has no word. */
const Code = FaultCode.catch('INTERNAL').nullable();
const Instant = z.iso.datetime({ offset: true }).nullable();

const Output = z.object({
  state: z.enum(['connecting', 'publishing', 'retrying', 'refused']),
  code: Code,
  detail: z.string().nullable(),
  firstFrameAt: Instant,
});

const Camera = z.object({
  id: z.string(),
  state: z.enum(['connecting', 'publishing', 'retrying', 'held', 'refused']),
  code: Code,
  detail: z.string().nullable(),
  attempt: z.number().int(),
  nextTryAt: Instant,
  facts: StreamFacts.nullable(),
  delivery: Delivery.nullable(),
  delay: DelayLegs.nullable(),
  outputs: z.array(Output),
});

const StatusLine = z.object({ type: z.literal('status'), cameras: z.array(Camera) });

export type ParsedLine = { kind: 'status'; reports: Map<string, PusherReport> } | { kind: 'odd'; reason: string };

/** Whatever a line holds, it is no reason to throw: the next one may be right. */
export function parseStatusLine(line: string): ParsedLine {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch {
    return { kind: 'odd', reason: 'no JSON' };
  }
  const parsed = StatusLine.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { kind: 'odd', reason: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}` };
  }
  return { kind: 'status', reports: new Map(parsed.data.cameras.map((camera) => [camera.id, reportOf(camera)])) };
}

function reportOf(camera: z.infer<typeof Camera>): PusherReport {
  const output = camera.outputs[0];
  const fromCamera = {
    attempt: camera.attempt,
    nextTryAt: unixMs(camera.nextTryAt),
    facts: camera.facts,
    delivery: camera.delivery,
    delay: camera.delay,
    firstFrameAt: unixMs(output?.firstFrameAt ?? null),
  };
  // A fault of the camera explains one of its output, not the other way round. What the media server refuses may be allowed
  // with the next token, so it is a retry; `refused` is kept for a stream that cannot pass.
  if (camera.code !== null || output === undefined || output.code === null) {
    return { ...fromCamera, state: camera.state, code: camera.code, detail: camera.detail };
  }
  return {
    ...fromCamera,
    state: output.state === 'refused' ? 'retrying' : output.state,
    code: output.code,
    detail: output.detail,
  };
}

const unixMs = (instant: string | null): number | null => (instant === null ? null : Date.parse(instant));
