import fs from 'node:fs';
import path from 'node:path';
import { obtain } from '../support/artifact.mjs';
import { run } from '../support/command.mjs';
import { SetupError } from '../support/failure.mjs';
import { compileStatic, findGo } from '../support/go.mjs';
import { fetchPackage } from '../support/npm-pack.mjs';
import { executableSuffix } from '../support/paths.mjs';
import { findInstalled } from '../support/search.mjs';
import { runAlone } from '../support/steps.mjs';

const variable = 'CONTROL_ROOM_MEDIAMTX';

/**
 * MediaMTX, the independent RTSP server of the tests. Its module lacks two generated files, so that `go install` refuses
 * it: a copy of the module is completed with them and built with its own sums.
 * @type {import('../support/steps.mjs').Step}
 */
export const step = {
  name: 'mediamtx',
  purposes: ['test'],
  needs: ['livekit-server'],
  async ensure({ cacheDir, env, versions, report, signal }) {
    const { version, module, sum, packages, player } = versions.mediamtx;
    const installed = findInstalled({ variable, name: 'mediamtx', version, env, report });
    if (installed) {
      report.say(`mediamtx: found by ${installed.origin}: ${installed.file}`);
      return { [variable]: installed.file };
    }
    const directory = path.join(cacheDir, 'mediamtx', `${version}-${process.platform}-${process.arch}`);
    const name = `mediamtx${executableSuffix}`;
    fs.mkdirSync(path.dirname(directory), { recursive: true });
    const { made } = await obtain({
      directory,
      recipe: `${module}@${version} ${sum} ${player.package}`,
      executables: [name],
      report,
      signal,
      async fill(target, lock) {
        const go = findGo(env, versions.go);
        const words = {
          env: { ...env, GOFLAGS: '' },
          signal,
          report,
          lock,
          failure: 'MediaMTX could not be built',
          remedy: `see that the Go module proxy answers (go env GOPROXY), or install MediaMTX ${version} yourself and set ${variable} to it`,
        };
        report.say(`building MediaMTX ${version} from its sources (about 1 minute on two cores)`);
        const downloaded = JSON.parse(
          await run(go.command, ['mod', 'download', '-json', `${module}@v${version}`], {
            ...words,
            cwd: target,
            doing: () => 'fetching its sources',
          }),
        );
        if (downloaded.Sum !== sum) {
          throw new SetupError(`${module}@v${version} is not the pinned one`, {
            remedy: 'see which module proxy served it; only if the pin is wrong, correct scripts/versions.json',
            detail: `expected ${sum}\ngot      ${downloaded.Sum}`,
          });
        }
        const sources = path.join(target, 'sources');
        copyWritable(downloaded.Dir, sources);
        fs.writeFileSync(path.join(sources, 'internal/core/VERSION'), `v${version}`);
        const packed = path.join(target, 'player');
        const tarball = await fetchPackage({
          name: player.package,
          integrity: player.integrity,
          directory: packed,
          env,
          signal,
          report,
          lock,
        });
        await run('tar', ['-xzf', tarball, '-C', packed, 'package/dist/hls.min.js'], {
          ...words,
          failure: 'hls.js could not be unpacked',
        });
        fs.copyFileSync(path.join(packed, 'package/dist/hls.min.js'), path.join(sources, 'internal/servers/hls/hls.min.js'));
        await compileStatic(go.command, ['build', '-o', path.join(target, name), '.'], { ...words, cwd: sources }, packages);
        for (const leftover of [sources, packed]) fs.rmSync(leftover, { recursive: true, force: true });
      },
    });
    report.say(`mediamtx ${version}: ${made ? 'built' : 'found'} in ${directory}`);
    return { [variable]: path.join(directory, name) };
  },
};

/**
 * The module cache is read-only, and a copy keeps its modes.
 * @param {string} from
 * @param {string} to
 */
function copyWritable(from, to) {
  fs.mkdirSync(to);
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) copyWritable(source, target);
    else fs.writeFileSync(target, fs.readFileSync(source));
  }
}

runAlone(import.meta.url, step);
