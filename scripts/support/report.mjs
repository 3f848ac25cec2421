/**
 * Progress of one step, in whole lines, so that it reads the same in a terminal, a log file and a CI console.
 * @typedef {object} StepReport
 * @property {(text: string) => void} say a line, at once
 * @property {(text: string) => void} progress a line about how far it is, dropped when the last one is younger than the interval
 */

/**
 * @param {{ stream?: { write(text: string): unknown }, now?: () => number, progressIntervalMs?: number }} [options]
 */
export function createReport({ stream = process.stderr, now = () => performance.now(), progressIntervalMs = 5000 } = {}) {
  const startedAt = now();
  /** @param {string} name @param {string} text */
  const line = (name, text) => {
    const seconds = ((now() - startedAt) / 1000).toFixed(1).padStart(6);
    stream.write(`[${seconds} s] ${name.padEnd(16)} ${text}\n`);
  };
  return {
    /** Seconds since this report began. */
    elapsedSeconds: () => (now() - startedAt) / 1000,
    /** A text that stands on its own, outside any step. @param {string} text */
    notice: (text) => void stream.write(`${text}\n`),
    /**
     * @param {string} name
     * @returns {StepReport}
     */
    step(name) {
      let lastAt = now();
      return {
        say(text) {
          lastAt = now();
          line(name, text);
        },
        progress(text) {
          if (now() - lastAt < progressIntervalMs) return;
          lastAt = now();
          line(name, text);
        },
      };
    },
  };
}

/** @typedef {ReturnType<typeof createReport>} Report */
