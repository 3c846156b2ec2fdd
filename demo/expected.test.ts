import { expect, it } from 'vitest';
import { differences, expectedFields, marginOf } from './expected.ts';

const measuredAt = new Date('2026-11-23T06:30:10.640Z');
const payload = {
  Customer: 'finemeca',
  idGateway: 171,
  idDevice: 2,
  Device: 'air-2',
  Time: '2026-11-23 07:30:10',
  msgCount: 5,
  Length: 88,
  RSSI: -60,
  SNR: 9,
  Mod: 'press',
  Pres: 6.87,
  Temp: 'NULL',
  'Temp-U': 'NULL',
};
const document = {
  Customer: 'finemeca',
  idGateway: 171,
  idDevice: 2,
  Device: 'air-2',
  msgCount: 5,
  Length: 88,
  RSSI: -60,
  SNR: 9,
  Mod: 'press',
  Pres: 6.87,
  'Pres-U': 'bar',
  PresOpen: 5.5,
  'PresOpen-U': 'bar',
  pressureMargin: 1.37,
  timestamp: '2026-11-23T06:30:10.000Z',
  deviceId: '2',
  device: 'air-2',
  receivedAt: '2026-11-23T06:30:11.000Z',
  ingestedAt: '2026-11-23T06:30:11.100Z',
  quality: [],
};
const outgoing = { type: 'air', topic: 'finemeca/air/air-2', payload: JSON.stringify(payload), measuredAt } as const;

it('finds nothing wrong with a right document', () => {
  expect(differences(expectedFields(outgoing), document)).toEqual([]);
});

it.each([
  ['another value', { Pres: 6.88 }, 'Pres is 6.88, not 6.87'],
  ['another unit', { 'Pres-U': 'Pa' }, 'Pres-U is "Pa", not "bar"'],
  ['a number as text', { RSSI: '-60' }, 'RSSI is "-60", not -60'],
  ['an hour too late', { timestamp: '2026-11-23T07:30:10.000Z' }, 'timestamp is'],
  ['a value where there is none', { Temp: 0 }, 'Temp is 0, not undefined'],
  ['a lost field', { Mod: undefined }, 'Mod is undefined, not "press"'],
  ['a wrong margin', { pressureMargin: 0.87 }, 'pressureMargin is 0.87'],
  ['a Time that stayed', { Time: '2026-11-23 07:30:10' }, 'Time is'],
])('notices %s', (_title, change, problem) => {
  const found = differences(expectedFields(outgoing), { ...document, ...change });
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(problem);
});

it('takes the site opening pressure where the device does not know its own', () => {
  expect(marginOf({ Pres: 6.5, PresOpen: 6 })).toBe(0.5);
  expect(marginOf({ Pres: 6.5, PresOpen: 'NULL' })).toBe(1);
  expect(marginOf({ Pres: null, PresOpen: 6 })).toBeUndefined();
});
