/** The app's log: one JSON object a line, redacted, in a rotating file. */
import type { LogPort } from '../../core/ports.ts';
import type { Redactor } from './redact.ts';
import type { RotatingFile } from './rotating-file.ts';

type LogLevel = Parameters<LogPort['write']>[0];

const rank: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3 };

export interface LogOptions {
  file: RotatingFile;
  redactor: Redactor;
  /** Lines below it are dropped. */
  level: LogLevel;
  now: () => number;
}

export function createLog({ file, redactor, level, now }: LogOptions): LogPort {
  return {
    write(lineLevel, area, text, params) {
      if (rank[lineLevel] < rank[level]) return;
      const line = { at: new Date(now()).toISOString(), level: lineLevel, area, text, ...(params && { params }) };
      file.writeLine(redactor.redact(JSON.stringify(line, plainValue)));
    },
  };
}

/** What an engine prints, kept as it came, without secrets. */
export function createLineLog(file: RotatingFile, redactor: Redactor): (line: string) => void {
  return (line) => file.writeLine(redactor.redact(line));
}

/** Errors have no enumerable properties of their own: without this the log would say {}. */
function plainValue(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  return {
    name: value.name,
    message: value.message,
    stack: value.stack,
    ...(value.cause !== undefined && { cause: value.cause }),
  };
}
