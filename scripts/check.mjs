// `npm run check`: everything that is wrong without running the app. All checks run, also after a failure.
//
//   npm run check                  all of them
//   npm run check -- lint types    only these
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { succeeds } from './support/foreground.mjs';
import { findGo } from './support/go.mjs';
import { projectDir } from './support/paths.mjs';
import { readVersions, runMain, runSteps } from './support/steps.mjs';
import { sum } from './support/tally.mjs';
import { runVitest } from './support/test-runners.mjs';
import { step as npmPackages } from './steps/npm-packages.mjs';

/**
 * @typedef {import('./support/tally.mjs').Tally} Tally
 * @typedef {import('./support/foreground.mjs').Surroundings} Surroundings
 * @typedef {{ name: string, run: (surroundings: Surroundings) => Promise<Tally> }} Check
 */

/** @type {Tally} */
const onePassed = { passed: 1, failed: 0, skipped: 0 };
/** @type {Tally} */
const oneFailed = { passed: 0, failed: 1, skipped: 0 };
const goModule = path.join(projectDir, 'pusher');

/** @type {Check[]} */
const checks = [
  command('format', 'prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.']),
  command('lint', 'eslint/bin/eslint.js', ['--max-warnings=0', '.']),
  ...typeScriptProjects().map((project) => command(`types ${project}`, 'typescript/bin/tsc', ['--noEmit', '-p', project])),
  command('boundaries', 'dependency-cruiser/bin/dependency-cruise.mjs', ['src-main', 'src-renderer']),
  command('unused', 'knip/bin/knip.js', []),
  { name: 'go format', run: async (surroundings) => goFormat(surroundings) },
  {
    name: 'go vet',
    run: (surroundings) => outcome(findGo(surroundings.env, readVersions().go).command, ['vet', './...'], goModule, surroundings),
  },
  { name: 'unit', run: ({ signal, env }) => runVitest('unit', { signal, env }) },
];

/**
 * @param {Surroundings} surroundings
 * @param {string[]} [only] names, or first words of names; all when empty
 * @returns {Promise<Tally>}
 */
export async function runChecks(surroundings, only = []) {
  const tallies = [];
  const chosen = checks.filter(({ name }) => only.length === 0 || only.includes(name) || only.includes(name.split(' ')[0]));
  for (const { name, run } of chosen) {
    surroundings.signal.throwIfAborted();
    const startedAt = performance.now();
    const tally = await run(surroundings);
    tallies.push(tally);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    process.stdout.write(`${tally.failed === 0 ? 'ok  ' : 'FAIL'}  ${name} (${seconds} s)\n`);
  }
  return sum(tallies);
}

/**
 * A tool of the project's own node_modules; passed when it ends with 0.
 * @param {string} name
 * @param {string} script below node_modules
 * @param {string[]} args
 * @returns {Check}
 */
function command(name, script, args) {
  return {
    name,
    run: (surroundings) =>
      outcome(process.execPath, [path.join(projectDir, 'node_modules', script), ...args], projectDir, surroundings),
  };
}

/** @param {string} file @param {string[]} args @param {string} cwd @param {Surroundings} surroundings @returns {Promise<Tally>} */
async function outcome(file, args, cwd, surroundings) {
  return (await succeeds(file, args, cwd, surroundings)) ? onePassed : oneFailed;
}

/** gofmt only lists; a listed file is a failure. @param {Surroundings} surroundings @returns {Tally} */
function goFormat({ env }) {
  const gofmt = path.join(path.dirname(fs.realpathSync(findGo(env, readVersions().go).command)), 'gofmt');
  const { status, stdout, stderr } = spawnSync(gofmt, ['-l', '.'], { cwd: goModule, env, encoding: 'utf8' });
  process.stdout.write(stdout + stderr);
  return status === 0 && stdout === '' ? onePassed : oneFailed;
}

/** The folders with a tsconfig.json of their own: one environment each. */
function typeScriptProjects() {
  return fs
    .readdirSync(projectDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && fs.existsSync(path.join(projectDir, entry.name, 'tsconfig.json')))
    .map(({ name }) => name)
    .sort();
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await runMain(async (signal) => {
    await runSteps([npmPackages], { purpose: 'test', signal });
    const tally = await runChecks({ signal, env: process.env }, process.argv.slice(2));
    return tally.failed === 0 ? 0 : 1;
  });
}
