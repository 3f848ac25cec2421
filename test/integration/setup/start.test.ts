import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SetupRun } from './setup-run.ts';

/** A stand-in for Electron: what the launcher hands over is the subject here, not the app. */
const recorder = `#!/bin/sh
trap 'echo asked to quit; exit 0' TERM
echo "arguments: $*"
echo "display: $DISPLAY"
echo "authority: $(od -An -tx1 -N4 "$XAUTHORITY" | tr -d ' ')"
echo "pusher: $CONTROL_ROOM_PUSHER"
echo "profile: $CONTROL_ROOM_USER_DATA"
echo "[1:1122/192000.859366:ERROR:bus.cc(407)] Failed to connect to the bus" >&2
echo "a fault of the app" >&2
case "$*" in *--smoke*) echo '{"ok":false}'; exit 7;; esac
while [ -e "/tmp/.X11-unix/X\${DISPLAY#:}" ]; do sleep 0.1; done # ends with its display, as every X client does
`;

describe.runIf(process.platform === 'linux')('start', () => {
  let directory: string;
  let env: NodeJS.ProcessEnv;
  beforeEach(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), 'start-'));
    const electron = path.join(directory, 'electron');
    fs.writeFileSync(electron, recorder, { mode: 0o755 });
    env = { ...process.env, CONTROL_ROOM_ELECTRON: electron, CONTROL_ROOM_USER_DATA: path.join(directory, 'profile') };
    for (const name of ['DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY']) delete env[name];
  });
  afterEach(() => fs.rmSync(directory, { recursive: true }));

  const start = (...args: string[]) => new SetupRun([process.execPath, 'scripts/start.mjs', ...args], env);
  const displayOf = (stdout: string) => /^display: :(\d+)$/m.exec(stdout)?.[1] ?? '';
  const serversOf = (number: string) =>
    execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line.includes(`Xvfb :${number} `));

  it('makes a display where there is none, hands everything over and passes the verdict on', async () => {
    const { code, stdout, stderr } = await start('--smoke', '--json').ended;
    expect(code).toBe(7);
    expect(stdout).toMatch(/^arguments: .* --console --demo-if-new --screenshot-file=\S+\.png --smoke --json$/m);
    expect(stdout).toMatch(/^pusher: \//m);
    expect(stdout).toContain(`profile: ${directory}/profile`);
    expect(stdout).toContain('authority: ffff0000');
    expect(stderr).toContain('No display here');
    expect(stderr).toContain('a fault of the app');
    expect(stderr).not.toContain('bus.cc');
    expect(serversOf(displayOf(stdout))).toEqual([]);
  });

  it('says nothing on stdout itself: all of it is the app’s', async () => {
    const { stdout } = await start('--smoke', '--json').ended;
    expect(stdout.trim().split('\n')).toHaveLength(6);
  });

  it('turns the sandbox off for root only, and says so', async () => {
    const { stdout, stderr } = await start('--smoke').ended;
    const isRoot = process.getuid?.() === 0;
    expect(stdout.includes('--no-sandbox')).toBe(isRoot);
    expect(stderr.includes('Running as root')).toBe(isRoot);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('on %s asks the app to quit and takes the display down', async (signal) => {
    const run = start();
    await run.says(/^profile: /m);
    run.kill(signal);
    const { code, stdout } = await run.ended;
    expect(code).toBe(0);
    expect(stdout).toContain('asked to quit');
    expect(serversOf(displayOf(stdout))).toEqual([]);
  });

  it('killed itself, leaves no display behind', async () => {
    const run = start();
    await run.says(/^profile: /m);
    run.kill('SIGKILL');
    const { stdout } = await run.ended;
    await expect.poll(() => serversOf(displayOf(stdout)), { timeout: 10_000 }).toEqual([]);
  });

  it('uses a display that is there', async () => {
    env.DISPLAY = ':12345';
    env.XAUTHORITY = '/dev/null';
    const { stdout, stderr } = await start('--smoke').ended;
    expect(stdout).toContain('display: :12345');
    expect(stdout).not.toContain('--screenshot-file');
    expect(stderr).not.toContain('No display here');
  });
});
