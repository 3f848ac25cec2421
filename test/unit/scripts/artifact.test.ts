import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { obtain } from '../../../scripts/support/artifact.mjs';

describe('obtain', () => {
  let root: string;
  let fills: number;
  beforeEach(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), 'artifact-'));
    fills = 0;
  });
  afterEach(() => fs.rmSync(root, { recursive: true }));

  const options = (recipe: string, content = 'program') => ({
    directory: path.join(root, 'tool'),
    recipe,
    executables: ['bin'],
    report: { say: () => {}, progress: () => {} },
    fill: async (target: string) => {
      fills += 1;
      fs.writeFileSync(path.join(target, 'bin'), content);
      fs.mkdirSync(path.join(target, 'data'));
      fs.writeFileSync(path.join(target, 'data', 'table'), 'four');
    },
  });
  const file = (name: string) => path.join(root, 'tool', name);

  it('makes it once', async () => {
    expect(await obtain(options('one'))).toEqual({ made: true });
    expect(await obtain(options('one'))).toEqual({ made: false });
    expect(fills).toBe(1);
    expect(fs.readdirSync(root)).toEqual(['tool']);
  });

  it.each([
    ['an executable of the same size was changed', () => fs.writeFileSync(file('bin'), 'prograM')],
    ['a file was cut short', () => fs.truncateSync(file('data/table'), 2)],
    ['a file is gone', () => fs.rmSync(file('data/table'))],
    ['the marker is half written', () => fs.truncateSync(file('.complete.json'), 20)],
    ['the marker is gone', () => fs.rmSync(file('.complete.json'))],
  ])('makes it again when %s', async (_what, damage) => {
    await obtain(options('one'));
    damage();
    expect(await obtain(options('one'))).toEqual({ made: true });
    expect(fs.readFileSync(file('bin'), 'utf8')).toBe('program');
    expect(fs.readFileSync(file('data/table'), 'utf8')).toBe('four');
  });

  it('makes it again for another recipe', async () => {
    await obtain(options('one'));
    expect(await obtain(options('two', 'newer program'))).toEqual({ made: true });
    expect(fs.readFileSync(file('bin'), 'utf8')).toBe('newer program');
  });

  it('leaves what was there, and nothing half made, when filling fails', async () => {
    await obtain(options('one'));
    const failing = {
      ...options('two'),
      fill: async (target: string) => {
        fs.writeFileSync(path.join(target, 'bin'), 'half');
        throw new Error('no room');
      },
    };
    await expect(obtain(failing)).rejects.toThrow('no room');
    expect(fs.readdirSync(root)).toEqual(['tool']);
    expect(await obtain(options('one'))).toEqual({ made: false });
  });

  it('clears away what a killed run left', async () => {
    fs.mkdirSync(path.join(root, 'tool.partial-abc'));
    fs.writeFileSync(path.join(root, 'tool.partial-abc', 'bin'), 'half');
    await obtain(options('one'));
    expect(fs.readdirSync(root)).toEqual(['tool']);
  });

  it('is made once by two that want it at the same moment', async () => {
    const results = await Promise.all([obtain(options('one')), obtain(options('one'))]);
    expect(results.map(({ made }) => made).sort()).toEqual([false, true]);
    expect(fills).toBe(1);
  });
});
