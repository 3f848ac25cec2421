import fs from 'node:fs';
import path from 'node:path';
import { obtain } from '../support/artifact.mjs';
import { compileStatic, findGo } from '../support/go.mjs';
import { executableSuffix } from '../support/paths.mjs';
import { findInstalled } from '../support/search.mjs';
import { runAlone } from '../support/steps.mjs';

const variable = 'CONTROL_ROOM_LIVEKIT_SERVER';

/** The media server. @type {import('../support/steps.mjs').Step} */
export const step = {
  name: 'livekit-server',
  purposes: ['start', 'test', 'package'],
  // Both keep all cores busy; our own programs are quicker, and share packages with it that are then already compiled.
  needs: ['go-binaries'],
  async ensure({ cacheDir, env, versions, report, signal }) {
    const { version, module, packages } = versions.livekitServer;
    const installed = findInstalled({ variable, name: 'livekit-server', version, env, report });
    if (installed) {
      report.say(`livekit-server: found by ${installed.origin}: ${installed.file}`);
      return { [variable]: installed.file };
    }
    const directory = path.join(cacheDir, 'livekit-server', `${version}-${process.platform}-${process.arch}`);
    const name = `livekit-server${executableSuffix}`;
    fs.mkdirSync(path.dirname(directory), { recursive: true });
    const { made } = await obtain({
      directory,
      recipe: `${module}@${version}`,
      executables: [name],
      report,
      signal,
      async fill(target, lock) {
        const go = findGo(env, versions.go);
        report.say(`building livekit-server ${version} from its sources (about 2 minutes on two cores)`);
        await compileStatic(
          go.command,
          ['install', `${module}@v${version}`],
          {
            cwd: target,
            env: { ...env, GOBIN: target },
            signal,
            report,
            lock,
            failure: 'livekit-server could not be built',
            remedy: `see that the Go module proxy answers (go env GOPROXY), or install livekit-server ${version} yourself and set ${variable} to it`,
          },
          packages,
        );
        fs.renameSync(path.join(target, `server${executableSuffix}`), path.join(target, name));
      },
    });
    const file = path.join(directory, name);
    report.say(`livekit-server ${version}: ${made ? 'built' : 'found'} in ${directory}`);
    return { [variable]: file };
  },
};

runAlone(import.meta.url, step);
