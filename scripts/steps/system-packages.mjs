import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { run } from '../support/command.mjs';
import { SetupError } from '../support/failure.mjs';
import { withLock } from '../support/lock.mjs';
import { findOnPath } from '../support/search.mjs';
import { runAlone } from '../support/steps.mjs';

const dpkgStatusFile = '/var/lib/dpkg/status';
const aptListsDirectory = '/var/lib/apt/lists';
const aptOptions = ['-o', 'DPkg::Lock::Timeout=600', '-o', 'Acquire::Retries=3'];

/**
 * @typedef {object} SystemPackage
 * @property {string} for
 * @property {string[]} debian names in order of preference: newer releases renamed some
 * @property {string} fedora
 * @property {string} arch
 * @property {string} [command] its presence on the PATH is enough
 * @property {string} [library] shared object the package brings
 */

/** What the operating system has to bring. @type {import('../support/steps.mjs').Step} */
export const step = {
  name: 'system-packages',
  purposes: ['start', 'test'],
  needs: [],
  async ensure(context) {
    if (process.platform !== 'linux') return {};
    const wanted = wantedPackages(context.versions.systemPackages, context.purpose, context.env);
    if (!fs.existsSync(dpkgStatusFile) || !findOnPath('apt-get', context.env)) return elsewhere(wanted, context.env);
    const missing = missingOnDebian(wanted, context.env);
    if (missing.length === 0) return {};
    if (process.getuid?.() !== 0) {
      const names = missing.map(({ debian }) => debian.at(-1)).join(' ');
      throw new SetupError(`This system lacks packages: ${names}`, {
        remedy: `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names}`,
      });
    }
    await withLock(path.join(context.cacheDir, 'apt.lock'), (lock) => install(wanted, context, lock), {
      signal: context.signal,
      onWait: (pid) => context.report.say(`another set-up (process ${pid}) is installing packages; waiting`),
    });
    return {};
  },
};

/**
 * @param {SystemPackage[]} all
 * @param {import('../support/steps.mjs').Purpose} purpose
 * @param {NodeJS.ProcessEnv} env
 */
export function wantedPackages(all, purpose, env) {
  const groups = new Set(['window']);
  if (purpose === 'test') groups.add('tests').add('virtual display');
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) groups.add('virtual display');
  return all.filter((entry) => groups.has(entry.for));
}

/**
 * Which packages dpkg has, from its own status file: asking dpkg itself costs more than a whole second start.
 * @param {string} statusText content of /var/lib/dpkg/status
 * @returns {{ installed: Set<string>, unfinished: string[] }} `unfinished`: left half-way by a killed apt
 */
export function parseDpkgStatus(statusText) {
  const installed = new Set();
  const unfinished = [];
  for (const paragraph of statusText.split('\n\n')) {
    const name = /^Package: (.+)$/m.exec(paragraph)?.[1];
    const state = /^Status: \S+ \S+ (\S+)$/m.exec(paragraph)?.[1];
    if (!name || !state) continue;
    if (state === 'installed') installed.add(name);
    else if (state !== 'config-files' && state !== 'not-installed') unfinished.push(name);
  }
  return { installed, unfinished };
}

/** @param {SystemPackage[]} wanted @param {NodeJS.ProcessEnv} env */
function missingOnDebian(wanted, env) {
  const { installed } = parseDpkgStatus(fs.readFileSync(dpkgStatusFile, 'utf8'));
  return wanted.filter(
    ({ debian, command }) => !debian.some((name) => installed.has(name)) && !(command && findOnPath(command, env)),
  );
}

/**
 * @param {SystemPackage[]} wanted
 * @param {import('../support/steps.mjs').SetupContext} context
 * @param {import('../support/lock.mjs').Lock} lock
 */
async function install(wanted, { env, report, signal }, lock) {
  const missing = missingOnDebian(wanted, env);
  if (missing.length === 0) return;
  const remedy = 'see that the package sources of this system answer (apt-get update), then start again';
  const common = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' }, signal, report, lock, remedy };

  const { unfinished } = parseDpkgStatus(fs.readFileSync(dpkgStatusFile, 'utf8'));
  if (unfinished.length > 0) {
    report.say(
      `finishing what an interrupted installation left: ${unfinished.slice(0, 5).join(' ')}${unfinished.length > 5 ? ' …' : ''}`,
    );
    await run('dpkg', ['--configure', '-a', '--force-confold'], {
      ...common,
      doing: () => 'configuring',
      failure: 'An interrupted installation could not be finished',
    });
  }
  const update = () =>
    run('apt-get', ['update', '-q', ...aptOptions], {
      ...common,
      doing: () => 'reading the package lists',
      failure: 'The package lists could not be read',
    });
  const hasLists =
    fs.existsSync(aptListsDirectory) && fs.readdirSync(aptListsDirectory).some((name) => name.includes('_Packages'));
  if (!hasLists) {
    report.say('reading the package lists (apt-get update)');
    await update();
  }
  const attempt = async () => {
    const names = missing.map(({ debian }) => chooseName(debian));
    report.say(`installing ${names.join(' ')}`);
    let state = 'apt-get';
    await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...aptOptions, '-o', 'APT::Status-Fd=3', ...names], {
      ...common,
      failure: 'System packages could not be installed',
      onStatusLine: (line) => (state = describeAptStatus(line) ?? state),
      doing: () => state,
    });
  };
  try {
    await attempt();
  } catch (error) {
    if (signal.aborted || !hasLists) throw error;
    report.say('that failed with the package lists this system had; reading them anew (apt-get update)');
    await update();
    await attempt();
  }
  report.say('installed');
}

/** @param {string[]} alternatives @returns {string} the first one the package lists know */
function chooseName(alternatives) {
  const known = alternatives.find((name) => {
    try {
      return (
        execFileSync('apt-cache', ['show', '--no-all-versions', name], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        }) !== ''
      );
    } catch {
      return false;
    }
  });
  return known ?? /** @type {string} */ (alternatives.at(-1));
}

/**
 * A line of APT::Status-Fd (apt's doc/progress-reporting.md) in plain words.
 * @param {string} line such as `dlstatus:1:43.2:Retrieving file 5 of 20`
 */
export function describeAptStatus(line) {
  const [kind, , percent, ...text] = line.split(':');
  if (kind === 'dlstatus') return `downloading, ${Math.round(Number(percent))} %`;
  if (kind === 'pmstatus') return `unpacking and configuring, ${Math.round(Number(percent))} %: ${text.join(':').trim()}`;
  return null;
}

/**
 * Systems without apt: say exactly what to type.
 * @param {SystemPackage[]} wanted
 * @param {NodeJS.ProcessEnv} env
 * @returns {{}}
 */
function elsewhere(wanted, env) {
  const libraries = knownLibraries();
  const missing = wanted.filter(({ command, library }) =>
    command ? !findOnPath(command, env) : library !== undefined && !libraries.includes(`${library} `),
  );
  if (missing.length === 0) return {};
  const needed = missing.map(({ command, library }) => command ?? library).join(', ');
  const [tool, names] = findOnPath('pacman', env)
    ? ['pacman -S --needed', missing.map(({ arch }) => arch)]
    : ['dnf install', missing.map(({ fedora }) => fedora)];
  throw new SetupError(`This system lacks: ${needed}`, { remedy: `sudo ${tool} ${[...new Set(names)].join(' ')}` });
}

function knownLibraries() {
  try {
    return execFileSync('ldconfig', ['-p'], { encoding: 'utf8', env: { PATH: '/sbin:/usr/sbin:/usr/bin:/bin' } });
  } catch (error) {
    throw new SetupError('The shared libraries of this system cannot be listed (ldconfig -p)', {
      remedy: 'install ldconfig (glibc)',
      cause: error,
    });
  }
}

runAlone(import.meta.url, step);
