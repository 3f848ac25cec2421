import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { SetupError } from './failure.mjs';
import { executableSuffix } from './paths.mjs';

/**
 * @param {string} name
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | null} absolute path
 */
export function findOnPath(name, env) {
  for (const directory of (env.PATH ?? '').split(path.delimiter)) {
    if (!path.isAbsolute(directory)) continue;
    const file = path.join(directory, name + executableSuffix);
    if (isExecutable(file)) return file;
  }
  return null;
}

/** @param {string} file */
function isExecutable(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * A program named by an environment variable. Named but not there is an error, never a silent fall-back.
 * @param {string} variable
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | null} absolute path
 */
export function findByVariable(variable, env) {
  const value = env[variable];
  if (!value) return null;
  const file = path.resolve(value);
  if (isExecutable(file)) return file;
  throw new SetupError(`${variable} names ${file}, which is not an executable file`, {
    remedy: `correct ${variable}, or unset it`,
  });
}

/**
 * A server where a person may already have one: the environment variable, then the PATH when its version fits.
 * @param {object} options
 * @param {string} options.variable
 * @param {string} options.name
 * @param {string} options.version the pinned one: the same major number, and not older, fits
 * @param {NodeJS.ProcessEnv} options.env
 * @param {import('./report.mjs').StepReport} options.report
 * @returns {{ file: string, origin: string } | null}
 */
export function findInstalled({ variable, name, version, env, report }) {
  const named = findByVariable(variable, env);
  if (named) return { file: named, origin: variable };
  const onPath = findOnPath(name, env);
  if (!onPath) return null;
  const found = askVersion(onPath);
  if (found && fits(found, version)) return { file: onPath, origin: `PATH, version ${found}` };
  report.say(
    `${onPath} is ${found ? `version ${found}` : 'of unknown version'}, wanted ${version} or a later ${version.split('.')[0]}.x: not used`,
  );
  return null;
}

/** @param {string} file */
function askVersion(file) {
  try {
    const text = execFileSync(file, ['--version'], { encoding: 'utf8', timeout: 5000, stdio: ['ignore', 'pipe', 'ignore'] });
    return /\d+\.\d+\.\d+/.exec(text)?.[0] ?? null;
  } catch {
    return null;
  }
}

/**
 * Whether `found` is of the same major number as `wanted` and not older.
 * @param {string} found
 * @param {string} wanted
 */
export function fits(found, wanted) {
  const [a, b] = [found, wanted].map((text) => text.split('.').map(Number));
  return a[0] === b[0] && compareVersions(found, wanted) >= 0;
}

/**
 * @param {string} left
 * @param {string} right
 * @returns {number} below 0 when `left` is older, 0 when equal, above 0 when newer
 */
export function compareVersions(left, right) {
  const [a, b] = [left, right].map((text) => text.split('.').map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
