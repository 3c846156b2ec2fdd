import type { Language } from '../../shared/language.ts';
import type { RejectionCode } from '../../shared/outcome.ts';
import type { Catalogue } from './catalogue.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import { it } from './it.ts';
import { nl } from './nl.ts';

export type PanelId = keyof typeof fr.panels;
export type NoteId = keyof typeof fr.notes;
export type LabelKey = keyof typeof fr.labels;

/** A catalogue with all the keys of the French one: a text that is missing in a language is a type error. */
export interface Texts extends Catalogue {
  readonly dashboards: Readonly<Record<keyof typeof fr.dashboards, Catalogue['dashboards'][string]>>;
  readonly panels: Readonly<Record<PanelId, Catalogue['panels'][string]>>;
  readonly notes: Readonly<Record<NoteId, Catalogue['notes'][string]>>;
  readonly labels: Readonly<Record<LabelKey, string>>;
  readonly flags: Readonly<Record<keyof typeof fr.flags, string>>;
  readonly reasons: Readonly<Record<RejectionCode, string>>;
}

export const texts: Readonly<Record<Language, Texts>> = { fr, en, de, it, nl };
