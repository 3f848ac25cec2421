import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createTexts, type Texts } from '../core/texts.ts';

/** The texts of one language, from its locale file. */
export function loadTexts(localesDir: string, language: string): Texts {
  const table = JSON.parse(readFileSync(path.join(localesDir, `${language}.json`), 'utf8')) as Record<string, string>;
  return createTexts(table, language);
}
