import { describe, expect, it } from 'vitest';
import { fromPlaywright, fromVitest, GoTally, judge, sum } from '../../../scripts/support/tally.mjs';

describe('fromVitest', () => {
  it('counts a file that could not be loaded as one failure', () => {
    const report = {
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 1,
      testResults: [
        { status: 'failed', assertionResults: [{}] },
        { status: 'failed', assertionResults: [] },
        { status: 'passed', assertionResults: [{}] },
      ],
    };
    expect(fromVitest(report)).toEqual({ passed: 3, failed: 2, skipped: 3 });
  });
});

describe('fromPlaywright', () => {
  it('does not let a retry hide a failure', () => {
    const report = { stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 1 }, errors: [{}] };
    expect(fromPlaywright(report)).toEqual({ passed: 5, failed: 3, skipped: 1 });
  });
});

describe('GoTally', () => {
  const count = (events: { Action: string; Package: string; Test?: string }[]) => {
    const counted = new GoTally();
    for (const event of events) counted.add(event);
    return counted.tally;
  };

  it('counts tests, not packages', () => {
    const events = [
      { Action: 'run', Package: 'a', Test: 'TestOne' },
      { Action: 'pass', Package: 'a', Test: 'TestOne' },
      { Action: 'skip', Package: 'a', Test: 'TestTwo' },
      { Action: 'pass', Package: 'a' },
      { Action: 'skip', Package: 'without-tests' },
    ];
    expect(count(events)).toEqual({ passed: 1, failed: 0, skipped: 1 });
  });

  it('counts a failed test once, although its package fails with it', () => {
    const events = [
      { Action: 'fail', Package: 'a', Test: 'TestOne' },
      { Action: 'fail', Package: 'a' },
    ];
    expect(count(events)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('counts a package that fails without a failed test, such as one that does not compile', () => {
    expect(count([{ Action: 'fail', Package: 'a' }])).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

describe('judge', () => {
  const passed = { passed: 2, failed: 0, skipped: 0 };
  it.each([
    ['a good run', passed, true, 0],
    ['failed tests', { passed: 1, failed: 3, skipped: 0 }, false, 3],
    ['a runner that fails with every test passed', passed, false, 1],
    ['a runner that left no report', null, false, 1],
    ['a run without tests', { passed: 0, failed: 0, skipped: 0 }, true, 1],
    ['a run of skipped tests only', { passed: 0, failed: 0, skipped: 4 }, true, 1],
  ])('%s', (_name, reported, endedWell, failed) => {
    expect(judge(reported, endedWell).failed).toBe(failed);
  });
});

it('sums up', () => {
  expect(
    sum([
      { passed: 1, failed: 2, skipped: 3 },
      { passed: 10, failed: 20, skipped: 30 },
    ]),
  ).toEqual({ passed: 11, failed: 22, skipped: 33 });
});
