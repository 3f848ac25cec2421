/** The one table of keys. A binding is a chord (`Ctrl+K`) or a sequence of single keys (`G W`). */

export type CommandId = 'palette' | 'place.wall' | 'place.cameras' | 'place.settings' | 'keys' | 'addCamera' | 'fullScreen';

export interface KeyBinding {
  command: CommandId;
  /** Keys pressed one after the other; each as `Modifier+Key`, letters in capitals. */
  sequence: readonly string[];
  /** Works while a person types, and when single keys are switched off. */
  always: boolean;
}

export const keyBindings: readonly KeyBinding[] = [
  { command: 'palette', sequence: ['Ctrl+K'], always: true },
  { command: 'fullScreen', sequence: ['F11'], always: true },
  { command: 'place.wall', sequence: ['G', 'W'], always: false },
  { command: 'place.cameras', sequence: ['G', 'C'], always: false },
  { command: 'place.settings', sequence: ['G', 'S'], always: false },
  { command: 'keys', sequence: ['?'], always: false },
];

/** The part of a keyboard event that matters. */
export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  repeat: boolean;
}

/** How long the second key of a sequence may take. */
const SEQUENCE_WITHIN_MS = 1500;

/** `Ctrl+K` for a press of it; the Command key of a Mac counts as Ctrl. Shift shows in the character itself. */
export function nameOfPress(press: KeyPress): string {
  const key = press.key.length === 1 ? press.key.toUpperCase() : press.key;
  return `${press.ctrlKey || press.metaKey ? 'Ctrl+' : ''}${press.altKey ? 'Alt+' : ''}${key}`;
}

export interface KeyContext {
  /** The focus is in a text field, or a dialog is open. */
  busy: boolean;
  /** The setting that allows single keys. */
  singleKeys: boolean;
}

/** Takes presses one by one and says which command one completes, `pending` in the middle of a sequence, or null. */
export function createKeyReader(bindings: readonly KeyBinding[] = keyBindings) {
  let pressed: string[] = [];
  let lastAt = 0;
  return (press: KeyPress, context: KeyContext, nowMs: number): CommandId | 'pending' | null => {
    if (press.repeat || ['Shift', 'Control', 'Alt', 'Meta'].includes(press.key)) return null;
    if (nowMs - lastAt > SEQUENCE_WITHIN_MS) pressed = [];
    lastAt = nowMs;
    const usable = bindings.filter(({ always }) => always || (context.singleKeys && !context.busy));
    const begins = (keys: readonly string[]) =>
      usable.filter(({ sequence }) => keys.every((key, index) => sequence[index] === key));
    const next = [...pressed, nameOfPress(press)];
    const keys = begins(next).length > 0 ? next : next.slice(-1);
    const matching = begins(keys);
    const done = matching.find(({ sequence }) => sequence.length === keys.length);
    pressed = done || matching.length === 0 ? [] : keys;
    return done?.command ?? (matching.length > 0 ? 'pending' : null);
  };
}
