/** `pusher probe`: one look at a stream. The request goes in by standard input, so that no login is in a process list. */
import { z } from 'zod';
import { AppError, FaultCode } from '#contract/faults.ts';
import { ProbeResult, RtspAnswer } from '#contract/facts.ts';
import type { ResolvedSource } from '../../core/ports.ts';
import { startChild } from '../../programs/child.ts';

/** Connecting and the answers of a slow camera come on top of the seconds of looking. */
const graceMs = 20_000;
const killGraceMs = 1000;

/** What the pusher says of a stream it could not look at; its code may be one that this app does not know yet. */
const Refusal = z.object({
  ok: z.literal(false),
  code: FaultCode.catch('INTERNAL'),
  detail: z.string(),
  answers: z.array(RtspAnswer).nullish(),
});

export interface ProbeOptions {
  pusher: string;
  stateDir: string;
  source: ResolvedSource;
  seconds: number;
  onLogLine: (line: string) => void;
}

/** Rejects with PUSHER_EXITED when it ends without an answer, PUSHER_SILENT when it does not end. */
export async function probe({ pusher, stateDir, source, seconds, onLogLine }: ProbeOptions): Promise<ProbeResult> {
  let answer: string | undefined;
  const child = await startChild({
    file: pusher,
    args: ['probe', '--request', '-'],
    onOutputLine: (line) => {
      answer = line;
    },
    onErrorLine: onLogLine,
  });
  let silent = false;
  const timer = setTimeout(
    () => {
      silent = true;
      void child.end(killGraceMs);
    },
    seconds * 1000 + graceMs,
  );
  const { url, username, password } = source;
  child.writeLine(JSON.stringify({ url, username, password, stateDir, seconds }));
  child.closeInput();
  const { code } = await child.ended;
  clearTimeout(timer);
  if (silent) throw new AppError('PUSHER_SILENT', { seconds });
  return parseAnswer(answer, code);
}

export function parseAnswer(line: string | undefined, exitCode: number | null): ProbeResult {
  let raw: unknown;
  try {
    raw = JSON.parse(line ?? '');
  } catch (cause) {
    throw new AppError('PUSHER_EXITED', { code: exitCode ?? -1 }, { cause });
  }
  const refusal = Refusal.safeParse(raw);
  if (refusal.success) return { ...refusal.data, answers: refusal.data.answers ?? [] };
  const found = ProbeResult.safeParse(raw);
  if (!found.success) throw new AppError('INTERNAL', { detail: 'the probe answered in an unknown form' }, { cause: found.error });
  return found.data;
}
