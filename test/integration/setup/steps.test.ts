import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { obtainTestRuntime } from '../../../scripts/steps/electron/test-runtime.mjs';
import { step as electron } from '../../../scripts/steps/electron.mjs';
import { readVersions } from '../../../scripts/support/steps.mjs';
import { SetupRun } from './setup-run.ts';

let cacheDir: string;
let env: NodeJS.ProcessEnv;

beforeEach(() => {
  cacheDir = fs.mkdtempSync(path.join(os.tmpdir(), 'setup-'));
  env = { ...process.env, CONTROL_ROOM_CACHE: cacheDir };
  for (const name of Object.keys(env)) if (/^CONTROL_ROOM_(PUSHER|DEMOCAM|TETHER|ELECTRON)/.test(name)) delete env[name];
});
afterEach(() => fs.rmSync(cacheDir, { recursive: true }));

describe('a step', () => {
  const build = () => new SetupRun([process.execPath, 'scripts/steps/go-binaries.mjs'], env);
  const builds = () => fs.readdirSync(path.join(cacheDir, 'go-binaries'));

  it('killed in the middle is done again, and leaves nothing half made', async () => {
    const killed = build();
    await killed.says(/building pusher/);
    killed.kill('SIGKILL');
    expect((await killed.ended).signal).toBe('SIGKILL');
    expect(builds().filter((name) => !/partial|lock/.test(name))).toEqual([]);

    const { code, stdout } = await build().ended;
    expect(code).toBe(0);
    expect(builds()).toHaveLength(1);
    const pusher = /^CONTROL_ROOM_PUSHER=(.+)$/m.exec(stdout)?.[1] ?? '';
    expect(fs.statSync(pusher).mode & 0o111).not.toBe(0);
  });

  it('ended by Ctrl-C says so, takes its compiler along and leaves no lock', async () => {
    const interrupted = build();
    await interrupted.says(/building pusher/);
    interrupted.kill('SIGINT');
    const { code, stderr } = await interrupted.ended;
    expect(code).toBe(130);
    expect(stderr).toContain('Interrupted');
    expect(builds()).toEqual([]);
  });

  it('wanted by two at once is done by one while the other waits and says so', async () => {
    const first = build();
    await first.says(/building pusher/);
    const second = build();
    await second.says(/process \d+\) is making it; waiting/);
    const [one, two] = await Promise.all([first.ended, second.ended]);
    expect([one.code, two.code]).toEqual([0, 0]);
    expect(two.stderr).not.toContain('building');
    expect(two.stdout).toBe(one.stdout);
    expect(builds()).toHaveLength(1);
  });

  it('takes over from a holder that died, although a program of the same number lives', async () => {
    const { stdout } = await build().ended;
    const directory = path.dirname(/^CONTROL_ROOM_PUSHER=(.+)$/m.exec(stdout)?.[1] ?? '');
    fs.rmSync(path.join(directory, '.complete.json'));
    const namespace = `${fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fs.readlinkSync('/proc/self/ns/pid')}`;
    const dead = { token: 'dead', namespace, processes: [{ pid: process.pid, startedAt: '1' }] };
    fs.writeFileSync(`${directory}.lock`, JSON.stringify(dead));
    expect((await build().ended).code).toBe(0);
  });
});

describe('with everything in place', () => {
  it('set-up needs no network and no time', async () => {
    const variables = { ...process.env };
    expect((await new SetupRun([process.execPath, 'scripts/setup.mjs', 'test'], variables).ended).code).toBe(0);
    const startedAt = performance.now();
    const { code, stderr } = await new SetupRun(
      ['unshare', '--map-root-user', '--net', process.execPath, 'scripts/setup.mjs', 'test'],
      variables,
    ).ended;
    expect(stderr).toContain('Everything is in place');
    expect(code).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });
});

describe('Electron', () => {
  const context = (more: object = {}) => ({
    purpose: 'test' as const,
    projectDir: path.resolve('.'),
    cacheDir,
    env,
    versions: readVersions(),
    signal: new AbortController().signal,
    report: { say: (text: string) => said.push(text), progress: () => {} },
    ...more,
  });
  let said: string[];
  beforeEach(() => {
    said = [];
    env.CONTROL_ROOM_TEST_RUNTIME_TARBALL = path.join(cacheDir, 'forged.tgz');
    fs.writeFileSync(env.CONTROL_ROOM_TEST_RUNTIME_TARBALL, 'not the pinned bytes');
  });

  it('of other bytes than the pinned ones is refused, and nothing of it is kept', async () => {
    await expect(obtainTestRuntime(context())).rejects.toThrow(/not the pinned one/);
    expect(fs.readdirSync(path.join(cacheDir, 'electron-test-runtime'))).toEqual([]);
  });

  it('from a mirror that serves other bytes is refused by its own checksums, and the reason is said', async () => {
    const mirror = http.createServer((request, response) => response.end(request.method === 'HEAD' ? undefined : 'not a zip'));
    await new Promise<void>((resolve) => mirror.listen(0, '127.0.0.1', resolve));
    // Below node_modules, so that the installer's own packages are found from there.
    const fixture = fs.mkdtempSync(path.resolve('node_modules', '.cache', 'setup-'));
    try {
      fs.cpSync('node_modules/electron', path.join(fixture, 'node_modules/electron'), {
        recursive: true,
        filter: (file) => !/node_modules\/electron\/(dist|path\.txt)/.test(file),
      });
      const { port } = mirror.address() as AddressInfo;
      Object.assign(env, {
        ELECTRON_MIRROR: `http://127.0.0.1:${port}/`,
        electron_config_cache: path.join(cacheDir, 'downloads'),
      });
      await expect(electron.ensure(context({ projectDir: fixture }))).rejects.toThrow(/not the pinned one/);
      expect(said.join('\n')).toMatch(/official Electron .* cannot be had: .*(checksum|mismatch)/i);
      expect(fs.existsSync(path.join(fixture, 'node_modules/electron/path.txt'))).toBe(false);
    } finally {
      mirror.close();
      fs.rmSync(fixture, { recursive: true });
    }
  });
});
