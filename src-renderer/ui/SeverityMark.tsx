/** The marks of the house. The shape carries the meaning, the colour only repeats it; a word always stands beside or in `label`. */
import type { ReactNode } from 'react';

export type Mark = 'critical' | 'warning' | 'notice' | 'passed' | 'live' | 'connecting' | 'off' | 'untested';

interface Props {
  mark: Mark;
  /** CSS pixels, both ways. */
  size?: number;
  /** On a filled caption of the mark's own colour: shape in the caption's text colour. */
  inverse?: boolean;
  /** Spoken name, where no word stands beside the mark. */
  label?: string;
}

const line = { fill: 'none', stroke: 'currentColor', strokeLinecap: 'round', strokeLinejoin: 'round' } as const;

function shapeOf(mark: Mark, inverse: boolean): ReactNode {
  switch (mark) {
    case 'critical':
      return (
        <>
          <path d="M4.6 1h6.8L15 4.6v6.8L11.4 15H4.6L1 11.4V4.6z" fill={inverse ? '#fff' : 'var(--cr-critical-fill)'} />
          <path d="M8 4.2v4.6M8 11v1" {...line} stroke={inverse ? 'var(--cr-critical-fill)' : '#fff'} strokeWidth={1.9} />
        </>
      );
    case 'warning':
      return (
        <>
          <path d="M8 1.2 15.4 14.6H.6z" fill={inverse ? 'var(--cr-warning-ink)' : 'var(--cr-warning-fill)'} />
          <path
            d="M8 6v4M8 12v.6"
            {...line}
            stroke={inverse ? 'var(--cr-warning-fill)' : 'var(--cr-warning-ink)'}
            strokeWidth={1.8}
          />
        </>
      );
    case 'notice':
      return (
        <>
          <circle cx="8" cy="8" r="6.2" {...line} strokeWidth={1.6} />
          <path d="M8 7.4v3.8M8 4.8v.5" {...line} strokeWidth={1.7} />
        </>
      );
    case 'passed':
      return <path d="M3.2 8.4 6.6 11.8 13 4.6" {...line} strokeWidth={1.9} />;
    case 'live':
      return <circle cx="8" cy="8" r="3.6" fill="currentColor" />;
    case 'connecting':
      return <circle cx="8" cy="8" r="6" {...line} strokeWidth={1.8} strokeDasharray="24 14" />;
    case 'off':
      return (
        <>
          <circle cx="8" cy="8" r="6" {...line} strokeWidth={1.6} />
          <path d="M3.8 12.2 12.2 3.8" {...line} strokeWidth={1.6} />
        </>
      );
    case 'untested':
      return <path d="M3 8h10" {...line} strokeWidth={1.8} strokeDasharray="2.5 2.5" />;
  }
}

export function SeverityMark({ mark, size = 14, inverse = false, label }: Props) {
  return (
    <svg
      className="cr-mark"
      data-mark={mark}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      {shapeOf(mark, inverse)}
    </svg>
  );
}
