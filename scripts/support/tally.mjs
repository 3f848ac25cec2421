/**
 * How a set of checks or tests went.
 * @typedef {{ passed: number, failed: number, skipped: number }} Tally
 */

/** @returns {Tally} */
export const none = () => ({ passed: 0, failed: 0, skipped: 0 });

/**
 * @param {Tally[]} tallies
 * @returns {Tally}
 */
export const sum = (tallies) =>
  tallies.reduce(
    (total, { passed, failed, skipped }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
    }),
    none(),
  );

/** @param {Tally} tally */
export const describe = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

/**
 * What a runner reported, held against how it ended: a runner that fails without a failed test, that ends early, or that
 * found nothing to run counts as one failure.
 * @param {Tally | null} reported null when there is no report
 * @param {boolean} endedWell
 * @returns {Tally}
 */
export function judge(reported, endedWell) {
  const tally = reported ?? none();
  const ranNothing = tally.passed + tally.failed === 0;
  return tally.failed === 0 && (!endedWell || ranNothing) ? { ...tally, failed: 1 } : tally;
}

/**
 * Vitest's `json` reporter. Files that could not be loaded have no tests and count as one failure each.
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests?: number, testResults: { status: string, assertionResults: unknown[] }[] }} report
 * @returns {Tally}
 */
export function fromVitest(report) {
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  };
}

/**
 * Playwright's `json` reporter. A test that passed only on a retry counts as failed.
 * @param {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number }, errors?: unknown[] }} report
 * @returns {Tally}
 */
export function fromPlaywright({ stats, errors = [] }) {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped };
}

/**
 * `go test -json` (go doc test2json), line by line. Tests with subtests count beside them; a package that fails without a
 * failed test, for instance because it does not compile, counts as one failure.
 */
export class GoTally {
  #tally = none();
  /** @type {Set<string>} */
  #packagesWithFailure = new Set();

  /** @param {{ Action?: string, Package?: string, Test?: string }} event */
  add({ Action: action, Package: package_ = '', Test: test }) {
    if (test === undefined) {
      if (action === 'fail' && !this.#packagesWithFailure.has(package_)) this.#tally.failed += 1;
      return;
    }
    if (action === 'pass') this.#tally.passed += 1;
    else if (action === 'skip') this.#tally.skipped += 1;
    else if (action === 'fail') {
      this.#tally.failed += 1;
      this.#packagesWithFailure.add(package_);
    }
  }

  /** @returns {Tally} */
  get tally() {
    return { ...this.#tally };
  }
}
