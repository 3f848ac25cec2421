import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { explain } from './failure.mjs';
import { cacheDirectory, projectDir } from './paths.mjs';
import { createReport } from './report.mjs';

/**
 * @typedef {'start' | 'test' | 'package'} Purpose
 *
 * @typedef {object} SetupContext
 * @property {Purpose} purpose
 * @property {string} projectDir absolute
 * @property {string} cacheDir absolute
 * @property {NodeJS.ProcessEnv} env
 * @property {typeof import('../versions.json')} versions
 * @property {AbortSignal} signal
 * @property {import('./report.mjs').StepReport} report
 *
 * @typedef {Record<string, string>} StepResult environment variables for whatever runs on top of the set-up
 *
 * @typedef {object} Step
 * @property {string} name
 * @property {Purpose[]} purposes
 * @property {string[]} needs names of steps that come first, where they take part at all
 * @property {(context: SetupContext) => Promise<StepResult>} ensure does nothing, quickly and without the network, where all is in place
 */

/**
 * Runs the steps a purpose wants, independent ones side by side. The first failure ends the others.
 * @param {Step[]} steps
 * @param {object} options
 * @param {Purpose} options.purpose
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {AbortSignal} [options.signal] ends the set-up and all its child processes
 * @param {import('./report.mjs').Report} [options.report]
 * @returns {Promise<StepResult>} the variables of all steps together
 */
export async function runSteps(steps, { purpose, env = process.env, signal, report = createReport() }) {
  const failed = new AbortController();
  const combined = AbortSignal.any([failed.signal, ...(signal ? [signal] : [])]);
  const chosen = steps.filter((step) => step.purposes.includes(purpose));
  const base = { purpose, projectDir, cacheDir: cacheDirectory(env), env, versions: readVersions(), signal: combined };
  fs.mkdirSync(base.cacheDir, { recursive: true });

  /** @type {Map<string, Promise<StepResult>>} */
  const running = new Map();
  /** @param {Step} step @returns {Promise<StepResult>} */
  const start = (step) => {
    const known = running.get(step.name);
    if (known) return known;
    const needed = chosen.filter((other) => step.needs.includes(other.name)).map(start);
    const promise = Promise.all(needed).then(() => {
      combined.throwIfAborted();
      return step.ensure({ ...base, report: report.step(step.name) });
    });
    running.set(step.name, promise);
    return promise;
  };
  const results = await Promise.allSettled(
    chosen.map((step) =>
      start(step).catch((error) => {
        failed.abort(error);
        throw error;
      }),
    ),
  );
  if (combined.aborted) throw combined.reason;
  return Object.assign({}, ...results.map((result) => (result.status === 'fulfilled' ? result.value : {})));
}

/** @returns {typeof import('../versions.json')} */
export function readVersions() {
  return JSON.parse(fs.readFileSync(path.join(projectDir, 'scripts', 'versions.json'), 'utf8'));
}

/**
 * Runs `main` with a signal that Ctrl-C, a termination and a closed terminal abort, and leaves with its exit code.
 * @param {(signal: AbortSignal) => Promise<number>} main
 */
export async function runMain(main) {
  const interrupted = new AbortController();
  let interruptedBy = 0;
  for (const [name, number] of /** @type {[NodeJS.Signals, number][]} */ ([
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ])) {
    process.on(name, () => {
      interruptedBy ||= number;
      interrupted.abort(new Error(`interrupted by ${name}`));
    });
  }
  try {
    process.exitCode = await main(interrupted.signal);
  } catch (error) {
    if (interruptedBy) {
      process.stderr.write('Interrupted. What was finished is kept; the rest is done again next time.\n');
      process.exitCode = 128 + interruptedBy;
    } else {
      process.stderr.write(`\n${explain(error)}\n`);
      process.exitCode = 1;
    }
  }
}

/**
 * Lets a step file be run by itself: `node scripts/steps/<name>.mjs [start|test|package]`.
 * @param {string} moduleUrl the step file's `import.meta.url`
 * @param {Step} step
 */
export function runAlone(moduleUrl, step) {
  if (!process.argv[1] || fs.realpathSync(process.argv[1]) !== fileURLToPath(moduleUrl)) return;
  const purpose = /** @type {Purpose} */ (process.argv[2] ?? step.purposes[0]);
  void runMain(async (signal) => {
    const variables = await runSteps([step], { purpose, signal });
    for (const [name, value] of Object.entries(variables)) process.stdout.write(`${name}=${value}\n`);
    return 0;
  });
}
