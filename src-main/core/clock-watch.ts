/** Notices that somebody set the computer's clock: wall time moved otherwise than monotonic time did. */
import { statusOf, type Status } from '#contract/faults.ts';
import type { Clock, LogPort } from './ports.ts';

/** Less is what time daemons do all day. */
const JUMP_FROM_MS = 2_000;
const SHOWN_FOR_MS = 10 * 60_000;

export class ClockWatch {
  #offset: number;
  #jumps = 0;
  #status: Status | null = null;
  #shownUntil = 0;

  constructor(
    readonly clock: Clock,
    readonly log: LogPort,
    readonly onChange: () => void,
  ) {
    this.#offset = this.#currentOffset();
  }

  /** Counted since the start. */
  get jumps(): number {
    return this.#jumps;
  }

  statuses(): Status[] {
    return this.#status ? [this.#status] : [];
  }

  check(): void {
    const offset = this.#currentOffset();
    const movedMs = offset - this.#offset;
    this.#offset = offset;
    const now = this.clock.monotonic();
    if (Math.abs(movedMs) >= JUMP_FROM_MS) {
      const seconds = Math.round(movedMs / 1000);
      this.#jumps += 1;
      this.#status = statusOf('CLOCK_JUMPED', this.clock.now(), { seconds });
      this.#shownUntil = now + SHOWN_FOR_MS;
      this.log.write('warn', 'clock', 'the computer’s clock was set', { seconds });
      this.onChange();
    } else if (this.#status && now >= this.#shownUntil) {
      this.#status = null;
      this.onChange();
    }
  }

  #currentOffset(): number {
    return this.clock.now() - this.clock.monotonic();
  }
}
