/** The smoke run: looks at the start wall until core has a verdict, and tells it. */
import type { ControlRoom } from '../core/control-room.ts';
import type { Clock } from '../core/ports.ts';
import { judgeSmoke, newSmoke, observeSmoke, smokeLines } from '../core/smoke.ts';
import type { Texts } from '../core/texts.ts';

const lookEveryMs = 250;

export interface SmokeOptions {
  room: ControlRoom;
  clock: Clock;
  texts: Texts;
  /** One JSON object instead of sentences. */
  json: boolean;
  say: (line: string) => void;
  /** 0 when every tile passed, otherwise 1. */
  onVerdict: (exitCode: number) => void;
}

export function runSmoke({ room, clock, texts, json, say, onVerdict }: SmokeOptions): void {
  let state = newSmoke(clock.monotonic());
  const timer = setInterval(() => {
    const facts = room.facts();
    state = observeSmoke(state, facts, clock.monotonic());
    const verdict = judgeSmoke(state, facts, clock.monotonic());
    if (verdict.result === 'running') return;
    clearInterval(timer);
    if (json) say(JSON.stringify(verdict));
    else smokeLines(verdict, texts).forEach(say);
    onVerdict(verdict.result === 'passed' ? 0 : 1);
  }, lookEveryMs);
}
