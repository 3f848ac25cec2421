import type { ReactNode } from 'react';
import { SeverityMark, type Mark } from './SeverityMark.tsx';

/** A mark and its word, never one without the other. */
export function StateWord({ mark, children }: { mark: Mark; children: ReactNode }) {
  return (
    <span className="cr-state" data-mark={mark}>
      <SeverityMark mark={mark} size={13} />
      <span className="cr-ellipsis">{children}</span>
    </span>
  );
}
