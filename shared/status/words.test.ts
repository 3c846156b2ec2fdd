import { describe, expect, test } from 'vitest';
import { languages } from '../language.ts';
import { type Finding, overall } from './finding.ts';
import { fill, say, statusTexts } from './words.ts';

/** Every text of a language, by its place. */
const leaves = (texts: object, path = ''): [string, string][] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${path}${key}`, value] as [string, string]]
      : leaves(value as object, `${path}${key}.`),
  );
const placeholdersOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe.each(languages)('%s', (language) => {
  test('has the placeholders of English, and no text is empty', () => {
    const english = leaves(statusTexts.en).map(([path, text]) => [path, placeholdersOf(text)]);
    expect(leaves(statusTexts[language]).map(([path, text]) => [path, placeholdersOf(text)])).toEqual(english);
    expect(leaves(statusTexts[language]).filter(([, text]) => text.trim() === '')).toEqual([]);
  });
});

test.each([
  ['en', '{age}', { age: 45_000 }, '45 s'],
  ['en', '{age}', { age: 12 * 60_000 }, '12 min'],
  ['en', '{age}', { age: 5 * 3_600_000 }, '5 h'],
  ['en', '{age}', { age: 3 * 86_400_000 }, '3 days'],
  ['fr', 'il y a {age}', { age: 3 * 86_400_000 }, 'il y a 3\u00a0jours'],
  ['en', '{bytes}', { bytes: 3_400_000_000 }, '3.4 GB'],
  ['de', '{bytes}', { bytes: 3_400_000_000 }, '3,4\u00a0GB'],
  ['fr', '{bytes}', { bytes: 3_400_000_000 }, '3,4\u202fGo'],
  ['en', '{used} of {limit}', { used: 12, limit: 1000 }, '12 of 1,000'],
  ['en', '{list}', { list: 'air {age} 1' }, 'air {age} 1'],
  ['en', '{unknown}', {}, '?'],
] as const)('%s: %s', (language, text, values, expected) => {
  expect(fill(text, values as Record<string, string | number>, language)).toBe(expected);
});

test.each([
  [{ part: 'service', name: 'gateway-air', health: 'ok', says: 'ready' }, 'gateway-air', 'prêt', undefined],
  [
    {
      part: 'sensor',
      name: 'air air-1',
      health: 'broken',
      says: 'silent-sensor',
      values: { age: 7_200_000 },
      next: 'check-sensor',
    },
    'Capteur air air-1',
    'MUET, dernière mesure il y a 2 h',
    /^vérifiez alimentation/,
  ],
] as const)('a finding in French: %o', (finding, what, words, next) => {
  const said = say(finding, 'fr');
  expect([said.what, said.words]).toEqual([what, words]);
  if (next) expect(said.next).toMatch(next);
  else expect(said.next).toBeUndefined();
});

const of = (...healths: readonly Finding['health'][]): Finding[] =>
  healths.map((health) => ({ part: 'disk', health, says: 'none' }));

test.each([
  [of('ok', 'not-watched'), 'ok', 0],
  [of('ok', 'warning', 'warning'), 'warning', 2],
  [of('warning', 'broken'), 'broken', 1],
] as const)('the worst counts', (findings, health, about) => {
  const found = overall(findings);
  expect([found.health, found.about.length]).toEqual([health, about]);
});
