import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { languages } from '../shared/language.ts';
import { committedFile, committedNdjson } from './committed.ts';

// Writes what is committed for an import by hand: one file per language, for customer finemeca.
for (const language of languages) {
  const file = committedFile(language);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, committedNdjson(language));
}
