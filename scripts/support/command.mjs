import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { SetupError } from './failure.mjs';

const keptFirstLines = 10;
const keptLastLines = 20;
const killAfterMs = 5000;

/**
 * Runs a program to its end in a process group of its own, so that an interrupted set-up takes everything the program
 * started down with it.
 * @param {string} command
 * @param {string[]} args
 * @param {object} options
 * @param {string} options.failure what to say when it does not end with 0
 * @param {string} options.remedy what a person does then
 * @param {string} [options.cwd]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {AbortSignal} [options.signal]
 * @param {(line: string) => void} [options.onLine] every line of stdout and stderr
 * @param {(line: string) => void} [options.onStatusLine] every line the program writes to its descriptor 3
 * @param {import('./report.mjs').StepReport} [options.report] told the elapsed time while the program is silent
 * @param {() => string} [options.doing] what it is at, for the line with the elapsed time
 * @param {import('./lock.mjs').Lock} [options.lock] keeps the lock held for as long as the program runs, even if this process dies
 * @returns {Promise<string>} everything on stdout
 */
export async function run(command, args, options) {
  options.signal?.throwIfAborted();
  const startedAt = performance.now();
  /** @type {('ignore' | 'pipe')[]} */
  const stdio = options.onStatusLine ? ['ignore', 'pipe', 'pipe', 'pipe'] : ['ignore', 'pipe', 'pipe'];
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio,
    detached: process.platform !== 'win32',
  });
  if (child.pid) options.lock?.addProcess(child.pid);

  /** @type {string[]} */
  const lines = [];
  let stdout = '';
  child.stdout?.setEncoding('utf8').on('data', (text) => (stdout += text));
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      // The cause stands at the beginning with some tools and at the end with others.
      if (lines.length > keptFirstLines + keptLastLines) lines.splice(keptFirstLines, 1);
      options.onLine?.(line);
    });
  }
  const status = child.stdio[3];
  if (options.onStatusLine && status) {
    createInterface({ input: /** @type {import('node:stream').Readable} */ (status) }).on('line', options.onStatusLine);
  }

  const ticker = setInterval(() => {
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    options.report?.progress(`${options.doing?.() ?? command}, ${seconds} s so far`);
  }, 1000);
  const abort = () => void endGroup(child);
  options.signal?.addEventListener('abort', abort, { once: true });
  try {
    const { code, signal } = await exitOf(child, command, options);
    options.signal?.throwIfAborted();
    if (code !== 0) {
      throw new SetupError(`${options.failure} (${command} ended with ${code ?? signal})`, {
        remedy: options.remedy,
        detail: lines.join('\n'),
      });
    }
    return stdout;
  } finally {
    clearInterval(ticker);
    options.signal?.removeEventListener('abort', abort);
    if (child.pid) options.lock?.removeProcess(child.pid);
  }
}

/**
 * Asks a program and all it started to end, and makes it end if it does not.
 * @param {import('node:child_process').ChildProcess} child started with `detached`
 * @param {{ signal?: NodeJS.Signals, graceMs?: number }} [options]
 */
export async function endGroup(child, { signal = 'SIGTERM', graceMs = killAfterMs } = {}) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  signalGroup(child, signal);
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
  await exited;
  clearTimeout(timer);
}

/** @param {import('node:child_process').ChildProcess} child @param {NodeJS.Signals} signal */
function signalGroup(child, signal) {
  if (!child.pid) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} command
 * @param {{ failure: string, remedy: string }} words
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>}
 */
function exitOf(child, command, { failure, remedy }) {
  return new Promise((resolve, reject) => {
    child.once('error', (error) =>
      reject(new SetupError(`${failure}: ${command} could not be started: ${error.message}`, { remedy, cause: error })),
    );
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}

/** How npm is called: the npm that runs this script, otherwise the one on the PATH. */
export function npmCommand(env = process.env) {
  const script = env.npm_execpath;
  return script?.endsWith('.js') ? { command: process.execPath, prefix: [script] } : { command: 'npm', prefix: [] };
}
