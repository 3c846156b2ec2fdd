import type { Language } from '../language.ts';
import type { Finding } from './finding.ts';
import { de } from './texts/de.ts';
import { en } from './texts/en.ts';
import { fr } from './texts/fr.ts';
import { it } from './texts/it.ts';
import { nl } from './texts/nl.ts';
import type { StatusTexts } from './texts/texts.ts';

export const statusTexts: Readonly<Record<Language, StatusTexts>> = { fr, en, de, it, nl };

/** A finding in words. */
export interface Said {
  readonly what: string;
  readonly health: string;
  readonly words: string;
  readonly next?: string;
}

/** Says a finding in a language. */
export function say(finding: Finding, language: Language): Said {
  const texts = statusTexts[language];
  const { part, name, health, says, values = {}, next } = finding;
  const what = part === 'service' ? (name ?? '') : [texts.parts[part], name].filter(Boolean).join(' ');
  return {
    what,
    health: texts.healths[health],
    words: fill(texts.says[says], values, language),
    ...(next && { next: fill(texts.next[next], values, language) }),
  };
}

/** A text with its placeholders filled in. */
export function fill(text: string, values: Readonly<Record<string, string | number>>, language: Language): string {
  return text.replace(/\{(\w+)\}/g, (_placeholder, key: string) => {
    const value = values[key];
    if (typeof value !== 'number') return value ?? '?';
    if (key === 'age') return duration(value, language);
    if (key === 'bytes') return bytes(value, language);
    return value.toLocaleString(language);
  });
}

/** `45 s`, `12 min`, `5 h`, `3 days` */
function duration(ms: number, language: Language): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`;
  const days = Math.round(seconds / 86_400);
  return new Intl.NumberFormat(language, { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(days);
}

/** `3.4 GB`, in French `3,4 Go` */
function bytes(value: number, language: Language): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
  const power = Math.min(units.length - 1, value > 0 ? Math.floor(Math.log10(value) / 3) : 0);
  const digits = power === 0 ? 0 : 1;
  const format = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(language, { style: 'unit', unit: units[power], ...format }).format(
    value / 1000 ** power,
  );
}
