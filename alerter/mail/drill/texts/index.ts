import type { Language } from '../../../../shared/language.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import { it } from './it.ts';
import { nl } from './nl.ts';
import type { DrillTexts } from './texts.ts';

export const drillTextsOf: Readonly<Record<Language, DrillTexts>> = { fr, en, de, it, nl };
