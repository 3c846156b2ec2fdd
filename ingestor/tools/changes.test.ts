import { expect, test } from 'vitest';
import type { LedgerDay } from '../../shared/ledger.ts';
import { describeChange } from './changes.ts';

const day: LedgerDay = {
  day: '2022-04-18',
  deviceId: '12',
  device: 'm',
  readings: 2,
  expected: 3,
  missing: 1,
  gaps: [],
  quality: [],
  consumption: 12.5,
  startIndex: 100,
  endIndex: 112.5,
};
const { consumption: _, startIndex: __, endIndex: ___, ...without } = day;

test.each<[string, LedgerDay | undefined, LedgerDay, string]>([
  ['a new day', undefined, day, 'new: 2 readings, 1 missing, 12.5 kWh, 100 kWh at the start, 112.5 kWh at the end'],
  ['one without a counter', undefined, without, 'new: 2 readings, 1 missing'],
  [
    'what people look at',
    { ...day, consumption: 13, endIndex: 113 },
    day,
    '12.5 kWh instead of 13, 112.5 kWh at the end instead of 113',
  ],
  ['what was not there', { ...day, ...{ consumption: undefined } } as never, day, '12.5 kWh instead of none'],
  ['anything else, by its name', { ...day, quality: ['dip'], lastAt: 'x' }, day, 'another quality, lastAt'],
])('%s', (_title, before, after, line) => {
  expect(describeChange({ before, after })).toBe(`2022-04-18  12  ${line}`);
});
