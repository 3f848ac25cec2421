// Everything the project needs before it can start (`npm run setup`), be tested (`npm run setup -- test`) or packaged.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { step as appBuild } from './steps/app-build.mjs';
import { step as electron } from './steps/electron.mjs';
import { step as goBinaries } from './steps/go-binaries.mjs';
import { step as livekitServer } from './steps/livekit-server.mjs';
import { step as mediamtx } from './steps/mediamtx.mjs';
import { step as npmPackages } from './steps/npm-packages.mjs';
import { step as systemPackages } from './steps/system-packages.mjs';
import { SetupError } from './support/failure.mjs';
import { createReport } from './support/report.mjs';
import { compareVersions } from './support/search.mjs';
import { readVersions, runMain, runSteps } from './support/steps.mjs';

const steps = [systemPackages, npmPackages, goBinaries, livekitServer, electron, appBuild, mediamtx];

/**
 * @param {import('./support/steps.mjs').Purpose} purpose
 * @param {{ env?: NodeJS.ProcessEnv, signal?: AbortSignal }} [options]
 * @returns {Promise<import('./support/steps.mjs').StepResult>} variables that name what was set up; progress goes to stderr
 */
export async function setUp(purpose, options = {}) {
  const wanted = readVersions().node;
  if (compareVersions(process.versions.node, wanted) < 0) {
    throw new SetupError(`This is Node ${process.versions.node}, older than ${wanted}`, {
      remedy: `install Node ${wanted} or newer (https://nodejs.org)`,
    });
  }
  const report = createReport();
  const variables = await runSteps(steps, { ...options, purpose, report });
  report.notice(`Everything is in place (${report.elapsedSeconds().toFixed(1)} s).`);
  return variables;
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const purpose = /** @type {import('./support/steps.mjs').Purpose} */ (process.argv[2] ?? 'start');
  void runMain(async (signal) => {
    const variables = await setUp(purpose, { signal });
    for (const [name, value] of Object.entries(variables)) process.stdout.write(`${name}=${value}\n`);
    return 0;
  });
}
