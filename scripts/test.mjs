// `npm test`: the whole proof. Sets everything up, then runs the stages in order, all of them even after a failure, and
// ends with one line that sums them up.
//
//   npm test                              every fault once
//   npm run test:full                     also the soak and the benches with their percentiles
//   npm test -- --only e2e,integration    only these stages
import { runChecks } from './check.mjs';
import { setUp } from './setup.mjs';
import { startVirtualDisplay } from './support/display.mjs';
import { cacheDirectory } from './support/paths.mjs';
import { runMain } from './support/steps.mjs';
import { describe, none, sum } from './support/tally.mjs';
import { runGoTests, runPlaywright, runVitest } from './support/test-runners.mjs';

/**
 * @typedef {import('./support/test-runners.mjs').Surroundings} Surroundings
 * @typedef {{ name: string, what: string, limitMinutes: number, full?: boolean, run: (surroundings: Surroundings) => Promise<import('./support/tally.mjs').Tally> }} Stage
 */

/** @type {Stage[]} */
const stages = [
  {
    name: 'check',
    what: 'format, lint, types, boundaries, unused code, unit tests',
    limitMinutes: 8,
    run: (surroundings) => runChecks(surroundings),
  },
  { name: 'go', what: 'the Go module with the race detector', limitMinutes: 12, run: runGoTests },
  {
    name: 'ports',
    what: 'what every adapter of a port must do',
    limitMinutes: 8,
    run: (surroundings) => runVitest('ports', surroundings),
  },
  {
    name: 'integration',
    what: 'real servers, real RTSP',
    limitMinutes: 15,
    run: (surroundings) => runVitest('integration', surroundings),
  },
  {
    name: 'e2e',
    what: 'the real app on a virtual display',
    limitMinutes: 20,
    run: onVirtualDisplay((surroundings) => runPlaywright('e2e', surroundings)),
  },
  {
    name: 'soak',
    what: 'the wall over a long time (CONTROL_ROOM_SOAK_MINUTES, 20 unless told)',
    limitMinutes: 26 * 60,
    full: true,
    run: onVirtualDisplay((surroundings) => runPlaywright('soak', surroundings)),
  },
  {
    name: 'bench',
    what: 'measured against peers',
    limitMinutes: 90,
    full: true,
    run: onVirtualDisplay((surroundings) => runVitest('bench', surroundings)),
  },
];

await runMain(async (signal) => {
  const chosen = chooseStages(process.argv.slice(2));
  const startedAt = performance.now();
  const found = await setUp('test', { signal });
  const env = { ...process.env, ...found };
  delete env.ELECTRON_RUN_AS_NODE;

  const results = [];
  for (const stage of chosen) results.push(await runStage(stage, { signal, env }));

  process.stdout.write('\n');
  for (const { name, tally, seconds } of results)
    process.stdout.write(`${name.padEnd(12)} ${describe(tally)} (${seconds.toFixed(0)} s)\n`);
  process.stdout.write(`set-up and tests took ${((performance.now() - startedAt) / 60_000).toFixed(1)} minutes\n`);
  const total = sum(results.map(({ tally }) => tally));
  process.stdout.write(`${describe(total)}\n`);
  return total.failed === 0 ? 0 : 1;
});

/**
 * @param {string[]} args
 * @returns {Stage[]}
 */
function chooseStages(args) {
  const full = args.includes('--full');
  const at = args.findIndex((argument) => argument.startsWith('--only'));
  if (at < 0) return stages.filter((stage) => full || !stage.full);
  const names = (args[at].split('=')[1] ?? args[at + 1] ?? '').split(',');
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length > 0)
    throw new Error(`no such stage: ${unknown.join(', ')}; there are ${stages.map(({ name }) => name).join(', ')}`);
  return stages.filter(({ name }) => names.includes(name));
}

/** @param {Stage} stage @param {Surroundings} surroundings */
async function runStage({ name, what, limitMinutes, run }, { signal, env }) {
  signal.throwIfAborted();
  process.stdout.write(`\n=== ${name}: ${what}\n`);
  const startedAt = performance.now();
  const limit = AbortSignal.timeout(limitMinutes * 60_000);
  let tally;
  try {
    tally = await run({ signal: AbortSignal.any([signal, limit]), env });
  } catch (error) {
    if (signal.aborted) throw error;
    process.stdout.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    tally = { ...none(), failed: 1 };
  }
  signal.throwIfAborted();
  if (limit.aborted) process.stdout.write(`${name} was ended: it took longer than ${limitMinutes} minutes\n`);
  const seconds = (performance.now() - startedAt) / 1000;
  process.stdout.write(`=== ${name}: ${describe(tally)} in ${seconds.toFixed(1)} s\n`);
  return { name, tally, seconds };
}

/**
 * The tests' own display, also where there is a real one: windows must neither steal the focus nor depend on it.
 * @param {Stage['run']} run
 * @returns {Stage['run']}
 */
function onVirtualDisplay(run) {
  return async (surroundings) => {
    if (process.platform !== 'linux') return run(surroundings);
    const { env } = surroundings;
    const display = await startVirtualDisplay({
      env,
      tether: /** @type {string} */ (env.CONTROL_ROOM_TETHER),
      cacheDir: cacheDirectory(env),
    });
    try {
      return await run({ ...surroundings, env: { ...env, ...display.env, WAYLAND_DISPLAY: '' } });
    } finally {
      await display.stop();
    }
  };
}
