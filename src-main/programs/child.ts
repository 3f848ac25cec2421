/** One child process: started, read line by line, spoken to on its standard input, ended. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { platform } from '../platform.ts';

export interface ChildExit {
  code: number | null;
  signal: string | null;
}

export interface ChildOptions {
  file: string;
  args: readonly string[];
  onOutputLine: (line: string) => void;
  onErrorLine: (line: string) => void;
}

export interface Child {
  readonly pid: number;
  /** Resolves when the process is gone and its output is read to the end. Never rejects. */
  readonly ended: Promise<ChildExit>;
  /** Writing to a child that is going is no error: `ended` tells. */
  writeLine(text: string): void;
  closeInput(): void;
  /** Asks it to end (end of input, SIGTERM where there are signals), kills it after `graceMs`. */
  end(graceMs: number): Promise<ChildExit>;
}

/** What a child may see of our environment. A list, because servers read settings and even keys from variables of theirs. */
const passedVariables = [
  'PATH',
  'HOME',
  'TMPDIR',
  'TEMP',
  'TMP',
  'LANG',
  'LC_ALL',
  'TZ',
  'SystemRoot',
  'USERPROFILE',
  'LOCALAPPDATA',
];

/** Resolves when the process exists; rejects with the system's error (ENOENT, EACCES, …) when it cannot be started. */
export async function startChild({ file, args, onOutputLine, onErrorLine }: ChildOptions): Promise<Child> {
  const child = spawn(file, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own: a Ctrl-C in the terminal reaches the app alone, which then ends its children in order.
    detached: platform.signalsExist,
    windowsHide: true,
    env: Object.fromEntries(
      passedVariables.flatMap((name) => (process.env[name] !== undefined ? [[name, process.env[name]]] : [])),
    ),
  });
  const exit = new Promise<ChildExit>((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  const read = Promise.all([readLines(child.stdout, onOutputLine), readLines(child.stderr, onErrorLine)]);
  // A grandchild may hold the pipes open for longer than the child lives: its exit is what counts then.
  const ended = exit.then(async (result) => {
    await Promise.race([read, delay(500)]);
    return result;
  });
  return {
    pid: child.pid ?? -1,
    ended,
    writeLine: (text) => void child.stdin.write(`${text}\n`),
    closeInput: () => void child.stdin.end(),
    async end(graceMs) {
      child.stdin.end();
      if (platform.signalsExist) child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      try {
        return await ended;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

function readLines(stream: Readable, onLine: (line: string) => void): Promise<void> {
  return new Promise((resolve) => {
    const lines = createInterface({ input: stream, crlfDelay: Infinity });
    lines.on('line', onLine);
    lines.once('close', resolve);
    stream.on('error', () => lines.close());
  });
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
