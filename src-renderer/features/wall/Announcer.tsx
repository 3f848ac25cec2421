import { useEffect, useState } from 'react';
import { createStore, useStore } from '../../bridge/store.ts';
import { formatNumber } from '../../ui/format.ts';
import { text } from '../../ui/text.ts';
import { changesBetween } from './announcements.ts';
import type { TileView } from './tile-view.ts';
import { board } from './wall-board.ts';
import { stateWord } from './wording.ts';

const calmEveryMs = 5_000;
/** Named one by one; the rest is a number. */
const mostNamed = 3;

/** Said by what a person just did, for instance picking up a tile. */
const said = createStore('');
export const announce = (sentence: string): void => said.set(sentence);

const sentence = (tile: TileView) =>
  text('wall.announce.state', { number: formatNumber(tile.number), name: tile.name, state: stateWord(tile).toLocaleLowerCase() });

function sentences(tiles: readonly TileView[]): string {
  const named = tiles.slice(0, mostNamed).map(sentence);
  const rest = tiles.length - named.length;
  return [...named, ...(rest > 0 ? [text('wall.announce.more', { count: rest })] : [])].join(' ');
}

/** Live regions: seen by nobody, read by screen readers. */
export function Announcer() {
  const own = useStore(said);
  const [urgent, setUrgent] = useState('');
  const [calm, setCalm] = useState('');
  useEffect(() => {
    let before = board.tiles.get();
    let waiting = new Map<string, TileView>();
    const end = board.tiles.subscribe(() => {
      const after = board.tiles.get();
      const changes = changesBetween(before, after);
      before = after;
      if (changes.urgent.length > 0) setUrgent(sentences(changes.urgent));
      for (const tile of changes.urgent) waiting.delete(tile.cameraId);
      for (const tile of changes.calm) waiting.set(tile.cameraId, tile);
    });
    const timer = setInterval(() => {
      if (waiting.size === 0) return;
      setCalm(sentences([...waiting.values()]));
      waiting = new Map();
    }, calmEveryMs);
    return () => {
      end();
      clearInterval(timer);
    };
  }, []);
  return (
    <div className="cr-hidden">
      <div role="alert">{urgent}</div>
      <div role="status">{calm}</div>
      <div role="status">{own}</div>
    </div>
  );
}
