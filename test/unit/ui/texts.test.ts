import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { faults } from '../../../src-main/contract/faults.ts';
import { reasonKeys } from '../../../src-main/core/pushers/reasons.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const texts = JSON.parse(readFileSync(`${root}resources/locales/en.json`, 'utf8')) as Record<string, string>;

/** Every file of the renderer with this ending, as path from the project's root and text. */
const sources = (ending: string) =>
  readdirSync(`${root}src-renderer`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => ({ path: `src-renderer/${name}`, code: readFileSync(`${root}src-renderer/${name}`, 'utf8') }));

describe('texts', () => {
  test.each(Object.keys(faults))('%s has one sentence and a next step', (code) => {
    const title = texts[`fault.${code}.title`];
    expect(title).toMatch(/^(\p{Lu}|\{\{).*\.$/u);
    expect(title?.match(/[.!?](\s|$)/g), 'one sentence').toHaveLength(1);
    expect(texts[`fault.${code}.next`]).toMatch(/^\p{Lu}.*\.$/u);
  });

  test('no text is kept for a fault that does not exist', () => {
    const codes = Object.keys(texts).flatMap((key) => /^fault\.([A-Z_]+)\./.exec(key)?.[1] ?? []);
    expect(codes.filter((code) => !(code in faults))).toEqual([]);
  });

  test.each(reasonKeys)('%s has words', (key) => {
    expect(texts[key]).toBeTruthy();
  });

  test('a plural has both English forms', () => {
    const singular = Object.keys(texts).filter((key) => key.endsWith('_one'));
    const plural = Object.keys(texts).filter((key) => key.endsWith('_other'));
    expect(singular.map((key) => key.replace(/_one$/, '_other'))).toEqual(plural);
  });

  test('no text is empty or holds markup', () => {
    expect(Object.entries(texts).filter(([, value]) => value.trim() === '' || /<\w/.test(value))).toEqual([]);
  });

  /** Words a person would read, standing in code: JSX text, and attributes that are read or spoken. */
  const hardCoded = (code: string): string[] => {
    const inAttributes =
      code.match(/\b(title|label|placeholder|description|aria-label|alt)=(["'])[^"']*\p{L}{2}[^"']*\2/gu) ?? [];
    const inElements = [...code.matchAll(/<[a-zA-Z][^<>{}]*>\s*([^<>{}]*\p{L}{2}[^<>{}]*?)\s*<\//gu)].map(
      (match) => match[1] ?? '',
    );
    return [...inAttributes, ...inElements].filter((found) => !found.includes('rtsp://'));
  };

  test('the scan for words in code finds them', () => {
    expect(hardCoded('<button title="Close it">x</button>')).toHaveLength(1);
    expect(hardCoded('<p className="a">No cameras</p>')).toEqual(['No cameras']);
    expect(hardCoded("<p>{text('cameras.none')}</p>")).toEqual([]);
  });

  test('no words stand in components', () => {
    const found = sources('.tsx').flatMap(({ path, code }) => hardCoded(code).map((words) => `${path}: ${words}`));
    expect(found).toEqual([]);
  });
});

describe('style sheets', () => {
  const sides =
    /^\s*((margin|padding|border|inset)-(left|right|top|bottom)|left|right|top|bottom|float|(min-|max-)?(width|height))\b.*:/;
  /** Four values name sides: right and left may differ. */
  const fourValues = /^\s*(margin|padding|inset|border-width|border-radius):\s*(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s*;/;
  const physical = (css: string): string[] =>
    css.split('\n').filter((line) => {
      const four = fourValues.exec(line);
      return sides.test(line) || /text-align:\s*(left|right)/.test(line) || (four !== null && four[3] !== four[5]);
    });

  test('the scan for physical properties finds them', () => {
    expect(physical('  margin-left: 4px;\n  padding: 1px 2px 3px 4px;\n  text-align: right;\n  inline-size: 3px;')).toHaveLength(
      3,
    );
  });

  test('only logical properties are used, so that Arabic mirrors', () => {
    const found = sources('.css').flatMap(({ path, code }) => physical(code).map((line) => `${path}: ${line.trim()}`));
    expect(found).toEqual([]);
  });

  // What lies on a picture is dark in every theme, so its colours are its own.
  const onPictures = ['src-renderer/features/wall/tile.css', 'src-renderer/features/wall/enlarged-facts.css'];

  test('colours stand in the tokens, pure white and black apart', () => {
    const colour = /#[0-9a-f]{3,8}\b|\brgba?\([^)]*\)/gi;
    const found = sources('.css')
      .filter(({ path }) => !path.endsWith('tokens.css') && !onPictures.includes(path))
      .flatMap(({ path, code }) =>
        (code.match(colour) ?? []).filter((value) => !/^#(fff|000)$/i.test(value)).map((value) => `${path}: ${value}`),
      );
    expect(found).toEqual([]);
  });
});
