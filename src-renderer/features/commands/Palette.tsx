import { Modal } from '@mantine/core';
import { useEffect, useId, useState, type KeyboardEvent } from 'react';
import { Icon } from '../../ui/icons.tsx';
import { useText } from '../../ui/text.ts';
import { findEntries, matchOf, type PaletteEntry } from './palette-entries.ts';
import './palette.css';

function Label({ label, query }: { label: string; query: string }) {
  const match = matchOf(label, query.trim());
  if (!match) return <span className="cr-ellipsis">{label}</span>;
  return (
    <span className="cr-ellipsis">
      {label.slice(0, match[0])}
      <mark>{label.slice(...match)}</mark>
      {label.slice(match[1])}
    </span>
  );
}

/** Finds anything by its name. Mount it to open it. */
export function Palette({ entries, onClose }: { entries: readonly PaletteEntry[]; onClose: () => void }) {
  const text = useText();
  const listId = useId();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const [origin] = useState(() => document.activeElement);
  const found = findEntries(entries, query);
  const current = found[Math.min(chosen, found.length - 1)];

  useEffect(() => {
    if (current) document.getElementById(`${listId}-${current.id}`)?.scrollIntoView({ block: 'nearest' });
  }, [current, listId]);

  const close = () => {
    onClose();
    if (origin instanceof HTMLElement) requestAnimationFrame(() => origin.focus({ preventScroll: true }));
  };
  const run = (entry: PaletteEntry) => {
    // The focus belongs to what the command opens.
    onClose();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setChosen((now) => (Math.min(now, found.length - 1) + step + found.length) % found.length);
    } else if (event.key === 'Enter' && current) {
      event.preventDefault();
      run(current);
    }
  };

  return (
    <Modal
      opened
      onClose={close}
      withCloseButton={false}
      size={680}
      padding={0}
      yOffset={120}
      aria-label={text('palette.label')}
      classNames={{ content: 'cr-palette' }}
      overlayProps={{ backgroundOpacity: 0.5, color: '#000' }}
    >
      <div className="cr-palette-query">
        <Icon name="search" size={18} />
        <input
          data-autofocus
          type="text"
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={current ? `${listId}-${current.id}` : undefined}
          aria-label={text('palette.label')}
          placeholder={text('top.search')}
          value={query}
          spellCheck={false}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <ul id={listId} role="listbox" aria-label={text('palette.results')} className="cr-palette-list">
        {found.map((entry) => (
          <li
            key={entry.id}
            id={`${listId}-${entry.id}`}
            role="option"
            aria-selected={entry === current}
            onClick={() => run(entry)}
            onMouseMove={() => setChosen(found.indexOf(entry))}
          >
            <Icon name={entry.icon} size={17} />
            <Label label={entry.label} query={query} />
            <small>
              {entry.keys
                ? entry.keys.map((key, index) => (
                    <kbd key={index} className="cr-kbd">
                      {key}
                    </kbd>
                  ))
                : entry.detail}
            </small>
          </li>
        ))}
      </ul>
      {found.length === 0 && (
        <p className="cr-palette-none" role="status">
          {text('palette.none', { query: query.trim() })}
        </p>
      )}
      <div className="cr-palette-foot">
        <span>
          <kbd className="cr-kbd">↑</kbd>
          <kbd className="cr-kbd">↓</kbd>
          {text('palette.move')}
        </span>
        <span>
          <kbd className="cr-kbd">{text('key.enter')}</kbd>
          {text('palette.open')}
        </span>
        <span className="cr-palette-hint">{text('palette.number')}</span>
        <span className="cr-grow" />
        <kbd className="cr-kbd">{text('key.escape')}</kbd>
      </div>
    </Modal>
  );
}
