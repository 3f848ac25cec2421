import fs from 'node:fs';
import path from 'node:path';
import { run } from '../support/command.mjs';
import { fingerprint, listFiles } from '../support/fingerprint.mjs';
import { withLock } from '../support/lock.mjs';
import { runAlone } from '../support/steps.mjs';

const sourceDirectories = ['src-main', 'src-renderer', 'resources'];
const sourceFiles = ['package.json', 'package-lock.json', 'electron.vite.config.ts', 'tsconfig.base.json'];
const markerName = '.build.json';

/** The app itself: `out/`, from the TypeScript sources. @type {import('../support/steps.mjs').Step} */
export const step = {
  name: 'app-build',
  purposes: ['start', 'test', 'package'],
  needs: ['npm-packages'],
  async ensure({ projectDir, env, report, signal }) {
    const out = path.join(projectDir, 'out');
    if (isCurrent(out, sourcesFingerprint(projectDir))) return {};
    const workspace = path.join(projectDir, 'node_modules', '.cache', 'control-room');
    await withLock(
      path.join(workspace, 'app-build.lock'),
      async (lock) => {
        const sources = sourcesFingerprint(projectDir);
        if (isCurrent(out, sources)) return;
        report.say('building the app (electron-vite)');
        const fresh = path.join(workspace, 'out');
        fs.rmSync(fresh, { recursive: true, force: true });
        await run(
          process.execPath,
          [
            path.join('node_modules', 'electron-vite', 'bin', 'electron-vite.js'),
            'build',
            '--outDir',
            fresh,
            '--logLevel',
            'warn',
          ],
          {
            cwd: projectDir,
            env,
            signal,
            report,
            lock,
            doing: () => 'bundling',
            failure: 'The app could not be built',
            remedy: 'mend what electron-vite says',
          },
        );
        fs.writeFileSync(path.join(fresh, markerName), JSON.stringify({ sources, outputs: outputsFingerprint(fresh) }));
        fs.rmSync(out, { recursive: true, force: true });
        fs.renameSync(fresh, out);
        report.say('built');
      },
      { signal, onWait: (pid) => report.say(`another set-up (process ${pid}) is building the app; waiting`) },
    );
    return {};
  },
};

/** @param {string} projectDir */
function sourcesFingerprint(projectDir) {
  const files = sourceDirectories.flatMap((directory) =>
    listFiles(path.join(projectDir, directory)).map((name) => `${directory}/${name}`),
  );
  return fingerprint(projectDir, [...files, ...sourceFiles.filter((name) => fs.existsSync(path.join(projectDir, name)))]);
}

/** @param {string} out */
const outputsFingerprint = (out) =>
  fingerprint(
    out,
    listFiles(out, (name) => name !== markerName),
  );

/** @param {string} out @param {string} sources */
function isCurrent(out, sources) {
  try {
    const marker = JSON.parse(fs.readFileSync(path.join(out, markerName), 'utf8'));
    return marker.sources === sources && marker.outputs === outputsFingerprint(out);
  } catch {
    return false;
  }
}

runAlone(import.meta.url, step);
