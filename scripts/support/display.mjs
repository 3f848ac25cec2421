import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { endGroup } from './command.mjs';
import { SetupError } from './failure.mjs';
import { findOnPath } from './search.mjs';

const screen = { width: 1920, height: 1080, depth: 24 };
const firstNumber = 99;
const lastNumber = 163;
const startTimeoutMs = 15_000;

/**
 * Whether a window can be opened on what this environment names.
 * @param {NodeJS.ProcessEnv} env
 */
export const hasDisplay = (env) => process.platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);

/**
 * An X server without a screen, for our own programs only: no network, and a cookie that only this
 * person can read.
 * @param {object} options
 * @param {NodeJS.ProcessEnv} options.env
 * @param {string} options.tether the program that ends the server when this process dies, however it dies
 * @param {string} options.cacheDir
 * @returns {Promise<{ name: string, size: string, env: NodeJS.ProcessEnv, stop: () => Promise<void> }>}
 */
export async function startVirtualDisplay({ env, tether, cacheDir }) {
  const server = findOnPath('Xvfb', env);
  if (!server)
    throw new SetupError('There is no display, and Xvfb, which makes a virtual one, is not installed', {
      remedy: 'node scripts/steps/system-packages.mjs',
    });
  const authority = authorityFile(path.join(cacheDir, 'displays'));
  fs.writeFileSync(authority, xauthority(randomBytes(16)), { mode: 0o600 });
  const size = `${screen.width}x${screen.height}`;
  for (let number = firstNumber; number <= lastNumber; number++) {
    if (isTaken(number)) continue;
    // -displayfd: the server tells when it answers. The number is given, for the low ones belong to real screens.
    const args = [
      `:${number}`,
      '-displayfd',
      '1',
      '-screen',
      '0',
      `${size}x${screen.depth}`,
      '-nolisten',
      'tcp',
      '-auth',
      authority,
      '-noreset',
    ];
    const child = spawn(tether, ['--', server, ...args], { stdio: ['pipe', 'pipe', 'pipe'], env, detached: true });
    try {
      await readiness(child);
    } catch (error) {
      await endGroup(child);
      if (isTaken(number)) continue; // somebody was quicker
      fs.rmSync(authority, { force: true });
      throw error;
    }
    return {
      name: `:${number}`,
      size,
      env: { DISPLAY: `:${number}`, XAUTHORITY: authority },
      async stop() {
        await endGroup(child);
        fs.rmSync(authority, { force: true });
      },
    };
  }
  throw new SetupError(`All display numbers from :${firstNumber} to :${lastNumber} are taken`, {
    remedy: 'end virtual displays that nobody uses',
  });
}

/**
 * Whether an X server has this number, or left its traces (Xserver(1): lock file and socket).
 * @param {number} number
 */
const isTaken = (number) => fs.existsSync(`/tmp/.X${number}-lock`) || fs.existsSync(`/tmp/.X11-unix/X${number}`);

/**
 * A file name of this process's own; those of processes that died without tidying up go.
 * @param {string} directory
 */
function authorityFile(directory) {
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  for (const name of fs.readdirSync(directory)) {
    if (!processExists(Number(name))) fs.rmSync(path.join(directory, name), { force: true });
  }
  return path.join(directory, String(process.pid));
}

/** @param {number} pid */
function processExists(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * @param {import('node:child_process').ChildProcessByStdio<import('node:stream').Writable, import('node:stream').Readable, import('node:stream').Readable>} child
 * @returns {Promise<void>}
 */
function readiness(child) {
  return new Promise((resolve, reject) => {
    let complaints = '';
    child.stderr.setEncoding('utf8').on('data', (text) => (complaints = (complaints + text).slice(-2000)));
    /** @param {string} what */
    const fail = (what) =>
      reject(
        new SetupError(`The virtual display ${what}`, {
          remedy: 'start Xvfb by hand to see why, and set DISPLAY to it',
          detail: complaints,
        }),
      );
    const timer = setTimeout(() => fail(`did not start within ${startTimeoutMs / 1000} s`), startTimeoutMs);
    timer.unref();
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) => fail(`ended with ${code ?? signal}`));
    createInterface({ input: child.stdout }).once('line', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/**
 * One entry of an authority file (libXau, Xauth(7)): family, address, display, name and data, each length-prefixed and
 * big-endian. Family 65535 fits any address, and an empty display any number.
 * @param {Buffer} cookie 16 bytes
 */
export function xauthority(cookie) {
  /** @param {Buffer} data */
  const counted = (data) => Buffer.concat([Buffer.from([data.length >> 8, data.length & 0xff]), data]);
  const empty = Buffer.alloc(0);
  return Buffer.concat([
    Buffer.from([0xff, 0xff]),
    counted(empty),
    counted(empty),
    counted(Buffer.from('MIT-MAGIC-COOKIE-1')),
    counted(cookie),
  ]);
}
