import type { Language } from '../../../shared/language.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import { it } from './it.ts';
import { nl } from './nl.ts';
import type { Texts } from './texts.ts';

export const textsOf: Readonly<Record<Language, Texts>> = { fr, en, de, it, nl };
