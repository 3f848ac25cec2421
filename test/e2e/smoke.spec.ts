import path from 'node:path';
import type { Child } from '../support/child.ts';
import type { Rig } from '../support/rig.ts';
import { expect, test } from './e2e-test.ts';

const projectDir = path.resolve(import.meta.dirname, '../..');
const demoCameras = 6;
const isRoot = process.getuid?.() === 0;

/** What `--smoke --json` prints. */
interface Verdict {
  result: 'passed' | 'failed';
  tiles: {
    name: string;
    passed: boolean;
    presentedFps: number | null;
    firstPictureMs: number | null;
    delayMs: number | null;
    cause: string | null;
  }[];
}

async function smoke(
  rig: Rig,
  options: { display: string; env?: Record<string, string>; network?: string },
): Promise<{ code: number | null; verdict: Verdict; child: Child }> {
  const { display, env = {}, network } = options;
  const start = [process.execPath, path.join(projectDir, 'scripts/start.mjs'), '--smoke', '--json'];
  const [command = '', ...args] =
    network === undefined ? start : ['unshare', '--net', 'sh', '-ec', `${network}\nexec "$@"`, 'sh', ...start];
  const child = rig.start('npm start -- --smoke --json', command, args, {
    cwd: projectDir,
    env: { ...process.env, ...(display ? { DISPLAY: display } : {}), CONTROL_ROOM_USER_DATA: rig.folder('profile'), ...env },
  });
  const { code } = await child.end(130_000);
  const line = child.stdout.find((text) => text.startsWith('{"'));
  if (line === undefined) throw new Error(`no verdict\n${child.output}`);
  return { code, verdict: JSON.parse(line) as Verdict, child };
}

function expectPassed({ code, verdict, child }: Awaited<ReturnType<typeof smoke>>): void {
  expect(verdict, child.output).toMatchObject({ result: 'passed' });
  expect(code).toBe(0);
  expect(verdict.tiles).toHaveLength(demoCameras);
  for (const tile of verdict.tiles) {
    expect(tile).toMatchObject({ passed: true, cause: null });
    expect(tile.presentedFps).toBeGreaterThan(10);
    expect(tile.firstPictureMs).toBeGreaterThan(0);
    expect(tile.delayMs).not.toBeNull();
  }
}

test('npm start -- --smoke passes on a first start', async ({ rig, display }) => {
  expectPassed(await smoke(rig, { display }));
});

test('it passes with the network unplugged', async ({ rig, display }) => {
  test.skip(!isRoot, 'only root may make a network namespace');
  expectPassed(await smoke(rig, { display, network: 'ip link set lo up' }));
});

test('it passes with two networks and no default route', async ({ rig, display }) => {
  test.skip(!isRoot, 'only root may make a network namespace');
  const network = [
    'ip link set lo up',
    ...[1, 2].flatMap((number) => [
      `ip link add plant${number} type veth peer name wire${number}`,
      `ip addr add 10.77.${number}.2/24 dev plant${number}`,
      `ip link set plant${number} up`,
      `ip link set wire${number} up`,
    ]),
  ].join('\n');
  expectPassed(await smoke(rig, { display, network }));
});

test('it fails with the cause when the demo cameras do not run', async ({ rig, display }) => {
  const { code, verdict } = await smoke(rig, { display, env: { CONTROL_ROOM_DEMOCAM: '/bin/false' } });
  expect(code).not.toBe(0);
  expect(verdict.result).toBe('failed');
  expect(verdict.tiles).toHaveLength(demoCameras);
  for (const tile of verdict.tiles) {
    expect(tile.passed).toBe(false);
    expect(tile.cause).toMatch(/^ENGINE_/);
  }
});
