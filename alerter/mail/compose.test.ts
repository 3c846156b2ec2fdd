import { describe, expect, test } from 'vitest';
import { type Language, languages } from '../../shared/language.ts';
import type { Notice } from '../notice.ts';
import { drawChart } from './chart.ts';
import { compose } from './compose.ts';
import { composeGroup } from './group.ts';
import { renderHtml } from './html.ts';
import { readNotice } from './read-notice.ts';
import { sampleCycle, sampleNotices } from './samples.ts';
import { judgeSmtp } from './smtp.ts';
import { renderText } from './text.ts';

const now = Date.parse('2026-11-24T13:05:12Z');
const config = {
  timeZone: 'Europe/Brussels',
  customer: 'finemeca',
  publicUrl: 'https://air.finemeca.be',
  dashboardUrl: 'https://k.finemeca.be/app/dashboards#/view/x?_g=(time:(from:now-1d,to:now))&_a=y',
  acknowledgeSecret: 'a secret of this test',
  airCost: undefined,
};
const samples = sampleNotices(now);
const [opened, , recovered] = samples as [Notice, Notice, Notice];
const of = (notice: Notice, language: Language = 'fr', at = now) => compose(notice, { config, language, now: at });
const leak = (more: Partial<Notice['incident']>, kind: Notice['kind'] = 'leak-opened'): Notice => ({
  ...opened,
  kind,
  incident: { ...opened.incident, ...more },
});

describe('the subject is the fact', () => {
  test.each([
    ['fr', '▲ Fuite : air-1 à 5,20 bar (ouverture 6,00) depuis 14:02'],
    ['en', '▲ Leak: air-1 at 5.20 bar (opening 6.00) since 14:02'],
    ['de', '▲ Leck: air-1 bei 5,20 bar (Öffnungsdruck 6,00) seit 14:02 Uhr'],
    ['it', '▲ Perdita: air-1 a 5,20 bar (apertura 6,00) dalle 14:02'],
    ['nl', '▲ Lek: air-1 op 5,20 bar (openingsdruk 6,00) sinds 14:02'],
  ] as const)('%s', (language, subject) => expect(of(opened, language).subject).toBe(subject));

  test.each([
    [
      'the date when it was not today',
      leak({ openedAt: '2026-11-23T13:02:00Z' }),
      '▲ Fuite : air-1 à 5,20 bar (ouverture 6,00) depuis le 23 nov. à 14:02',
    ],
    [
      'the year when it was not this one',
      leak({ openedAt: '2025-04-17T12:02:00Z' }),
      '▲ Fuite : air-1 à 5,20 bar (ouverture 6,00) depuis le 17 avr. 2025 à 14:02',
    ],
    [
      'readings that came late',
      leak({ late: true, openedAt: '2026-11-24T01:02:00Z' }),
      '▲ Fuite apprise en retard : air-1 à 5,20 bar (ouverture 6,00) depuis 02:02',
    ],
    [
      'a leak that was over before anybody knew',
      leak({ late: true, openedAt: '2026-11-24T01:02:00Z', closedAt: '2026-11-24T03:00:00Z', state: 'closed' }),
      '▲ Fuite passée, apprise en retard : air-1 de 02:02 à 04:00 (minimum 5,18)',
    ],
    [
      'what is not known is left out',
      { ...opened, incident: { ...opened.incident, lastPressure: undefined, openingPressure: undefined } as never },
      '▲ Fuite : air-1 depuis 14:02',
    ],
  ])('%s', (_, notice, subject) => expect(of(notice).subject).toBe(subject));

  test.each([
    ['fr', '2026-11-23T13:02:00Z', '2026-11-23T14:00:00Z', 'le 23 nov. de 14:02 à 15:00'],
    ['fr', '2026-11-22T13:02:00Z', '2026-11-23T14:00:00Z', 'du 22 nov. à 14:02 au 23 nov. à 15:00'],
    ['fr', '2026-11-23T13:02:00Z', '2026-11-24T12:00:00Z', 'du 23 nov. à 14:02 jusqu’à 13:00'],
    ['en', '2026-11-23T13:02:00Z', '2026-11-23T14:00:00Z', 'on 23 Nov from 14:02 to 15:00'],
    ['en', '2026-11-23T13:02:00Z', '2026-11-24T12:00:00Z', 'from 23 Nov, 14:02 to 13:00'],
    ['de', '2026-11-24T11:02:00Z', '2026-11-24T12:00:00Z', 'von 12:02 bis 13:00 Uhr'],
    ['de', '2026-11-23T13:02:00Z', '2026-11-23T14:00:00Z', 'am 23. Nov. von 14:02 bis 15:00 Uhr'],
    ['de', '2026-11-22T13:02:00Z', '2026-11-23T14:00:00Z', 'vom 22. Nov., 14:02 Uhr bis zum 23. Nov., 15:00 Uhr'],
    ['it', '2026-11-24T11:02:00Z', '2026-11-24T12:00:00Z', 'dalle 12:02 alle 13:00'],
    ['it', '2026-11-23T13:02:00Z', '2026-11-23T14:00:00Z', 'il 23 nov dalle 14:02 alle 15:00'],
    ['it', '2026-11-23T13:02:00Z', '2026-11-24T12:00:00Z', 'dal 23 nov, ore 14:02 alle 13:00'],
    ['nl', '2026-11-23T13:02:00Z', '2026-11-23T14:00:00Z', 'op 23 nov van 14:02 tot 15:00'],
    ['nl', '2026-11-22T13:02:00Z', '2026-11-24T12:00:00Z', 'van 22 nov, 14:02 tot 13:00'],
  ] as const)('%s, a span from %s to %s', (language, openedAt, closedAt, span) => {
    const past = of(leak({ late: true, openedAt, closedAt, state: 'closed' }), language);
    expect(past.headline).toContain(`air-1 ${span} (`);
  });

  test('a sensor that comes back in a leak is no all-clear', () => {
    const back = of(leak({ lastPressure: 4.6 }, 'sensor-back'));
    expect(back).toMatchObject({ state: 'leak', stateName: 'Fuite' });
    expect(back.subject).toMatch(/^▲ Capteur de retour : air-1 à 4,60 bar/);
    expect(of(leak({ lastPressure: 6 }, 'sensor-back')).state).toBe('normal');
  });

  test('a late mail says so from two minutes on', () => {
    expect(of(opened, 'fr', now + 120_000).subject).not.toContain('retardé');
    const late = of(opened, 'fr', now + 120_001);
    expect(late.subject).toBe('▲ Fuite : air-1 à 5,20 bar (ouverture 6,00) depuis 14:02 (retardé)');
    expect(late.warnings).toEqual(['Message retardé : décidé à 14:05, la situation a pu changer.']);
  });

  test('several things are counted, the worst first', () => {
    const mail = composeGroup(sampleCycle(now), { config, language: 'fr', now });
    expect(mail.subject).toBe('▲ 8 alertes : 6 fuites, 2 capteurs muets');
    expect(mail.items.map(({ state }) => state).join(' ')).toBe('leak leak leak leak leak leak silent silent');
    expect(mail.items[0]?.text).toBe('Fuite : air-3 à 4,93 bar (ouverture 6,00) depuis 14:02');
    const thousand = Array.from({ length: 1000 }, (_, index) => leak({ device: `air-${index}` }));
    const large = composeGroup(thousand, { config, language: 'fr', now });
    expect(large.items).toHaveLength(41);
    expect(large.items.at(-1)?.text).toBe('et 960 autres');
    expect(renderHtml(large, undefined).length).toBeLessThan(100_000);
  });
});

describe('the picture', () => {
  const ofChart = (notice: Notice) => {
    const { chart } = of(notice);
    return chart && { title: chart.texts.title, until: new Date(chart.until).toISOString(), drawn: drawChart(chart) };
  };
  const ended = '2022-04-17T13:25:00Z';
  const past = {
    ...leak({ late: true, state: 'closed', openedAt: '2022-04-17T11:00:00Z', closedAt: ended }, 'leak-recovered'),
    pressures: [-30, -20, -10, 0].map(
      (minute, place) => [Date.parse(ended) + minute * 60_000, 5 + place / 10] as const,
    ),
  };

  test('is of the last 24 h, and has the opening pressure drawn in', () => {
    const chart = ofChart(opened);
    expect(chart).toMatchObject({ title: 'Pression, dernières 24 h', until: opened.decidedAt });
    expect(chart?.drawn).toContain('>ouverture 6,00</text>');
  });
  test('is of its own day where a leak was over long ago, and shows its curve', () => {
    const chart = ofChart(past as Notice);
    expect(chart).toMatchObject({ title: 'Pression, 24 h → 17 avr. 2022 à 16:30', until: '2022-04-17T14:30:00.000Z' });
    expect(chart?.drawn.match(/<path d="M[^"]*L[^"]*" fill="none" stroke="#f87171"/g)).toHaveLength(1);
    expect(of(past as Notice).chart?.description).toMatch(/^Pression, 24 h → 17 avr. 2022 à 16:30 : minimum 5,00 bar/);
  });
});

describe('as HTML, what belongs together stays on one line', () => {
  const headline = (device: string) =>
    /<h1[^>]*>(.*)<\/h1>/.exec(renderHtml(of(leak({ device, lastPressure: 1000 })), undefined))?.[1];
  const whole = '<span style="white-space:nowrap">air-1</span>';
  test.each([
    ['a short name', 'air-1', `Fuite : ${whole}&nbsp;à 1&nbsp;000,00&nbsp;bar (ouverture 6,00) depuis 14:02`],
    [
      'a long one',
      'hall-nord-air-1',
      'Fuite : hall-nord-air-1&nbsp;à 1&nbsp;000,00&nbsp;bar (ouverture 6,00) depuis 14:02',
    ],
    [
      'one with HTML',
      '<b>air-1</b>',
      `Fuite : &lt;b&gt;${whole}&lt;/b&gt; à 1&nbsp;000,00&nbsp;bar (ouverture 6,00) depuis 14:02`,
    ],
  ])('%s', (_, device, html) => expect(headline(device)).toBe(html));
});

describe('what a leak costs', () => {
  const airCost = { receiverLitres: 1000, pricePerKwh: 0.25 };
  const costOf = (notice: Notice, language: Language = 'fr') => {
    const mail = compose(notice, { config: { ...config, airCost }, language, now });
    return renderText(mail).match(/^(Coût|Cost|Kosten|Costo) ?: .*$/m)?.[0];
  };
  test.each([
    ['fr', opened, 'Coût : ≈ 3 900 € par an (estimation, si elle continue ainsi)'],
    ['en', opened, 'Cost: ≈ €3,900 a year (an estimate, if it goes on like this)'],
    ['de', opened, 'Kosten: ≈ 3.900 € im Jahr (geschätzt, wenn es so weitergeht)'],
    ['fr', recovered, 'Coût : ≈ 0,96 € (estimation, pour toute sa durée)'],
    ['en', recovered, 'Cost: ≈ €0.96 (an estimate, for as long as it lasted)'],
    ['fr', leak({ fastestFall: undefined as never, closedAt: opened.decidedAt }, 'leak-recovered'), undefined],
    ['fr', leak({ closedAt: opened.incident.openedAt }, 'leak-recovered'), undefined],
    ['fr', samples.find(({ kind }) => kind === 'sensor-silent') as Notice, undefined],
  ] as const)('%s', (language, notice, line) => expect(costOf(notice, language)).toBe(line));

  test('is not said where the site does not say what air costs', () => {
    expect(renderText(of(opened))).not.toContain('Coût');
  });
});

describe('the links', () => {
  test('a dashboard opens at the time of the incident, whatever time its address had', () => {
    const url = of(opened).links[0]?.url ?? '';
    expect(url).not.toMatch(/[()' ]/);
    expect(decodeURIComponent(url)).toBe(
      "https://k.finemeca.be/app/dashboards#/view/x?_a=y&_g=(time:(from:'2026-11-24T12:02:12.000Z',to:'2026-11-24T13:20:12.000Z'))",
    );
  });
  test.each([
    ['open', opened, ['Voir en direct', 'Prendre en charge']],
    ['acknowledged', leak({ state: 'acknowledged' }), ['Voir en direct']],
    ['over', recovered, ['Voir en direct']],
    ['not stored', { ...opened, stored: undefined } as never, ['Voir en direct']],
  ])('%s', (_, notice, labels) => expect(of(notice).buttons.map(({ label }) => label)).toEqual(labels));
  test('without addresses there are none', () => {
    const bare = { ...config, publicUrl: undefined, dashboardUrl: undefined };
    const mail = compose(opened, { config: bare, language: 'fr', now });
    expect([...mail.buttons, ...mail.links]).toEqual([]);
  });
});

describe.each(languages)('in %s', (language) => {
  test.each(samples.map((notice) => [notice.id, notice] as const))('%s is complete and nothing is raw', (_, notice) => {
    const mail = of(notice, language);
    expect(mail.figures).toHaveLength(4);
    const text = renderText(mail);
    for (const rendered of [text, renderHtml(mail, 'cid:chart')]) {
      expect(rendered).not.toMatch(/undefined|NaN|Invalid|\[object/);
      expect(rendered).not.toMatch(/src="http/);
    }
    expect(text.startsWith(`${mail.subject}\n`)).toBe(true);
  });
});

test.each(['fr', 'en'] as const)('all mails in %s, word for word', async (language) => {
  const costed = { ...config, airCost: { receiverLitres: 1000, pricePerKwh: 0.25 } };
  const late = { ...recovered, incident: { ...recovered.incident, late: true } };
  const mails = [
    ...[...samples, late].map((notice) => compose(notice, { config: costed, language, now })),
    compose(opened, { config: costed, language, now: now + 3 * 3_600_000 }),
    composeGroup(sampleCycle(now), { config: costed, language, now }),
  ];
  // What is signed is tried elsewhere, and nobody reads it.
  const text = mails.map((mail) => renderText(mail).replace(/(acknowledge\/)\S+/g, '$1…'));
  await expect(text.join(`\n${'='.repeat(60)}\n\n`)).toMatchFileSnapshot(`texts/all-mails.${language}.txt`);
});

test('a notice is read back from its JSON; anything else says what is wrong', () => {
  for (const notice of samples) expect(readNotice(Buffer.from(JSON.stringify(notice)))).toEqual({ notice });
  expect(readNotice(Buffer.from([0xff]))).toEqual({ problem: 'The message is not JSON in UTF-8.' });
  expect(readNotice(Buffer.from(JSON.stringify({ ...opened, kind: 'fire' })))).toMatchObject({
    problem: expect.stringContaining('kind'),
  });
});

test.each([
  ['550 to a recipient', { responseCode: 550, command: 'RCPT TO' }, 'refused'],
  ['554 to the content', { responseCode: 554, command: 'DATA' }, 'refused'],
  ['452 to a recipient', { responseCode: 452, command: 'RCPT TO' }, 'postponed'],
  ['421 to a recipient', { responseCode: 421, command: 'RCPT TO' }, undefined],
  ['550 to the sender', { responseCode: 550, command: 'MAIL FROM' }, undefined],
  ['535 to the sign-on', { responseCode: 535, command: 'AUTH PLAIN' }, undefined],
  ['no connection', { code: 'ESOCKET', command: 'CONN' }, undefined],
])('%s', (_, error, kind) => {
  expect(judgeSmtp(Object.assign(new Error('x'), error))?.kind).toBe(kind);
});
