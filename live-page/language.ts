import type { Request } from 'express';
import { type Language, languages } from '../shared/language.ts';

/** The language of a page made here: `?lang`, else the browser's, else French. */
export function languageOf(request: Request): Language {
  const { lang } = request.query;
  const known = languages.find((language) => language === lang);
  return known ?? ((request.acceptsLanguages([...languages]) || 'fr') as Language);
}
