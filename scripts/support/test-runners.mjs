import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { succeeds } from './foreground.mjs';
import { findGo } from './go.mjs';
import { projectDir } from './paths.mjs';
import { readVersions } from './steps.mjs';
import { fromPlaywright, fromVitest, GoTally, judge } from './tally.mjs';

/**
 * @typedef {import('./tally.mjs').Tally} Tally
 * @typedef {import('./foreground.mjs').Surroundings} Surroundings
 */

/**
 * @param {'unit' | 'ports' | 'integration' | 'bench'} project of vitest.config.ts
 * @param {Surroundings} surroundings
 * @returns {Promise<Tally>}
 */
export function runVitest(project, surroundings) {
  return withReport(async (reportFile) => {
    const args = [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${reportFile}`,
    ];
    const endedWell = await succeeds(process.execPath, args, projectDir, surroundings);
    return judge(readReport(reportFile, fromVitest), endedWell);
  });
}

/**
 * @param {'e2e' | 'soak'} suite the folder of its configuration in test/
 * @param {Surroundings} surroundings
 * @returns {Promise<Tally>}
 */
export function runPlaywright(suite, { signal, env }) {
  return withReport(async (reportFile) => {
    const args = ['node_modules/playwright/cli.js', 'test', '-c', `test/${suite}/playwright.config.ts`, '--reporter=list,json'];
    const endedWell = await succeeds(process.execPath, args, projectDir, {
      signal,
      env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile },
    });
    return judge(readReport(reportFile, fromPlaywright), endedWell);
  });
}

/**
 * The Go tests with the race detector, which needs cgo. Output of what passes is left out.
 * @param {Surroundings} surroundings
 * @returns {Promise<Tally>}
 */
export async function runGoTests(surroundings) {
  const go = findGo(surroundings.env, readVersions().go);
  const counted = new GoTally();
  /** @type {Map<string, string[]>} */
  const output = new Map();
  const env = { ...surroundings.env, CGO_ENABLED: '1' };
  const endedWell = await succeeds(
    go.command,
    ['test', '-race', '-json', './...'],
    path.join(projectDir, 'pusher'),
    { ...surroundings, env },
    (line) => {
      /** @type {{ Action?: string, Package?: string, ImportPath?: string, Test?: string, Output?: string, Elapsed?: number }} */
      let event;
      try {
        event = JSON.parse(line);
      } catch {
        process.stdout.write(`${line}\n`);
        return;
      }
      counted.add(event);
      const key = `${event.Package ?? event.ImportPath ?? ''} ${event.Test ?? ''}`;
      if (event.Output !== undefined) output.set(key, [...(output.get(key) ?? []), event.Output]);
      if (event.Action === 'build-output') process.stdout.write(event.Output ?? '');
      if (event.Action === 'fail') process.stdout.write((output.get(key) ?? []).join(''));
      if (event.Test === undefined && (event.Action === 'pass' || event.Action === 'fail')) {
        process.stdout.write(`${event.Action === 'pass' ? 'ok  ' : 'FAIL'}  ${event.Package} (${event.Elapsed ?? 0} s)\n`);
      }
      if (event.Action !== 'output') output.delete(key);
    },
  );
  return judge(counted.tally, endedWell);
}

/**
 * @param {(reportFile: string) => Promise<Tally>} run
 * @returns {Promise<Tally>}
 */
async function withReport(run) {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'control-room-report-'));
  try {
    return await run(path.join(directory, 'report.json'));
  } finally {
    fs.rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * @template T
 * @param {string} file
 * @param {(report: T) => Tally} read
 */
function readReport(file, read) {
  try {
    return read(JSON.parse(fs.readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}
