/** What the palette finds, and in which order. Pure. */
import type { IconName } from '../../ui/icons.tsx';
import { compareNames } from '../../ui/format.ts';

export interface PaletteEntry {
  id: string;
  icon: IconName;
  label: string;
  /** What kind of thing it is, or how it is. */
  detail: string;
  /** Its keys, one after the other. */
  keys?: readonly string[];
  /** Cameras answer to their number, too. */
  number?: number;
  run: () => void;
}

/** Nobody reads further down. */
const MOST = 12;

/** Where the query stands in the label, as [begin, end); null where it does not. Case and accents do not count. */
export function matchOf(label: string, query: string): readonly [number, number] | null {
  const plain = (value: string) =>
    [...value]
      .map((character) => character.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().slice(0, 1) || character)
      .join('');
  const at = plain(label).indexOf(plain(query));
  return at < 0 || query === '' ? null : [at, at + query.length];
}

/** Best first: the camera of that number, then labels that begin with the query, begin a word with it, hold it. */
export function findEntries(entries: readonly PaletteEntry[], typed: string): PaletteEntry[] {
  const query = typed.trim();
  if (query === '') return entries.slice(0, MOST);
  const rank = (entry: PaletteEntry): number | null => {
    if (entry.number !== undefined && /^\d+$/.test(query) && Number(query) === entry.number) return 0;
    const match = matchOf(entry.label, query);
    if (!match) return null;
    if (match[0] === 0) return 1;
    return /[\s\p{P}]/u.test(entry.label[match[0] - 1] ?? '') ? 2 : 3;
  };
  return entries
    .map((entry) => ({ entry, rank: rank(entry) }))
    .filter((found): found is { entry: PaletteEntry; rank: number } => found.rank !== null)
    .sort((a, b) => a.rank - b.rank || compareNames(a.entry.label, b.entry.label))
    .slice(0, MOST)
    .map(({ entry }) => entry);
}
