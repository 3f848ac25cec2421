import fs from 'node:fs';
import path from 'node:path';
import { obtain } from '../support/artifact.mjs';
import { fingerprint, listFiles } from '../support/fingerprint.mjs';
import { compileStatic, findGo } from '../support/go.mjs';
import { executableSuffix } from '../support/paths.mjs';
import { findByVariable } from '../support/search.mjs';
import { runAlone } from '../support/steps.mjs';

const programs = { pusher: 'CONTROL_ROOM_PUSHER', democam: 'CONTROL_ROOM_DEMOCAM', tether: 'CONTROL_ROOM_TETHER' };
const unusedForDays = 14;

/**
 * Our own programs, built from `pusher/`. Not looked for on the PATH: they belong to these sources, and other products have
 * commands of the same names.
 * @type {import('../support/steps.mjs').Step}
 */
export const step = {
  name: 'go-binaries',
  purposes: ['start', 'test', 'package'],
  needs: [],
  async ensure({ projectDir, cacheDir, env, versions, report, signal }) {
    const named = Object.entries(programs).map(([name, variable]) => [name, variable, findByVariable(variable, env)]);
    const result = Object.fromEntries(named.map(([, variable, file]) => [variable, file]));
    const toBuild = named.filter(([, , file]) => !file).map(([name]) => /** @type {string} */ (name));
    if (toBuild.length === 0) return result;

    const moduleDir = path.join(projectDir, 'pusher');
    const recipe = fingerprint(moduleDir, listFiles(moduleDir, isSource), [process.platform, process.arch, ...toBuild]);
    const builds = path.join(cacheDir, 'go-binaries');
    const directory = path.join(builds, recipe);
    const files = toBuild.map((name) => name + executableSuffix);
    fs.mkdirSync(builds, { recursive: true });
    const { made } = await obtain({
      directory,
      recipe,
      executables: files,
      report,
      signal,
      async fill(target, lock) {
        const go = findGo(env, versions.go);
        report.say(`building ${toBuild.join(', ')} (Go ${go.version})`);
        await compileStatic(go.command, ['build', '-o', target + path.sep, ...toBuild.map((name) => `./cmd/${name}`)], {
          cwd: moduleDir,
          env,
          signal,
          report,
          lock,
          failure: 'The programs in pusher/ could not be built',
          remedy:
            'mend what the compiler says; if it cannot fetch modules, see that the Go module proxy answers (go env GOPROXY)',
        });
      },
    });
    report.say(`${toBuild.join(', ')}: ${made ? 'built' : 'found'} in ${directory}`);
    fs.utimesSync(directory, new Date(), new Date());
    if (made) removeUnused(builds);
    for (const name of toBuild)
      result[programs[/** @type {keyof typeof programs} */ (name)]] = path.join(directory, name + executableSuffix);
    return result;
  },
};

/** @param {string} name */
const isSource = (name) =>
  !name.endsWith('_test.go') && !name.includes('testdata/') && /(^|\/)(go\.(mod|sum)|[^/]+\.(go|json))$/.test(name);

/** @param {string} builds */
function removeUnused(builds) {
  for (const name of fs.readdirSync(builds)) {
    const directory = path.join(builds, name);
    const ageDays = (Date.now() - fs.statSync(directory).mtimeMs) / 86_400_000;
    if (ageDays > unusedForDays) fs.rmSync(directory, { recursive: true, force: true });
  }
}

runAlone(import.meta.url, step);
