/** A log file that never grows without end: at `maxBytes` it becomes `name.1`, the older ones count up, the oldest goes. */
import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';

export interface RotatingFile {
  writeLine(line: string): void;
  close(): void;
}

export interface RotatingFileOptions {
  file: string;
  maxBytes: number;
  /** How many rotated files are kept beside the current one. */
  keep: number;
  /** Told once per run of failures (disk full, directory gone); lines are dropped until writing works again. */
  onFailure: (cause: unknown) => void;
}

/** Writes synchronously: the last lines before a crash are the ones somebody needs. */
export function createRotatingFile({ file, maxBytes, keep, onFailure }: RotatingFileOptions): RotatingFile {
  let descriptor: number | null = null;
  let sizeBytes = 0;
  let failing = false;
  let closed = false;

  const open = (): number => {
    if (descriptor !== null) return descriptor;
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    const opened = openSync(file, 'a', 0o600);
    sizeBytes = fstatSync(opened).size;
    descriptor = opened;
    return opened;
  };
  const close = (): void => {
    if (descriptor !== null) closeSync(descriptor);
    descriptor = null;
  };
  const rotate = (): void => {
    close();
    rmSync(`${file}.${keep}`, { force: true });
    for (let age = keep - 1; age >= 0; age--) {
      try {
        renameSync(age === 0 ? file : `${file}.${age}`, `${file}.${age + 1}`);
      } catch {
        // There are fewer rotated files than may be kept.
      }
    }
  };

  return {
    writeLine(line) {
      if (closed) return;
      const bytes = Buffer.from(`${line}\n`);
      try {
        open();
        if (sizeBytes > 0 && sizeBytes + bytes.length > maxBytes) rotate();
        writeSync(open(), bytes);
        sizeBytes += bytes.length;
        failing = false;
      } catch (cause) {
        if (!failing) onFailure(cause);
        failing = true;
      }
    },
    close() {
      close();
      closed = true;
    },
  };
}
