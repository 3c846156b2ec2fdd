import { describe, expect, test } from 'vitest';
import type { Drill } from '../../../shared/drill.ts';
import { type Language, languages } from '../../../shared/language.ts';
import { renderHtml } from '../html.ts';
import { readNotice } from '../read-notice.ts';
import { renderText } from '../text.ts';
import { composeDrill } from './compose.ts';
import { sampleDrill } from './sample.ts';

const now = Date.parse('2026-11-23T07:00:12Z');
const config = {
  timeZone: 'Europe/Brussels',
  customer: 'finemeca',
  publicUrl: 'https://air.finemeca.be',
  dashboardUrl: undefined,
  acknowledgeSecret: undefined,
  airCost: { receiverLitres: 1000, pricePerKwh: 0.25 },
};
const drill = sampleDrill(now);
const of = (one: Drill = drill, language: Language = 'fr', airCost?: typeof config.airCost) =>
  composeDrill(one, { config: { ...config, airCost }, language, now });

test.each([
  ['fr', '● Essai réussi, aucune action requise : mesures et courriels passent'],
  ['en', '● Drill passed, nothing to do: readings and mails get through'],
  ['de', '● Probe bestanden, nichts zu tun: Messwerte und Mails kommen durch'],
  ['it', '● Prova riuscita, nulla da fare: misure ed e-mail arrivano'],
  ['nl', '● Oefening geslaagd, niets te doen: metingen en mails komen door'],
] as const)('the subject is the fact: %s', (language, subject) => expect(of(drill, language).subject).toBe(subject));

test('the text has every figure of the week, and says what its absence means', () => {
  expect(
    renderText(of(drill, 'fr', config.airCost)).split('\n-- ')[0],
  ).toBe(`● Essai réussi, aucune action requise : mesures et courriels passent
finemeca · du 16 nov. au 22 nov.

Ceci est un essai de la surveillance, pas une alerte.

Mesure d’essai : 92 ms (broker MQTT 4 ms · passerelle 21 ms · base de données 83 ms · annonce 84 ms · page en direct 92 ms)
Mesures, air comprimé : 60 462 (sur 60 480 attendues, il en manque 18)
Mesures, électricité : 40 320 (sur 40 320 attendues, il en manque 0)
Mesures, météo : 39 871 (sur 40 320 attendues, il en manque 449)
Mesures refusées : 2 (attendent d’être examinées par l’informatique)
Pannes de surveillance : 1 (14 min en tout)
Fuites : 2 (5 h 12 min en tout, minimum 4,58 bar)
Électricité : 4 812,6 kWh
Coût des fuites : ≈ 2,30 € (estimation, ≈ 9,3 kWh)

◌ Ce message vient chaque lundi vers 08:00. S’il ne vient pas, la surveillance ne fonctionne peut-être plus : appelez Anne, 0470 12 34 56.

Voir en direct :
https://air.finemeca.be/
`);
});

describe('what is not known is left out', () => {
  const text = (one: Drill, airCost?: typeof config.airCost) => renderText(of(one, 'fr', airCost));
  const { week } = drill;
  if (!week) throw new Error('the sample has a week');

  test('the cost of leaks where the site does not say what its air costs', () => {
    expect(text(drill)).not.toMatch(/€|Coût/);
  });
  test('the cost where there was no leak', () => {
    const leaks = { count: 0, ms: 0, fallenBar: 0 };
    expect(text({ ...drill, week: { ...week, leaks } }, config.airCost)).toMatch(/Fuites : aucune\n/);
    expect(text({ ...drill, week: { ...week, leaks } }, config.airCost)).not.toMatch(/€|Coût/);
  });
  test('dead letters and energy', () => {
    const { deadLetters, energyKwh, ...known } = week;
    expect(text({ ...drill, week: known })).not.toMatch(/refusées|kWh/);
  });
  test('the whole week', () => {
    const { week: _, ...rest } = drill;
    expect(text(rest)).toContain('Les chiffres de la semaine n’ont pas pu être lus.');
  });
  test('when the next one comes, where none is planned; whom to call is IT at least', () => {
    const { weekly, contact, ...rest } = drill;
    expect(text(rest)).not.toContain('Ce message vient');
    expect(text({ ...rest, ...(weekly && { weekly }) })).toContain('appelez l’informatique.');
  });
});

test.each(languages)('one that failed says where it stopped: %s', (language) => {
  const failed = composeDrill(sampleDrill(now, true), { config, language, now });
  expect(failed.subject).toMatch(/^■ .*gateway|^■ .*passerelle/i);
  expect(failed.figures[0]?.detail).toMatch(/^[^·]* 4 ms · [^·]* ✕$/);
  expect(failed.warnings).toHaveLength(3);
});

test.each([
  ['fr', 'L’essai précédent, à 07:00, a échoué.', '3 essais ont échoué avant celui-ci, le premier à 07:00.'],
  ['en', 'The drill before this one, at 07:00, failed.', '3 drills before this one failed, the first at 07:00.'],
] as const)('one that is repeated says so: %s', (language, once, often) => {
  const after = (count: number) =>
    of({ ...drill, failedBefore: { count, since: '2026-11-23T06:00:00.000Z' } }, language).warnings;
  expect(after(1)).toContain(once);
  expect(after(3)).toContain(often);
  expect(of(drill, language).warnings).toHaveLength(1);
});

test('one that waited says so', () => {
  const late = composeDrill(drill, { config, language: 'fr', now: now + 3_600_000 });
  expect(late.subject).toContain('(retardé)');
});

test('what comes from outside is escaped', () => {
  const html = renderHtml(of({ ...drill, contact: '<script>alert(1)</script>' }), undefined);
  expect(html).not.toContain('<script>');
});

describe('on the queue', () => {
  const read = (value: unknown) => readNotice(Buffer.from(JSON.stringify(value)));
  const repeated = { ...drill, failedBefore: { count: 2, since: '2026-11-23T06:00:00.000Z' } };
  test.each([drill, sampleDrill(now, true), repeated])('a drill is read as it was written', (one) => {
    expect(read(one)).toEqual({ notice: one });
  });
  test.each([
    ['a hop nobody knows', { ...drill, hops: [{ name: 'pigeon', state: 'passed' }] }],
    ['a day that is none', { ...drill, week: { ...drill.week, from: 'Monday' } }],
    ['a weekday that is none', { ...drill, weekly: { weekday: 8, minuteOfDay: 0 } }],
    ['no time', { ...drill, decidedAt: undefined }],
  ])('%s is no notice', (_, value) => expect(read(value)).toHaveProperty('problem'));
});
