/** The wall's keys, while the wall is the place that is open and nobody is typing. */
import { useEffect, useRef } from 'react';
import { wallActionOf, type WallAction } from './wall-keys.ts';

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));

/** Keys that also work controls are the wall's only where no control has the focus. */
function isForWall(action: WallAction, target: EventTarget | null): boolean {
  if (action.do !== 'move' && action.do !== 'enlarge' && action.do !== 'carry' && action.do !== 'clear') return true;
  return !(target instanceof Element) || target === document.body || target.closest('.cr-wall-grid') !== null;
}

const hasDialog = () => document.querySelector('[role=dialog], [role=menu]') !== null;

export function useWallKeys(run: (action: WallAction) => void, isActive: boolean, singleKeys: boolean): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!isActive) return undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target) || hasDialog()) return;
      const action = wallActionOf(event, singleKeys);
      if (!action || !isForWall(action, event.target)) return;
      event.preventDefault();
      latest.current(action);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [isActive, singleKeys]);
}
