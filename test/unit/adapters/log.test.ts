import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLog } from '../../../src-main/adapters/log/log.ts';
import { createRedactor } from '../../../src-main/adapters/log/redact.ts';
import { createRotatingFile } from '../../../src-main/adapters/log/rotating-file.ts';

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'control-room-log-'));
});
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));

const fail = (cause: unknown) => {
  throw cause;
};

describe('rotating file', () => {
  test('keeps the newest lines in a bounded number of bounded files', () => {
    const file = path.join(dir, 'logs', 'app.log');
    const log = createRotatingFile({ file, maxBytes: 100, keep: 2, onFailure: fail });
    for (let line = 0; line < 50; line += 1) log.writeLine(`line ${String(line).padStart(4, '0')}`);
    log.close();
    const names = fs.readdirSync(path.dirname(file)).sort();
    expect(names).toEqual(['app.log', 'app.log.1', 'app.log.2']);
    const sizes = names.map((name) => fs.statSync(path.join(dir, 'logs', name)).size);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
    const kept = ['app.log.2', 'app.log.1', 'app.log']
      .map((name) => fs.readFileSync(path.join(dir, 'logs', name), 'utf8'))
      .join('');
    const lines = kept.trimEnd().split('\n');
    expect(lines.at(-1)).toBe('line 0049');
    expect(lines).toEqual(lines.map((_, index) => `line ${String(50 - lines.length + index).padStart(4, '0')}`));
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  });

  test('goes on where it left off after a restart', () => {
    const file = path.join(dir, 'app.log');
    for (const line of ['first', 'second']) {
      const log = createRotatingFile({ file, maxBytes: 1000, keep: 1, onFailure: fail });
      log.writeLine(line);
      log.close();
    }
    expect(fs.readFileSync(file, 'utf8')).toBe('first\nsecond\n');
  });

  test('tells once that it cannot write', () => {
    fs.writeFileSync(path.join(dir, 'in-the-way'), '');
    const failures: unknown[] = [];
    const file = path.join(dir, 'in-the-way', 'app.log');
    const log = createRotatingFile({ file, maxBytes: 100, keep: 1, onFailure: (cause) => failures.push(cause) });
    log.writeLine('one');
    log.writeLine('two');
    expect(failures).toHaveLength(1);
  });
});

describe('log', () => {
  test('writes JSON lines from its level up, errors with their causes, without secrets', () => {
    const lines: string[] = [];
    const redactor = createRedactor();
    redactor.learn('canary-secret');
    const log = createLog({
      file: { writeLine: (line) => lines.push(line), close: () => undefined },
      redactor,
      level: 'info',
      now: () => Date.UTC(2026, 10, 22, 19, 0, 0),
    });
    log.write('debug', 'test', 'not kept');
    log.write('error', 'test', 'kept', { cause: new Error('outer', { cause: new Error('inner canary-secret') }) });
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain('canary-secret');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      at: '2026-11-22T19:00:00.000Z',
      level: 'error',
      area: 'test',
      text: 'kept',
      params: { cause: { message: 'outer', cause: { message: expect.stringContaining('inner') as string } } },
    });
  });
});
