import fs from 'node:fs';
import path from 'node:path';
import { npmCommand, run } from '../support/command.mjs';
import { withLock } from '../support/lock.mjs';
import { runAlone } from '../support/steps.mjs';

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} LockedPackage
 * @typedef {{ packages: Record<string, LockedPackage> }} LockFile
 */

/** The npm packages of package-lock.json. @type {import('../support/steps.mjs').Step} */
export const step = {
  name: 'npm-packages',
  purposes: ['start', 'test', 'package'],
  needs: [],
  async ensure({ projectDir, cacheDir, env, report, signal }) {
    if (isInstalled(projectDir)) return {};
    await withLock(
      path.join(cacheDir, `npm-${Buffer.from(projectDir).toString('base64url').slice(-40)}.lock`),
      async (lock) => {
        if (isInstalled(projectDir)) return;
        const manifests = Object.keys(readLockFile(path.join(projectDir, 'package-lock.json')).packages)
          .filter((place) => place !== '')
          .map((place) => path.join(projectDir, place, 'package.json'));
        report.say(`installing up to ${manifests.length} packages (npm ci)`);
        const npm = npmCommand(env);
        await run(npm.command, [...npm.prefix, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
          cwd: projectDir,
          env,
          signal,
          report,
          lock,
          doing: () =>
            `${manifests.filter((file) => fs.existsSync(file)).length} of at most ${manifests.length} packages in place`,
          failure: 'The npm packages could not be installed',
          remedy: 'see that the npm registry answers (npm ping), then start again',
        });
        report.say('installed');
      },
      { signal, onWait: (pid) => report.say(`another set-up (process ${pid}) is installing packages here; waiting`) },
    );
    return {};
  },
};

/** @param {string} projectDir */
function isInstalled(projectDir) {
  const modules = path.join(projectDir, 'node_modules');
  // npm writes this file when, and only when, everything is in place; npm ci begins by removing it.
  const installedFile = path.join(modules, '.package-lock.json');
  if (!fs.existsSync(installedFile)) return false;
  const installed = readLockFile(installedFile);
  return (
    matchesLock(readLockFile(path.join(projectDir, 'package-lock.json')), installed) &&
    Object.entries(installed.packages).every(
      ([place, { link }]) => link || fs.existsSync(path.join(projectDir, place, 'package.json')),
    )
  );
}

/**
 * Whether what npm says it installed is what the lock file asks for; packages for other platforms may be absent.
 * @param {LockFile} wanted
 * @param {LockFile} installed
 */
export function matchesLock(wanted, installed) {
  for (const [place, entry] of Object.entries(wanted.packages)) {
    if (place === '') continue;
    const found = installed.packages[place];
    if (!found && !entry.optional) return false;
    if (found && (found.version !== entry.version || found.integrity !== entry.integrity)) return false;
  }
  return Object.keys(installed.packages).every((place) => place in wanted.packages);
}

/** @param {string} file @returns {LockFile} */
const readLockFile = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));

runAlone(import.meta.url, step);
