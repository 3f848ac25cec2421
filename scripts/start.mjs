// `npm start`: sets everything up, finds or makes a display, and runs the app until it ends.
//
//   npm start                        opens the control room; a first start takes the demo site
//   npm start -- --smoke [--json]    ends by itself: 0 when every tile of the start wall is live
//
// Whatever this script says goes to stderr; stdout belongs to the app. Further arguments are handed to the app.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setUp } from './setup.mjs';
import { hasDisplay, startVirtualDisplay } from './support/display.mjs';
import { electronFlags, isKnownNoise, thisMachine } from './support/electron-run.mjs';
import { cacheDirectory, projectDir } from './support/paths.mjs';
import { runMain } from './support/steps.mjs';

const quitTimeoutMs = 15_000;

/** @param {string} text */
const say = (text) => void process.stderr.write(`${text}\n`);

await runMain(async (signal) => {
  const appArguments = process.argv.slice(2);
  const isSmoke = appArguments.includes('--smoke');
  const found = await setUp('start', { signal });
  const env = { ...process.env, ...found };
  // Editors built on Electron leave this to their terminals; with it Electron would be a plain Node.
  delete env.ELECTRON_RUN_AS_NODE;

  const display = hasDisplay(env)
    ? null
    : await startVirtualDisplay({ env, tether: found.CONTROL_ROOM_TETHER, cacheDir: cacheDirectory(env) });
  try {
    const flags = electronFlags(thisMachine(env));
    for (const { because } of flags) say(because);
    const appFlags = ['--console', '--demo-if-new'];
    if (display) {
      Object.assign(env, display.env);
      const picture = screenshotFile(env, display.name);
      appFlags.push(`--screenshot-file=${picture}`);
      say(`No display here: the window opens on a virtual one (${display.name}, ${display.size}).`);
      if (!isSmoke) say(`To look at it: ${picture} is written anew every 10 s. To have it checked: npm start -- --smoke`);
    }
    if (!isSmoke) say('Opening the control room. Ctrl-C ends it.\n');
    signal.throwIfAborted();
    return await runApp(
      found.CONTROL_ROOM_ELECTRON,
      [...flags.map(({ flag }) => flag), projectDir, ...appFlags, ...appArguments],
      env,
      signal,
    );
  } finally {
    await display?.stop();
  }
});

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} displayName
 */
function screenshotFile(env, displayName) {
  const directory = path.join(cacheDirectory(env), 'screens');
  fs.mkdirSync(directory, { recursive: true });
  return path.join(directory, `display-${displayName.slice(1)}.png`);
}

/**
 * The app in a session of its own: Ctrl-C in a terminal reaches it once, from here, and it ends its own children in order.
 * @param {string} executable
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {AbortSignal} signal
 * @returns {Promise<number>} its exit code
 */
async function runApp(executable, args, env, signal) {
  const app = spawn(executable, args, {
    cwd: projectDir,
    env,
    stdio: ['ignore', 'inherit', 'pipe'],
    detached: process.platform !== 'win32',
  });
  createInterface({ input: app.stderr }).on('line', (line) => {
    if (!isKnownNoise(line)) say(line);
  });
  /** @type {NodeJS.Timeout | undefined} */
  let deadline;
  const quit = () => {
    say('\nEnding the control room …');
    app.kill('SIGTERM');
    deadline = setTimeout(() => {
      say(`It did not end within ${quitTimeoutMs / 1000} s: ended by force.`);
      if (app.pid) process.kill(-app.pid, 'SIGKILL');
    }, quitTimeoutMs);
  };
  signal.addEventListener('abort', quit, { once: true });
  try {
    return await new Promise((resolve, reject) => {
      app.once('error', reject);
      app.once('close', (code, killedBy) => {
        if (killedBy && !signal.aborted) say(`The app was ended by ${killedBy}.`);
        resolve(code ?? (signal.aborted ? 0 : 1));
      });
    });
  } finally {
    clearTimeout(deadline);
    signal.removeEventListener('abort', quit);
  }
}
