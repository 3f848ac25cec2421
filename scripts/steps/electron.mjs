import fs from 'node:fs';
import path from 'node:path';
import { isWhole } from '../support/artifact.mjs';
import { run } from '../support/command.mjs';
import { withLock } from '../support/lock.mjs';
import { findByVariable } from '../support/search.mjs';
import { runAlone } from '../support/steps.mjs';
import { obtainTestRuntime, testRuntimeDirectory, testRuntimeRecipe } from './electron/test-runtime.mjs';

const reachabilityTimeoutMs = 8000;
const installTimeoutMs = 15 * 60_000;

/**
 * Electron: the official one wherever it can be had, otherwise the test runtime. Which one is told by
 * `CONTROL_ROOM_ELECTRON_KIND`: `official`, `test-runtime` or `own`.
 * @type {import('../support/steps.mjs').Step}
 */
export const step = {
  name: 'electron',
  purposes: ['start', 'test', 'package'],
  needs: ['npm-packages'],
  async ensure(context) {
    const { cacheDir, env, projectDir, versions, report } = context;
    const own = findByVariable('CONTROL_ROOM_ELECTRON', env) ?? overriddenDist(env);
    if (own) {
      report.say(`Electron: found by the environment: ${own}`);
      return variables(own, 'own');
    }
    const officialDist = path.join(projectDir, 'node_modules', 'electron', 'dist');
    if (officialIsInstalled(officialDist, versions.electron)) return announceOfficial(officialDist, context);

    const pin = versions.electronTestRuntime;
    const fallback = testRuntimeDirectory(cacheDir, pin);
    // Once the fallback is in place, starting must work without a network: trying again is asked for by hand.
    const tryAgain = env.CONTROL_ROOM_ELECTRON_RETRY === '1';
    if (tryAgain || !isWhole(fallback, testRuntimeRecipe(pin), [])) {
      const problem = await installOfficial(officialDist, context);
      if (!problem) return announceOfficial(officialDist, context);
      report.say(`the official Electron ${versions.electron} cannot be had: ${problem}`);
      await obtainTestRuntime(context);
    }
    report.say(testRuntimeNotice(pin.electron, versions.electron));
    return variables(path.join(fallback, 'electron'), 'test-runtime');
  },
};

/**
 * @param {string} executable
 * @param {'official' | 'test-runtime' | 'own'} kind
 * @returns {import('../support/steps.mjs').StepResult}
 */
const variables = (executable, kind) => ({
  CONTROL_ROOM_ELECTRON: executable,
  CONTROL_ROOM_ELECTRON_DIST: executable.slice(0, -executableName().length - 1),
  CONTROL_ROOM_ELECTRON_KIND: kind,
});

/** @param {NodeJS.ProcessEnv} env */
function overriddenDist(env) {
  const dist = env.ELECTRON_OVERRIDE_DIST_PATH;
  return dist
    ? findByVariable('ELECTRON_OVERRIDE_DIST_PATH', { ELECTRON_OVERRIDE_DIST_PATH: path.join(dist, executableName()) })
    : null;
}

/** @param {string} dist @param {import('../support/steps.mjs').SetupContext} context */
function announceOfficial(dist, { versions, report }) {
  report.say(`Electron ${versions.electron} (official) in ${dist}`);
  return variables(path.join(dist, executableName()), 'official');
}

function executableName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

/**
 * Electron's installer writes path.txt after everything else.
 * @param {string} dist
 * @param {string} version
 */
function officialIsInstalled(dist, version) {
  try {
    const installed = fs.readFileSync(path.join(dist, 'version'), 'utf8').trim().replace(/^v/, '');
    return (
      installed === version &&
      fs.existsSync(path.join(dist, '..', 'path.txt')) &&
      fs.existsSync(path.join(dist, executableName()))
    );
  } catch {
    return false;
  }
}

/**
 * Electron's own installer, which checks what it downloads against the sums that came with the npm package.
 * @param {string} dist
 * @param {import('../support/steps.mjs').SetupContext} context
 * @returns {Promise<string | null>} why it could not be had
 */
async function installOfficial(dist, { env, cacheDir, versions, report, signal }) {
  const refused = await whyUnreachable(env, versions.electron, signal);
  if (refused) return refused;
  try {
    await withLock(
      path.join(cacheDir, 'electron-official.lock'),
      async (lock) => {
        if (officialIsInstalled(dist, versions.electron)) return;
        report.say(`downloading the official Electron ${versions.electron} (about 120 MB)`);
        await run(process.execPath, [path.join(dist, '..', 'install.js')], {
          env,
          signal: AbortSignal.any([signal, AbortSignal.timeout(installTimeoutMs)]),
          report,
          lock,
          doing: () => 'downloading and unpacking Electron',
          failure: 'Its installer failed',
          remedy: 'none needed: the test runtime stands in',
        });
      },
      { signal, onWait: (pid) => report.say(`another set-up (process ${pid}) is downloading Electron; waiting`) },
    );
    return null;
  } catch (error) {
    if (signal.aborted) throw error;
    const { message, detail = '' } = /** @type {{ message: string, detail?: string }} */ (error);
    return `${message} ${detail.split('\n').find((line) => /error/i.test(line)) ?? ''}`.trim();
  }
}

/**
 * Asked before the long download, so that a machine behind a closed door falls back within seconds.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} version
 * @param {AbortSignal} signal
 * @returns {Promise<string | null>}
 */
async function whyUnreachable(env, version, signal) {
  const mirror =
    env.ELECTRON_MIRROR ?? env.npm_config_electron_mirror ?? 'https://github.com/electron/electron/releases/download/';
  const url = `${mirror.replace(/\/*$/, '/')}v${version}/SHASUMS256.txt`;
  try {
    const answer = await fetch(url, {
      method: 'HEAD',
      signal: AbortSignal.any([signal, AbortSignal.timeout(reachabilityTimeoutMs)]),
    });
    return answer.ok ? null : `${new URL(url).host} answers ${answer.status}`;
  } catch (error) {
    if (signal.aborted) throw error;
    const cause = /** @type {{ cause?: { code?: string } }} */ (error).cause?.code;
    return `${new URL(url).host} does not answer${cause ? ` (${cause})` : ''}`;
  }
}

/** @param {string} used @param {string} official */
const testRuntimeNotice = (used, official) =>
  [
    `using the TEST RUNTIME, Electron ${used}`,
    '  **********************************************************************************************',
    `  *  NOT the official Electron ${official}: an outdated one out of another product's npm package.`,
    '  *  For trying out and testing only. Never ship it, and keep real passwords away from it.',
    '  *  To try the official one again:  CONTROL_ROOM_ELECTRON_RETRY=1 npm start',
    '  **********************************************************************************************',
  ].join('\n');

runAlone(import.meta.url, step);
