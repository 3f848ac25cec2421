import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareVersions, findInstalled, findOnPath, fits } from '../../../scripts/support/search.mjs';
import { readVersions } from '../../../scripts/support/steps.mjs';

describe('versions', () => {
  it.each([
    ['1.13.5', '1.13.5', true],
    ['1.14.0', '1.13.5', true],
    ['1.13.4', '1.13.5', false],
    ['2.0.0', '1.13.5', false],
    ['0.99.0', '1.13.5', false],
  ])('%s in place of %s: %s', (found, wanted, expected) => {
    expect(fits(found, wanted)).toBe(expected);
  });

  it('are compared as numbers', () => {
    expect(compareVersions('1.26', '1.9.9')).toBeGreaterThan(0);
    expect(compareVersions('20.20.2', '20.20.2')).toBe(0);
  });

  it('of Electron is the one package.json pins', () => {
    const manifest = JSON.parse(fs.readFileSync('package.json', 'utf8')) as { devDependencies: { electron: string } };
    expect(manifest.devDependencies.electron).toBe(readVersions().electron);
  });
});

describe('findInstalled', () => {
  let directory: string;
  let said: string[];
  const program = (folder: string, version: string) => {
    fs.mkdirSync(path.join(directory, folder), { recursive: true });
    const file = path.join(directory, folder, 'server');
    fs.writeFileSync(file, `#!/bin/sh\necho server version ${version}\n`, { mode: 0o755 });
    return file;
  };
  const find = (env: Record<string, string>) =>
    findInstalled({
      variable: 'THE_SERVER',
      name: 'server',
      version: '1.13.5',
      env,
      report: { say: (text: string) => said.push(text), progress: () => {} },
    });
  beforeEach(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), 'search-'));
    said = [];
  });
  afterEach(() => fs.rmSync(directory, { recursive: true }));

  it('takes the variable before the PATH, whatever its version', () => {
    const named = program('named', '0.1.0');
    program('bin', '1.13.5');
    expect(find({ THE_SERVER: named, PATH: path.join(directory, 'bin') })).toEqual({ file: named, origin: 'THE_SERVER' });
  });

  it('refuses a variable that names nothing, instead of falling back', () => {
    program('bin', '1.13.5');
    expect(() => find({ THE_SERVER: path.join(directory, 'absent'), PATH: path.join(directory, 'bin') })).toThrow(
      /THE_SERVER names/,
    );
  });

  it('takes one on the PATH that is new enough', () => {
    const file = program('bin', '1.13.9');
    expect(find({ PATH: path.join(directory, 'bin') })).toEqual({ file, origin: 'PATH, version 1.13.9' });
  });

  it('passes over one that is too old, and says so', () => {
    program('bin', '1.4.0');
    expect(find({ PATH: path.join(directory, 'bin') })).toBeNull();
    expect(said.join()).toContain('version 1.4.0');
  });

  it('takes neither directories nor files that cannot be run', () => {
    fs.mkdirSync(path.join(directory, 'a', 'server'), { recursive: true });
    fs.mkdirSync(path.join(directory, 'b'));
    fs.writeFileSync(path.join(directory, 'b', 'server'), '', { mode: 0o644 });
    expect(findOnPath('server', { PATH: ['a', 'b'].map((name) => path.join(directory, name)).join(':') })).toBeNull();
  });
});
