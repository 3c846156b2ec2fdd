import { expect, it } from 'vitest';
import type { PartState } from './look.ts';
import { countsOf } from './metrics.ts';
import { age, renderLine, renderTable, type View, whole } from './table.ts';

const counts = { ...countsOf([], 'air'), received: 26012, queued: 12, stored: 25950, duplicates: 50, rejected: 3 };
const ready = (group: string, name: string): PartState => ({ group, name, state: 'ready', missing: [] });
const view: View = {
  rows: [
    { type: 'air', counts, latest: { words: 'air-1 5.21 bar', ageSeconds: 1.2 } },
    { type: 'centrale', counts, latest: { words: 'centrale-1 148,226.9 kWh', ageSeconds: 300 } },
    { type: 'devicev01', counts: countsOf([], 'devicev01'), latest: undefined },
  ],
  parts: [
    ready('servers', 'mosquitto'),
    { group: 'servers', name: 'mail', state: 'ended', missing: [] },
    ready('gateways', 'air'),
    { group: 'gateways', name: 'centrale', state: 'not ready', missing: ['mqtt', 'activemq'] },
  ],
  notice: { symbol: '▲', words: 'leak: air-1 5.21 bar, below its opening pressure of 6.00 bar' },
};

it('shows a row per sensor type, the parts, and the leak', () => {
  expect(`${renderTable(view, { columns: 120, colour: false }).join('\n')}`).toMatchInlineSnapshot(`
    "
      sensors   received queued  stored duplicates rejected latest
    ● air         26,012     12  25,950         50        3 air-1 5.21 bar, 1 s ago
    ◌ centrale    26,012     12  25,950         50        3 centrale-1 148,226.9 kWh, 5 min ago
    ◌ devicev01        0      0       0          0        0 nothing yet

      servers   ● ready: mosquitto   ▲ ended: mail
      gateways  ● ready: air   ■ not ready: centrale (waits for mqtt and activemq)

    ▲ leak: air-1 5.21 bar, below its opening pressure of 6.00 bar
    "
  `);
});

it('says everything in words and symbols before any colour', () => {
  const plain = renderTable(view, { columns: 120, colour: false });
  const coloured = renderTable(view, { columns: 120, colour: true });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  expect(coloured.map((line) => line.replace(/\x1b\[\d+m/g, ''))).toEqual(plain);
  expect(coloured.join('')).toContain('\x1b[31m▲\x1b[0m');
});

it('stays within the columns, and keeps its height', () => {
  const narrow = renderTable(view, { columns: 40, colour: true });
  const wide = renderTable(view, { columns: 200, colour: false });
  expect(narrow).toHaveLength(wide.length);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these take no column
  for (const line of narrow) expect(line.replace(/\x1b\[\d+m/g, '').length).toBeLessThanOrEqual(40);
});

it('shows the longest of ordinary readings within 80 columns', () => {
  const lines = renderTable(view, { columns: 80, colour: false });
  expect(lines.filter((line) => /air-1 5\.21 bar, 1 s ago$|centrale-1 148,226\.9 kWh$/.test(line))).toHaveLength(2);
});

it('says the same in one line for a log', () => {
  const line = renderLine(view);
  expect(line).toContain('air: 26,012 received, 12 queued, 25,950 stored, 50 duplicates, 3 rejected; centrale:');
  expect(line).toMatch(/▲ leak: air-1 5\.21 bar, below its opening pressure of 6\.00 bar$/);
});

it.each([
  [-95, '0 s'],
  [1.4, '1 s'],
  [99, '99 s'],
  [100, '2 min'],
  [6000, '2 h'],
  [172_800, '2 d'],
])('says %s seconds as %s', (seconds, words) => {
  expect(age(seconds)).toBe(words);
});

it('groups digits', () => {
  expect(whole(1234567)).toBe('1,234,567');
});
