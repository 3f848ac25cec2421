import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { run } from './command.mjs';
import { SetupError } from './failure.mjs';
import { compareVersions, findOnPath } from './search.mjs';

/**
 * The Go tool chain, found on the PATH or where its installer puts it.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} minimum
 * @returns {{ command: string, version: string }}
 */
export function findGo(env, minimum) {
  const command = findOnPath('go', { PATH: [env.PATH ?? '', '/usr/local/go/bin'].join(path.delimiter) });
  const remedy = `install Go ${minimum} or newer (https://go.dev/dl) and put it on the PATH`;
  if (!command) throw new SetupError('Go is not installed', { remedy });
  const version = execFileSync(command, ['env', 'GOVERSION'], { encoding: 'utf8' }).trim().replace(/^go/, '');
  if (compareVersions(version, minimum) < 0)
    throw new SetupError(`${command} is Go ${version}, older than ${minimum}`, { remedy });
  return { command, version };
}

/**
 * Builds static programs with nothing of this machine in them, telling how many packages are done.
 * @param {string} go
 * @param {['build' | 'install', ...string[]]} args
 * @param {Omit<Parameters<typeof run>[2], 'onLine' | 'doing'>} options
 * @param {number} [expectedPackages] about how many packages a cold build compiles
 */
export function compileStatic(go, [verb, ...args], options, expectedPackages) {
  let compiled = 0;
  let fetched = 0;
  const ticker = setInterval(() => {
    const of = expectedPackages ? ` of at most ${expectedPackages}` : '';
    options.report?.progress(`${fetched} modules fetched, ${compiled}${of} packages compiled`);
  }, 1000);
  return run(go, [verb, '-v', '-ldflags', '-s -w', ...args], {
    ...options,
    report: undefined,
    // GOGC: the compiler spends a fifth less time when it collects its garbage less often.
    env: { GOGC: '400', ...options.env, CGO_ENABLED: '0', GOFLAGS: '-trimpath -buildvcs=false', GOWORK: 'off' },
    onLine: (line) => {
      if (line.startsWith('go: downloading')) fetched += 1;
      else if (/^[\w.-]+(\/[\w.~-]+)*$/.test(line)) compiled += 1;
    },
  }).finally(() => clearInterval(ticker));
}
