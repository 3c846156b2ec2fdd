import { expect, test } from 'vitest';
import { createCsv } from './csv.ts';

const day = {
  ...{
    day: '2022-10-30',
    deviceId: '12',
    device: '=HYPERLINK("http://x";"y")',
    readings: 2999,
    expected: 3000,
    missing: 1,
  },
  gaps: [{ from: '2022-10-30T00:30:00.000Z', to: '2022-10-30T00:31:00.000Z' }],
  ...{
    firstAt: '2022-10-29T22:00:10.000Z',
    lastAt: '2022-10-30T22:59:40.000Z',
    ingestedAt: '2022-10-30T22:59:41.000Z',
  },
  quality: ['counter-reset', 'spike'],
  ...{ consumption: 1234.5, firstIndex: 10, lastIndex: 1244.500001, startIndex: 10, endIndex: 1244.500001, resets: 1 },
};

test('French: semicolons, decimal commas, local times; a formula is harmless', () => {
  const { heading, line } = createCsv('fr', 'Europe/Brussels', true);
  expect(heading.split(';').slice(0, 4)).toEqual(['Jour', 'Identifiant', 'Appareil', 'Mesures reçues']);
  expect(line(day)).toBe(
    `${[
      ...['2022-10-30', '12', `"'=HYPERLINK(""http://x"";""y"")"`, '2999', '3000', '1'],
      ...['2022-10-30 02:30:00 – 2022-10-30 02:31:00', '2022-10-30 00:00:10', '2022-10-30 23:59:40'],
      ...['1234,5', '10', '1244,500001', '10', '1244,500001', '1', 'counter-reset spike'],
    ].join(';')}\r\n`,
  );
});

test('English: commas and decimal points; a day inside a gap has empty cells; no energy without a meter', () => {
  const { heading, line } = createCsv('en', 'Europe/Brussels', false);
  expect(heading).toBe(
    'Day,Identifier,Device,Readings received,Readings expected,Readings missing,Gaps,First reading,Last reading,Remarks\r\n',
  );
  const { firstAt: _f, lastAt: _l, ...empty } = { ...day, device: '-1, "b"', readings: 0, gaps: [], quality: [] };
  expect(line(empty)).toBe(`2022-10-30,12,"'-1, ""b""",0,3000,1,,,,\r\n`);
});

test('as many columns as headings, in every language', () => {
  for (const language of ['fr', 'en', 'de', 'it', 'nl'] as const) {
    const { heading, line } = createCsv(language, 'Europe/Brussels', true);
    const plain = { ...day, device: 'm' };
    const separator = language === 'en' ? ',' : ';';
    expect(heading.split(separator)).toHaveLength(line(plain).split(separator).length);
  }
});

test('small and large figures stay decimals', () => {
  const { line } = createCsv('en', 'Europe/Brussels', true);
  expect(line({ ...day, consumption: 0.000001, startIndex: 999_999_999.999999 })).toContain(
    ',0.000001,999999999.999999,',
  );
});
