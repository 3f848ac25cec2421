import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { obtain } from '../../support/artifact.mjs';
import { run } from '../../support/command.mjs';
import { SetupError } from '../../support/failure.mjs';
import { checkIntegrity, fetchPackage } from '../../support/npm-pack.mjs';
import { packAsar } from './asar.mjs';

const launcherDir = path.join(path.dirname(fileURLToPath(import.meta.url)), 'launcher');

/**
 * The Electron part of another product's npm package, for running from source and testing where the official Electron
 * cannot be downloaded. Its bytes are pinned, but nobody can compare them with the official release, and that Electron is
 * past its end of life: it is never packaged for anybody, and no real secret belongs near it.
 * @param {import('../../support/steps.mjs').SetupContext} context
 * @returns {Promise<string>} the `dist` directory, laid out like the official one
 */
export async function obtainTestRuntime({ cacheDir, env, versions, report, signal }) {
  const pin = versions.electronTestRuntime;
  if (`${process.platform}-${process.arch}` !== pin.platform) {
    throw new SetupError(`The official Electron cannot be downloaded, and the test runtime is for ${pin.platform} only`, {
      remedy: 'make github.com reachable, or set ELECTRON_MIRROR to a mirror of its releases',
    });
  }
  const directory = testRuntimeDirectory(cacheDir, pin);
  fs.mkdirSync(path.dirname(directory), { recursive: true });
  await obtain({
    directory,
    recipe: testRuntimeRecipe(pin),
    // Sizes only: reading 180 MB on every start would cost more than all other steps together.
    executables: [],
    report,
    signal,
    async fill(target, lock) {
      const download = path.join(target, 'download');
      const tarball = await tarballOf(pin, { env, download, signal, report, lock });
      report.say('unpacking the test runtime');
      // That product's own code and manifest stay behind: only Electron's files are taken.
      const excluded = ['--exclude=package/resources', '--exclude=package/package.json'];
      await run('tar', ['-xzf', tarball, '-C', target, '--strip-components=1', '--no-same-owner', ...excluded], {
        signal,
        report,
        lock,
        failure: 'The test runtime could not be unpacked',
        remedy: `see that ${cacheDir} has 500 MB of room, then start again`,
      });
      fs.rmSync(download, { recursive: true, force: true });
      fs.renameSync(path.join(target, pin.executable), path.join(target, 'electron'));
      for (const name of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox']) fs.chmodSync(path.join(target, name), 0o755);
      fs.writeFileSync(path.join(target, 'version'), pin.electron);
      fs.mkdirSync(path.join(target, 'resources'));
      packAsar(launcherDir, path.join(target, 'resources', 'default_app.asar'));
    },
  });
  return directory;
}

/** @param {string} cacheDir @param {{ electron: string }} pin */
export const testRuntimeDirectory = (cacheDir, pin) => path.join(cacheDir, 'electron-test-runtime', pin.electron);

/** @param {{ integrity: string, layout: number }} pin */
export const testRuntimeRecipe = (pin) => `${pin.integrity} layout ${pin.layout}`;

/**
 * @param {{ package: string, integrity: string, megabytes: number }} pin
 * @param {Omit<Parameters<typeof fetchPackage>[0], 'name' | 'integrity' | 'megabytes' | 'directory'> & { download: string }} options
 */
async function tarballOf(pin, { download, ...options }) {
  const kept = options.env.CONTROL_ROOM_TEST_RUNTIME_TARBALL;
  if (kept) {
    checkIntegrity(kept, pin.package, pin.integrity);
    return path.resolve(kept);
  }
  options.report.say(`fetching the test runtime from npm (about ${pin.megabytes} MB)`);
  return fetchPackage({ name: pin.package, integrity: pin.integrity, megabytes: pin.megabytes, directory: download, ...options });
}
