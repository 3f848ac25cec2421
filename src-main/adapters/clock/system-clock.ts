/** Time as this computer keeps it. */
import type { Clock } from '../../core/ports.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, run) {
    const due = performance.now() + delayMs;
    let timer: NodeJS.Timeout;
    // Node cuts a delay to whole milliseconds. Run early, a caller that looks at the clock again would find its moment not yet
    // come, and nothing would wake it once more.
    const wait = (): void => {
      const left = due - performance.now();
      if (left > 0) timer = setTimeout(wait, Math.ceil(left));
      else run();
    };
    timer = setTimeout(wait, Math.ceil(delayMs));
    return () => clearTimeout(timer);
  },
};
