import { join } from 'node:path';
import type { Language } from '../shared/language.ts';
import { savedObjectsOf, toNdjson } from './saved-objects.ts';

/** The file for an import by hand through Kibana's own page. */
export const committedFile = (language: Language): string =>
  join(import.meta.dirname, 'saved-objects', `finemeca-${language}.ndjson`);

export const committedNdjson = (language: Language): string =>
  toNdjson(savedObjectsOf({ customer: 'finemeca', language, readingPeriodSeconds: 30 }));
