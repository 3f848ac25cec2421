import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startVirtualDisplay } from '../../../scripts/support/display.mjs';
import { electronFlags, thisMachine } from '../../../scripts/support/electron-run.mjs';
import { binary } from '../../support/binaries.ts';
import { SetupRun } from './setup-run.ts';

interface SmokeVerdict {
  result: string;
  tiles: { passed: boolean; presentedFps: number }[];
}

/** The folder electron-builder fills, under the name that the launcher gives it where it is only for testing. */
const folder = () =>
  ['TEST-ONLY-control-room-linux-unpacked', 'linux-unpacked']
    .map((name) => path.resolve('dist', name))
    .find((directory) => fs.existsSync(directory)) ?? '';

describe.runIf(process.platform === 'linux')('the packaged app', () => {
  let home: string;
  let display: Awaited<ReturnType<typeof startVirtualDisplay>>;
  beforeAll(async () => {
    home = fs.mkdtempSync(path.join(os.tmpdir(), 'packaged-'));
    display = await startVirtualDisplay({ env: process.env, tether: binary('tether'), cacheDir: path.join(home, 'cache') });
    const { code, stderr } = await new SetupRun([process.execPath, 'scripts/package.mjs'], process.env).ended;
    expect(code, stderr).toBe(0);
  });
  afterAll(async () => {
    await display.stop();
    fs.rmSync(home, { recursive: true });
  });

  it('says TEST in its name and inside it when its Electron is not the official one', () => {
    const isOfficial = process.env['CONTROL_ROOM_ELECTRON_KIND'] === 'official';
    expect(folder().includes('TEST-ONLY')).toBe(!isOfficial);
    expect(fs.existsSync(path.join(folder(), 'TEST-ONLY.txt'))).toBe(!isOfficial);
  });

  it('brings the notices of the npm packages and Go modules in it', () => {
    const notices = fs.readFileSync(path.join(folder(), 'resources', 'THIRD_PARTY_NOTICES.txt'), 'utf8');
    for (const name of [
      'livekit-client',
      'react',
      'github.com/pion/webrtc/v4',
      'github.com/livekit/livekit-server',
      'Go standard library',
    ]) {
      expect(notices).toMatch(new RegExp(`^${name} v?\\d`, 'm'));
    }
    expect(notices).not.toContain(os.homedir());
  });

  it('shows its demo wall with what it brought along, and nothing of this checkout', async () => {
    const env = {
      PATH: '/usr/bin:/bin',
      HOME: home,
      CONTROL_ROOM_USER_DATA: path.join(home, 'profile'),
      CONTROL_ROOM_CACHE: path.join(home, 'none'),
      ...display.env,
    };
    const flags = electronFlags(thisMachine(env)).map(({ flag }) => flag);
    const app = new SetupRun([path.join(folder(), 'control-room'), ...flags, '--demo-if-new', '--smoke', '--json'], env);
    const { code, stdout, stderr } = await app.ended;
    expect(stdout, stderr).toContain('"result"');
    const verdict = JSON.parse(stdout) as SmokeVerdict;
    expect(verdict.result, stdout).toBe('passed');
    expect(verdict.tiles).toHaveLength(6);
    expect(code).toBe(0);
  });
});
