import { isLanguage, type Language } from '../../../shared/language.ts';
import type { Texts } from './texts.ts';

const load: Readonly<Record<Language, () => Promise<Texts>>> = {
  fr: async () => (await import('./fr.ts')).fr,
  en: async () => (await import('./en.ts')).en,
  de: async () => (await import('./de.ts')).de,
  it: async () => (await import('./it.ts')).it,
  nl: async () => (await import('./nl.ts')).nl,
};

/** What was asked for, else the first language of the browser that there is, else French. */
export function chooseLanguage(asked: string | null, preferred: readonly string[]): Language {
  const wanted = [asked ?? '', ...preferred].map((tag) => tag.toLowerCase().split('-')[0] ?? '');
  return wanted.find(isLanguage) ?? 'fr';
}

export const loadTexts = (language: Language): Promise<Texts> => load[language]();
