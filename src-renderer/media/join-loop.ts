/** Joins a room and joins it again for ever: the outer supervisor around an SDK that gives up. Knows neither LiveKit nor timers. */
import type { FaultCode } from '#contract/faults.ts';

/** A room that has been joined. */
export interface JoinedRoom {
  /** Settles when the room is lost for good, after the SDK's own attempts. Never rejects. */
  lost: Promise<void>;
  leave(): Promise<void>;
}

export interface JoinState {
  phase: 'joining' | 'joined' | 'waiting' | 'refused' | 'closed';
  /** Tries since the last healthy stay. */
  attempt: number;
  /** When the next try begins, in the clock's milliseconds; only while `waiting`. */
  nextTryAtMs: number | null;
  code: FaultCode | null;
}

export interface JoinLoopParts {
  /** Mints a fresh token and joins with it. Rejects with anything. */
  join(signal: AbortSignal): Promise<JoinedRoom>;
  /** What a rejection means. Only `VIEWER_REFUSED` (a token minted a moment ago was refused) ends the tries. */
  codeOf(error: unknown): FaultCode;
  nowMs(): number;
  /** Resolves after the delay, or as soon as the signal is aborted. */
  wait(delayMs: number, signal: AbortSignal): Promise<void>;
  /** From 0 to 1. */
  random(): number;
}

export const backOff = { firstMs: 250, longestMs: 5_000, healthyAfterMs: 10_000 } as const;

/** Doubles per attempt up to the longest, spread over 50 to 100 % so that many workstations do not come back at once. */
export function backOffDelayMs(attempt: number, random: number): number {
  const full = Math.min(backOff.longestMs, backOff.firstMs * 2 ** Math.min(attempt - 1, 16));
  return full * (0.5 + random / 2);
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

export class JoinLoop {
  #state: JoinState = { phase: 'joining', attempt: 0, nextTryAtMs: null, code: null };
  readonly #closed = new AbortController();
  #wake = new AbortController();

  constructor(private readonly parts: JoinLoopParts) {}

  get state(): JoinState {
    return this.#state;
  }

  /** Runs until `close`. */
  async run(): Promise<void> {
    const closed = this.#closed.signal;
    let attempt = 0;
    while (!closed.aborted) {
      attempt += 1;
      this.#wake = new AbortController();
      this.#state = { phase: 'joining', attempt, nextTryAtMs: null, code: this.#state.code };
      const joinedAtMs = await this.#stay(attempt);
      if (closed.aborted) break;
      if (joinedAtMs !== null && this.parts.nowMs() - joinedAtMs >= backOff.healthyAfterMs) attempt = 0;
      await this.#pause(attempt);
      if (this.#wake.signal.aborted) attempt = 0;
    }
    this.#state = { phase: 'closed', attempt: 0, nextTryAtMs: null, code: null };
  }

  /** A person (or a restarted media server) asks for another try now; it also unlocks a refusal. */
  retryNow(): void {
    if (this.#state.phase === 'waiting' || this.#state.phase === 'refused') this.#wake.abort();
  }

  close(): void {
    this.#closed.abort();
    this.#wake.abort();
  }

  /** One try and the stay that follows. When it began to be joined, or null if it never was. */
  async #stay(attempt: number): Promise<number | null> {
    let room: JoinedRoom;
    try {
      room = await this.parts.join(this.#closed.signal);
    } catch (error) {
      const code = this.parts.codeOf(error);
      this.#state = { phase: code === 'VIEWER_REFUSED' ? 'refused' : 'waiting', attempt, nextTryAtMs: null, code };
      return null;
    }
    const joinedAtMs = this.parts.nowMs();
    this.#state = { phase: 'joined', attempt, nextTryAtMs: null, code: null };
    await Promise.race([room.lost, aborted(this.#closed.signal)]);
    await room.leave();
    this.#state = { phase: 'waiting', attempt, nextTryAtMs: null, code: 'ROOM_UNREACHABLE' };
    return joinedAtMs;
  }

  async #pause(attempt: number): Promise<void> {
    const wake = this.#wake.signal;
    if (this.#state.phase === 'refused') return aborted(wake);
    const delayMs = backOffDelayMs(Math.max(1, attempt), this.parts.random());
    this.#state = { ...this.#state, phase: 'waiting', nextTryAtMs: this.parts.nowMs() + delayMs };
    await this.parts.wait(delayMs, wake);
  }
}
