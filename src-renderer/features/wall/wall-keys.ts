/** Which key does what on the wall. Pure; running it is the wall's business. */
import type { Direction } from './navigation.ts';

export type WallAction =
  | { do: 'move'; direction: Direction }
  | { do: 'enlarge' }
  | { do: 'back' }
  | { do: 'carry' }
  | { do: 'clear' }
  | { do: 'open-wall'; index: number }
  | { do: 'stats' }
  | { do: 'find' }
  | { do: 'tree' }
  | { do: 'acknowledge' }
  | { do: 'next-alarm' };

/** The part of a keyboard event that matters. */
export interface WallKeyPress {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
}

/** Single characters, which a person may switch off (WCAG 2.1.4). */
const characters: Readonly<Record<string, WallAction>> = {
  i: { do: 'stats' },
  '/': { do: 'find' },
  c: { do: 'tree' },
  a: { do: 'acknowledge' },
  n: { do: 'next-alarm' },
};

const arrows: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** Null: not a key of the wall. */
export function wallActionOf(press: WallKeyPress, singleKeys: boolean): WallAction | null {
  if (press.ctrlKey || press.altKey || press.metaKey) return null;
  const direction = arrows[press.key];
  if (direction) return { do: 'move', direction };
  if (press.key === 'Enter') return { do: press.shiftKey ? 'carry' : 'enlarge' };
  if (press.key === 'Escape') return { do: 'back' };
  if (press.key === 'Delete') return { do: 'clear' };
  if (!singleKeys) return null;
  if (/^[1-9]$/.test(press.key)) return { do: 'open-wall', index: Number(press.key) - 1 };
  return characters[press.key.toLowerCase()] ?? null;
}
