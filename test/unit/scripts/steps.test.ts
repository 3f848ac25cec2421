import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { explain, SetupError } from '../../../scripts/support/failure.mjs';
import { createReport } from '../../../scripts/support/report.mjs';
import { runSteps } from '../../../scripts/support/steps.mjs';

type Step = Parameters<typeof runSteps>[0][number];

describe('runSteps', () => {
  let cacheDir: string;
  let order: string[];
  beforeEach(() => {
    cacheDir = fs.mkdtempSync(path.join(os.tmpdir(), 'steps-'));
    order = [];
  });
  afterEach(() => fs.rmSync(cacheDir, { recursive: true }));

  const step = (name: string, needs: string[] = [], purposes: Step['purposes'] = ['start', 'test']): Step => ({
    name,
    purposes,
    needs,
    async ensure() {
      order.push(name);
      return { [name.toUpperCase()]: name };
    },
  });
  const run = (steps: Step[], purpose: 'start' | 'test' = 'start') =>
    runSteps(steps, { purpose, env: { CONTROL_ROOM_CACHE: cacheDir }, report: createReport({ stream: { write: () => {} } }) });

  it('runs what a purpose wants, needed ones first, and gathers their variables', async () => {
    const steps = [step('app', ['packages']), step('packages'), step('rtsp', [], ['test'])];
    expect(await run(steps)).toEqual({ APP: 'app', PACKAGES: 'packages' });
    expect(order).toEqual(['packages', 'app']);
  });

  it('does without a needed step that takes no part', async () => {
    expect(await run([step('app', ['rtsp']), step('rtsp', [], ['test'])])).toEqual({ APP: 'app' });
  });

  it('ends the others and reports the cause when one fails', async () => {
    let ended = false;
    const waiting: Step = {
      ...step('waiting'),
      ensure: ({ signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            ended = true;
            reject(new Error('ended'));
          });
        }),
    };
    const failing: Step = {
      ...step('failing'),
      async ensure() {
        throw new SetupError('it broke', { remedy: 'mend it' });
      },
    };
    await expect(run([waiting, failing, step('after', ['failing'])])).rejects.toThrow('it broke');
    expect(ended).toBe(true);
    expect(order).toEqual([]);
  });
});

it('explains a failure with its last words and its remedy', () => {
  const error = new SetupError('npm failed', { remedy: 'look at the network', detail: 'ENOTFOUND\n' });
  expect(explain(error)).toBe('npm failed\n    ENOTFOUND\nWhat to do: look at the network');
});

it('reports progress at a modest rate, and what matters at once', () => {
  let nowMs = 0;
  const lines: string[] = [];
  const report = createReport({
    stream: { write: (text: string) => lines.push(text) },
    now: () => nowMs,
    progressIntervalMs: 5000,
  });
  const step = report.step('step');
  step.say('begins');
  for (; nowMs <= 12_000; nowMs += 1000) step.progress(`at ${nowMs}`);
  step.say('done');
  expect(lines.map((line) => line.replace(/^\[ *|\n$/g, ''))).toEqual([
    '0.0 s] step             begins',
    '5.0 s] step             at 5000',
    '10.0 s] step             at 10000',
    '13.0 s] step             done',
  ]);
});
