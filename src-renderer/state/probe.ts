/** One test of a stream, as a person sees it: running with its time, ended with a result, or given up. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { CallInput } from '#contract/calls.ts';
import type { ProbeResult } from '#contract/facts.ts';
import { asCallError, call, type CallError } from '../bridge/bridge.ts';

type ProbeState =
  | { step: 'none' }
  | { step: 'running'; startedAt: number }
  | { step: 'done'; result: ProbeResult; tookMs: number }
  | { step: 'failed'; error: CallError };

export interface Probe {
  state: ProbeState;
  start: (input: CallInput<'camera.probe'>) => void;
  /** The answer of a running test is ignored; main ends it by itself within its seconds. */
  cancel: () => void;
}

export function useProbe(): Probe {
  const [state, setState] = useState<ProbeState>({ step: 'none' });
  const attempt = useRef(0);
  useEffect(
    () => () => {
      attempt.current += 1;
    },
    [],
  );
  const start = useCallback((input: CallInput<'camera.probe'>) => {
    attempt.current += 1;
    const own = attempt.current;
    const startedAt = Date.now();
    setState({ step: 'running', startedAt });
    call('camera.probe', input).then(
      (result) => {
        if (own === attempt.current) setState({ step: 'done', result, tookMs: Date.now() - startedAt });
      },
      (thrown: unknown) => {
        if (own === attempt.current) setState({ step: 'failed', error: asCallError(thrown) });
      },
    );
  }, []);
  const cancel = useCallback(() => {
    attempt.current += 1;
    setState({ step: 'none' });
  }, []);
  return { state, start, cancel };
}
