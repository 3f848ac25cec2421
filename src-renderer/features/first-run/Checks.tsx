import { useEffect, useState } from 'react';
import type { Check } from '#contract/calls.ts';
import { call } from '../../bridge/bridge.ts';
import { SeverityMark } from '../../ui/SeverityMark.tsx';
import { useText } from '../../ui/text.ts';

const ASK_EVERY_MS = 2000;
const marks = { passed: 'passed', failed: 'warning', 'not-tested': 'untested', 'not-needed': 'off' } as const;

/** Whether this machine has what the control room needs. Asked until everything is known. */
export function Checks() {
  const text = useText();
  const [checks, setChecks] = useState<readonly Check[] | null>(null);
  useEffect(() => {
    let ended = false;
    let timer: ReturnType<typeof setTimeout>;
    const ask = async () => {
      const answer = await call('app.checks').catch(() => null);
      if (ended) return;
      if (answer) setChecks(answer);
      if (!answer?.every(({ state }) => state === 'passed' || state === 'not-needed')) {
        timer = setTimeout(() => void ask(), ASK_EVERY_MS);
      }
    };
    void ask();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, []);
  if (!checks) return <p className="cr-3">{text('firstRun.checks.running')}</p>;
  return (
    <ul className="cr-first-run-checks" aria-label={text('firstRun.checks')}>
      {checks
        .filter(({ state }) => state !== 'not-needed')
        .map(({ id, state, detail }) => (
          <li key={id} data-state={state}>
            <SeverityMark mark={marks[state]} label={text(`check.state.${state}`)} />
            <div>
              {text(`check.${id}`)}
              {detail !== '' && (
                <small>{detail === 'keyring' || detail === 'sealed-file' ? text(`about.secrets.${detail}`) : detail}</small>
              )}
              {state === 'failed' && <small>{text(`check.${id}.remedy`)}</small>}
            </div>
          </li>
        ))}
    </ul>
  );
}
