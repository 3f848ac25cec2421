/** The keys the wall reads by itself, for the table of all keys. */
import type { PlaceKey } from '../features/commands/KeysDialog.tsx';

export const wallKeys: readonly PlaceKey[] = [
  { keys: ['1 … 9'], does: 'keys.wall.open' },
  { keys: ['/'], does: 'keys.wall.find' },
  { keys: ['↑', '↓', '←', '→'], does: 'keys.wall.move' },
  { keys: ['Enter'], does: 'keys.wall.enlarge' },
  { keys: ['Esc'], does: 'keys.wall.back' },
  { keys: ['Shift Enter'], does: 'keys.wall.carry' },
  { keys: ['Delete'], does: 'keys.wall.clear' },
  { keys: ['I'], does: 'keys.wall.stats' },
  { keys: ['C'], does: 'keys.wall.tree' },
  { keys: ['A'], does: 'keys.wall.acknowledge' },
  { keys: ['N'], does: 'keys.wall.nextAlarm' },
];
