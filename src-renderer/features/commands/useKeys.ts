import { useEffect, useRef } from 'react';
import { createKeyReader, type CommandId } from './keys.ts';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=button])'));

/** Runs commands by their keys anywhere in the window. */
export function useKeys(run: (command: CommandId) => void, singleKeys: boolean): void {
  const latest = useRef({ run, singleKeys });
  useEffect(() => {
    latest.current = { run, singleKeys };
  });
  useEffect(() => {
    const read = createKeyReader();
    const onKeyDown = (event: KeyboardEvent) => {
      const busy = isTyping(event.target) || document.querySelector('[role=dialog]') !== null;
      const command = read(event, { busy, singleKeys: latest.current.singleKeys }, performance.now());
      if (command === null) return;
      event.preventDefault();
      event.stopPropagation();
      if (command !== 'pending') latest.current.run(command);
    };
    // First of all listeners: the second key of a sequence must not also be a key of the place.
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
}
