import type { Dispatch } from '../core/calls/dispatcher.ts';
import type { ControlRoom } from '../core/control-room.ts';
import type { Texts } from '../core/texts.ts';

export interface FirstStartOptions {
  room: ControlRoom;
  dispatch: Dispatch;
  texts: Texts;
  say: (line: string) => void;
}

/** On a first start the demo site is taken, as if the person at the command line had asked for it. */
export async function takeDemoIfNew({ room, dispatch, texts, say }: FirstStartOptions): Promise<void> {
  if (!room.isNewSite()) return;
  const result = await dispatch('demo.install', undefined, { windowId: 'command-line', role: 'operator' });
  say(result.ok ? texts('console.demoTaken') : texts(`fault.${result.error.code}.title`, result.error.params));
}
