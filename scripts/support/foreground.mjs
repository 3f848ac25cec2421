import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { endGroup } from './command.mjs';

/** @typedef {{ signal: AbortSignal, env: NodeJS.ProcessEnv }} Surroundings */

/**
 * Runs a program in sight of the person: its output goes through as it comes.
 * @param {string} file
 * @param {string[]} args
 * @param {string} cwd
 * @param {Surroundings} surroundings
 * @param {(line: string) => void} [onLine] takes stdout; otherwise it goes through
 * @returns {Promise<boolean>} whether it ended with 0
 */
export async function succeeds(file, args, cwd, { signal, env }, onLine) {
  const child = spawn(file, args, {
    cwd,
    env,
    stdio: ['ignore', onLine ? 'pipe' : 'inherit', 'inherit'],
    detached: process.platform !== 'win32',
  });
  if (onLine && child.stdout) createInterface({ input: child.stdout }).on('line', onLine);
  const abort = () => void endGroup(child, { graceMs: 20_000 });
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await new Promise((resolve) => {
      child.once('error', () => resolve(false));
      child.once('close', (code) => resolve(code === 0));
    });
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
