import fs from 'node:fs';
import path from 'node:path';
import { npmCommand, run } from './command.mjs';
import { SetupError } from './failure.mjs';
import { integrityOf, listFiles } from './fingerprint.mjs';

/**
 * Fetches one published npm package without installing it, and refuses it when its bytes are not the pinned ones.
 * @param {object} options
 * @param {string} options.name `package@version`
 * @param {string} options.integrity `sha512-<base64>`
 * @param {string} options.directory an empty directory; its own npm cache keeps large files out of the shared one
 * @param {number} [options.megabytes] its size, to say how far it is
 * @param {NodeJS.ProcessEnv} options.env
 * @param {AbortSignal} options.signal
 * @param {import('./report.mjs').StepReport} options.report
 * @param {import('./lock.mjs').Lock} options.lock
 * @returns {Promise<string>} path of the tarball
 */
export async function fetchPackage({ name, integrity, directory, megabytes, env, signal, report, lock }) {
  fs.mkdirSync(directory, { recursive: true });
  const cache = path.join(directory, 'npm-cache');
  const npm = npmCommand(env);
  const ticker = setInterval(
    () => report.progress(`fetching ${name}: ${megabytesBelow(cache)} MB${megabytes ? ` of about ${megabytes}` : ''}`),
    1000,
  );
  try {
    await run(npm.command, [...npm.prefix, 'pack', '--ignore-scripts', '--loglevel=error', `--cache=${cache}`, name], {
      cwd: directory,
      env,
      signal,
      lock,
      failure: `npm could not fetch ${name}`,
      remedy: 'see that the npm registry answers (npm ping), then start again',
    });
  } finally {
    clearInterval(ticker);
  }
  const tarballs = fs.readdirSync(directory).filter((file) => file.endsWith('.tgz'));
  if (tarballs.length !== 1) throw new SetupError(`npm pack ${name} left ${tarballs.length} files`, { remedy: 'start again' });
  const tarball = path.join(directory, tarballs[0]);
  checkIntegrity(tarball, name, integrity);
  return tarball;
}

/** @param {string} tarball @param {string} name @param {string} integrity */
export function checkIntegrity(tarball, name, integrity) {
  const got = integrityOf(tarball);
  if (got === integrity) return;
  throw new SetupError(`${name} is not the pinned one; nothing of it was unpacked`, {
    remedy:
      'do not use this copy: see which registry or proxy served it. Only if the pin is wrong, correct scripts/versions.json',
    detail: `expected ${integrity}\ngot      ${got}`,
  });
}

/** @param {string} directory */
function megabytesBelow(directory) {
  let bytes = 0;
  for (const name of listFiles(directory)) {
    try {
      bytes += fs.statSync(path.join(directory, name)).size;
    } catch {
      // npm moves its temporary files while they are counted
    }
  }
  return Math.round(bytes / 1e6);
}
