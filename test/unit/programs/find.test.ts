import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findProgram } from '../../../src-main/programs/find.ts';

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'control-room-find-'));
});
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));

function program(...parts: string[]): string {
  const file = path.join(dir, ...parts);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, '', { mode: 0o755 });
  return file;
}
const find = (env: Record<string, string> = {}, packagedDir: string | null = null) =>
  findProgram('pusher', {
    env: { PATH: path.join(dir, 'path'), ...env },
    cacheDir: path.join(dir, 'cache'),
    packagedDir,
    suffix: '',
  });

test('a variable wins over the package, the package over PATH, PATH over the cache', () => {
  expect(find()).toBeNull();
  const cached = program('cache', 'go-binaries', 'v1', 'pusher');
  expect(find()).toBe(cached);
  const onPath = program('path', 'pusher');
  expect(find()).toBe(onPath);
  const packaged = program('app', 'pusher');
  expect(find({}, path.dirname(packaged))).toBe(packaged);
  const named = program('named', 'my-pusher');
  expect(find({ CONTROL_ROOM_PUSHER: named }, path.dirname(packaged))).toBe(named);
});

test('a variable that names nothing is not passed over', () => {
  program('path', 'pusher');
  expect(find({ CONTROL_ROOM_PUSHER: path.join(dir, 'gone') })).toBeNull();
});

test('the newest finished build of the cache is taken', () => {
  const older = program('cache', 'go-binaries', 'v1', 'pusher');
  const newer = program('cache', 'go-binaries', 'v2', 'pusher');
  program('cache', 'go-binaries', 'v3.partial-x1', 'pusher');
  fs.utimesSync(path.dirname(older), new Date(1000), new Date(1000));
  fs.utimesSync(path.dirname(newer), new Date(2000), new Date(2000));
  expect(find()).toBe(newer);
});

test('a file that may not be run, and a folder, are no programs', () => {
  fs.chmodSync(program('path', 'pusher'), 0o644);
  fs.mkdirSync(path.join(dir, 'app', 'pusher'), { recursive: true });
  expect(find({}, path.join(dir, 'app'))).toBeNull();
});
