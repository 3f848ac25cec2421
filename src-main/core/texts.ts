/** Texts by key with parameters, as the locale files keep them: `{{name}}` in the text, `_one` and `_other` behind the key of a
 * text with a count. */
import type { Params } from '#contract/words.ts';

export type Texts = (key: string, params?: Params) => string;

/** A key without a text is shown as it is, so that it is noticed. */
export function createTexts(table: Readonly<Record<string, string>>, language: string): Texts {
  const plurals = new Intl.PluralRules(language);
  return (key, params = {}) => {
    const form = typeof params.count === 'number' ? plurals.select(params.count) : null;
    const text = (form === null ? undefined : table[`${key}_${form}`]) ?? table[key] ?? key;
    return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => String(params[name] ?? ''));
  };
}
