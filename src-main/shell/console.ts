/** Follows along in plain words: what starts, which cameras are live, what is wrong. */
import type { ControlRoom } from '../core/control-room.ts';
import { narrate, newNarration } from '../core/narration.ts';
import type { Clock } from '../core/ports.ts';
import type { Texts } from '../core/texts.ts';

const lookEveryMs = 250;

export interface FollowOptions {
  room: ControlRoom;
  clock: Clock;
  texts: Texts;
  say: (line: string) => void;
}

export function followAlong({ room, clock, texts, say }: FollowOptions): void {
  let state = newNarration(clock.monotonic());
  setInterval(() => {
    const told = narrate(state, room.facts(), { wall: clock.now(), monotonic: clock.monotonic() }, texts);
    state = told.state;
    told.lines.forEach(say);
  }, lookEveryMs);
}
