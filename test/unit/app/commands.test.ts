import { describe, expect, test } from 'vitest';
import { createKeyReader, nameOfPress, type KeyContext, type KeyPress } from '../../../src-renderer/features/commands/keys.ts';
import { findEntries, matchOf, type PaletteEntry } from '../../../src-renderer/features/commands/palette-entries.ts';

const press = (key: string, change: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  ...change,
});
const free: KeyContext = { busy: false, singleKeys: true };

describe('keys', () => {
  test('names', () => {
    expect(nameOfPress(press('k', { ctrlKey: true }))).toBe('Ctrl+K');
    expect(nameOfPress(press('k', { metaKey: true })), 'a Mac').toBe('Ctrl+K');
    expect(nameOfPress(press('F11'))).toBe('F11');
  });

  test('a sequence needs its second key in time', () => {
    const read = createKeyReader();
    expect(read(press('g'), free, 0)).toBe('pending');
    expect(read(press('c'), free, 1000)).toBe('place.cameras');
    expect(read(press('c'), free, 1100), 'the sequence is over').toBeNull();
    expect(read(press('g'), free, 2000)).toBe('pending');
    expect(read(press('s'), free, 4000), 'too late').toBeNull();
  });

  test('a key that does not go on begins anew', () => {
    const read = createKeyReader();
    expect(read(press('g'), free, 0)).toBe('pending');
    expect(read(press('g'), free, 100)).toBe('pending');
    expect(read(press('w'), free, 200)).toBe('place.wall');
    expect(read(press('g'), free, 300)).toBe('pending');
    expect(read(press('k', { ctrlKey: true }), free, 400)).toBe('palette');
    expect(read(press('w'), free, 500)).toBeNull();
  });

  test('while typing, and with single keys off, only chords work', () => {
    const read = createKeyReader();
    for (const context of [
      { busy: true, singleKeys: true },
      { busy: false, singleKeys: false },
    ]) {
      expect(read(press('g'), context, 0)).toBeNull();
      expect(read(press('?'), context, 0)).toBeNull();
      expect(read(press('k', { ctrlKey: true }), context, 0)).toBe('palette');
      expect(read(press('F11'), context, 0)).toBe('fullScreen');
    }
  });

  test('a held key and a bare modifier do nothing', () => {
    const read = createKeyReader();
    expect(read(press('F11', { repeat: true }), free, 0)).toBeNull();
    expect(read(press('g'), free, 0)).toBe('pending');
    expect(read(press('Shift'), free, 10)).toBeNull();
    expect(read(press('w'), free, 20)).toBe('place.wall');
  });
});

describe('palette', () => {
  const entry = (label: string, number?: number): PaletteEntry => ({
    id: label,
    icon: 'cameras',
    label,
    detail: '',
    ...(number === undefined ? {} : { number }),
    run: () => undefined,
  });
  const entries = [entry('Reload layout'), entry('Platform loading', 3), entry('Loading dock 2', 17), entry('Café', 4)];
  const found = (query: string) => findEntries(entries, query).map(({ label }) => label);

  test('a label that begins with it, then a word that does, then any', () => {
    expect(found('load')).toEqual(['Loading dock 2', 'Platform loading', 'Reload layout']);
  });
  test('a number goes to that camera first', () => {
    expect(found('17')).toEqual(['Loading dock 2']);
    expect(found('2')).toEqual(['Loading dock 2']);
  });
  test('accents do not matter', () => {
    expect(found('cafe')).toEqual(['Café']);
    expect(matchOf('Café', 'FÉ')).toEqual([2, 4]);
  });
  test('nothing typed shows all, nothing found shows none', () => {
    expect(found(' ')).toHaveLength(4);
    expect(found('xyz')).toEqual([]);
  });
});
