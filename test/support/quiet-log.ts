import type { LogPort } from '../../src-main/core/ports.ts';

/** A log that keeps its lines for the failure message. */
export function quietLog(): LogPort & { lines: string[] } {
  const lines: string[] = [];
  return {
    lines,
    write(level, area, text, params) {
      lines.push(`${level} ${area} ${text} ${JSON.stringify(params ?? {})}`);
    },
  };
}
