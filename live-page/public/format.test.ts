import { describe, expect, test } from 'vitest';
import { languages } from '../../shared/language.ts';
import { createFormat } from './format.ts';
import { texts } from './texts/all.ts';
import { chooseLanguage } from './texts/load.ts';

const at = Date.parse('2026-04-17T21:54:41Z');
const french = createFormat('fr', 'Europe/Brussels');

describe('numbers and times', () => {
  test.each([
    ['fr', '6,50', '+0,50'],
    ['en', '6.50', '+0.50'],
    ['de', '6,50', '+0,50'],
    ['it', '6,50', '+0,50'],
    ['nl', '6,50', '+0,50'],
  ] as const)('%s', (language, pressure, margin) => {
    const format = createFormat(language, 'Europe/Brussels');
    expect([format.pressure(6.5), format.margin(0.5), format.pressure(undefined)]).toEqual([pressure, margin, '–']);
    expect(format.margin(-0.69)).toMatch(/^\u22120[.,]69$/);
    expect(format.time(at, at)).toBe('23:54:41');
  });

  test('the date is said when it is another day at the site', () => {
    expect(french.time(at, at + 5 * 60_000)).toBe('23:54:41');
    expect(french.time(at, at + 6 * 60_000)).toBe('17 avr., 23:54:41');
  });

  test.each([
    [12_000, /12/],
    [119_000, /119/],
    [600_000, /10\smin/],
    [7_200_000, /2\sh/],
    [172_800_000, /2/],
  ])('an age of %d ms', (age, said) => expect(french.age(age)).toMatch(said));
});

test.each([
  ['de', ['fr-BE'], 'de'],
  [null, ['nl-BE', 'fr'], 'nl'],
  ['xx', ['pl', 'en-US'], 'en'],
  [null, ['pl'], 'fr'],
  [null, [], 'fr'],
])('asked for %s by a browser of %j: %s', (asked, preferred, chosen) =>
  expect(chooseLanguage(asked, preferred)).toBe(chosen),
);

test('no catalogue has an empty text, and each state has a word of its own', () => {
  for (const language of languages) {
    const { badges } = texts[language];
    expect(new Set(Object.values(badges)).size).toBe(Object.keys(badges).length);
    expect(JSON.stringify(texts[language])).not.toContain('""');
  }
});
