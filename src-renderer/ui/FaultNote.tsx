import type { ReactNode } from 'react';
import type { FaultCode } from '#contract/faults.ts';
import type { Params, Severity } from '#contract/words.ts';
import { SeverityMark } from './SeverityMark.tsx';
import { faultNext, faultTitle, useText } from './text.ts';
import './fault-note.css';

interface Props {
  code: FaultCode;
  params?: Params;
  severity?: Exclude<Severity, 'none'>;
  /** More about this occurrence: since when, next try. */
  facts?: ReactNode;
  /** Buttons. */
  children?: ReactNode;
  /** Spoken as soon as it appears. */
  announce?: boolean;
}

/** What is wrong, what to do next, and the evidence as the machine worded it. */
export function FaultNote({ code, params = {}, severity = 'warning', facts, children, announce = false }: Props) {
  const text = useText();
  const detail = params['detail'];
  return (
    <section className="cr-fault" data-severity={severity} {...(announce ? { role: 'alert' } : {})}>
      <SeverityMark mark={severity} size={16} label={text(`severity.${severity}`)} />
      <div className="cr-fault-text">
        <strong>{faultTitle(code, params)}</strong>
        <p>{faultNext(code, params)}</p>
        {facts !== undefined && <p className="cr-3">{facts}</p>}
        {detail !== undefined && detail !== '' && <p className="cr-mono cr-3 cr-ltr">{detail}</p>}
        {children !== undefined && <div className="cr-row cr-fault-actions">{children}</div>}
      </div>
    </section>
  );
}
