/** Every word a person reads, by key. Keys are checked by the compiler against the English file. */
import i18next from 'i18next';
import { useTranslation, initReactI18next } from 'react-i18next';
import type { FaultCode } from '#contract/faults.ts';
import type { Params } from '#contract/words.ts';
import en from '../../resources/locales/en.json';

type Flat = keyof typeof en;
/** A key as code names it: without the plural ending, which `count` chooses. */
export type TextKey = Flat extends infer K ? (K extends `${infer Base}_${'one' | 'other'}` ? Base : K) : never;

void i18next.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: en } },
  initAsync: false,
  // Keys are flat, and React escapes what it shows.
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  returnNull: false,
});

export type Text = (key: TextKey, params?: Params) => string;

/** Outside React. */
export const text: Text = (key, params) => i18next.t(key, params ?? {});

/** Inside React: the same function, and a new rendering when the language changes. */
export function useText(): Text {
  useTranslation();
  return text;
}

/** A key main chose. An unknown one falls back to `fallback`, never to the bare key. */
export function textOr(fallback: TextKey, key: string, params?: Params): string {
  return i18next.exists(key) ? i18next.t(key, params ?? {}) : text(fallback, params);
}

/** What is wrong, in one sentence. */
export const faultTitle = (code: FaultCode, params?: Params): string => text(`fault.${code}.title`, params);
/** What to do next; more exactly where the fault's `reason` has a text of its own. */
export function faultNext(code: FaultCode, params?: Params): string {
  const reason = params?.['reason'];
  return reason === undefined
    ? text(`fault.${code}.next`, params)
    : textOr(`fault.${code}.next`, `fault.${code}.reason.${reason}`, params);
}

/** The language texts and numbers are shown in. */
export const currentLanguage = (): string => i18next.language;
