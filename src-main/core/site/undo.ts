/** What can still be taken back: bounded in time and in number. */
import { AppError } from '#contract/faults.ts';
import type { Clock } from '../ports.ts';
import type { Removal } from './removal.ts';

const UNDO_LIFE_MS = 5 * 60_000;
const MAX_UNDOS = 20;

interface Entry {
  removal: Removal;
  cancelTimer: () => void;
}

export class UndoList {
  readonly #entries = new Map<string, Entry>();

  constructor(
    readonly clock: Clock,
    readonly randomId: () => string,
    /** Called once for every removal that can no longer be taken back. */
    readonly onExpired: (removal: Removal) => Promise<void>,
  ) {}

  add(removal: Removal): { undoId: string; expiresAt: number } {
    const undoId = this.randomId();
    this.#entries.set(undoId, { removal, cancelTimer: this.clock.after(UNDO_LIFE_MS, () => void this.#expire(undoId)) });
    const oldest = this.#entries.keys().next();
    if (this.#entries.size > MAX_UNDOS && !oldest.done) void this.#expire(oldest.value);
    return { undoId, expiresAt: this.clock.now() + UNDO_LIFE_MS };
  }

  /** Throws UNDO_EXPIRED; the entry stays until `settle`. */
  find(undoId: string): Removal {
    const entry = this.#entries.get(undoId);
    if (!entry) throw new AppError('UNDO_EXPIRED');
    return entry.removal;
  }

  /** The removal was taken back. */
  settle(undoId: string): void {
    this.#entries.get(undoId)?.cancelTimer();
    this.#entries.delete(undoId);
  }

  /** Nothing can be taken back any more. */
  async expireAll(): Promise<void> {
    for (const undoId of [...this.#entries.keys()]) await this.#expire(undoId);
  }

  async #expire(undoId: string): Promise<void> {
    const entry = this.#entries.get(undoId);
    this.settle(undoId);
    if (entry) await this.onExpired(entry.removal);
  }
}
