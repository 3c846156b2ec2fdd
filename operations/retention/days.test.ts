import { describe, expect, test } from 'vitest';
import { boundsOf, type DataName, daysOf, planRetention, readDataName } from './days.ts';
import { refusalOf } from './run.ts';
import { shardBudget } from './shards.ts';

const prefix = 'finemeca-air-data';
const names = (...texts: string[]) => texts.map((text) => readDataName(prefix, `${prefix}-${text}`) as DataName);

describe('the name of an index', () => {
  test.each([
    ['2022-4-17', { kind: 'day', day: '2022-04-17' }],
    ['2022-12-1', { kind: 'day', day: '2022-12-01' }],
    ['2022-4', { kind: 'month', month: '2022-04' }],
    ['2022-2-30', undefined],
    ['2022-04-17', undefined],
    ['2022-13', undefined],
    ['2022', undefined],
    ['2022-4-17-old', undefined],
  ])('%s', (text, expected) => {
    const found = readDataName(prefix, `${prefix}-${text}`);
    if (expected) expect(found).toMatchObject(expected);
    else expect(found).toBeUndefined();
  });

  test('of another family is none', () => expect(readDataName(prefix, 'finemeca-air-daily-2022')).toBeUndefined());
});

test('a day of the site has 23, 24 or 25 hours', () => {
  const hours = (day: string) => {
    const { from, to } = boundsOf(day, 'Europe/Brussels');
    return (Date.parse(to) - Date.parse(from)) / 3_600_000;
  };
  expect(['2022-03-27', '2022-04-17', '2022-10-30'].map(hours)).toEqual([23, 24, 25]);
  expect(daysOf('2024-02')).toHaveLength(29);
});

describe('the plan', () => {
  test.each<[string, string[], string, number | undefined, string[], string[]]>([
    ['a month that is not settled stays', ['2022-4-1', '2022-4-30'], '2022-05-07', undefined, [], []],
    ['a settled one is compacted', ['2022-4-1', '2022-4-30'], '2022-05-08', undefined, [], ['2022-04']],
    ['what came late joins its month', ['2022-4', '2022-4-3'], '2022-06-08', undefined, [], ['2022-04']],
    ['a compacted month is done', ['2022-4'], '2022-06-08', undefined, [], []],
    ['as old as is kept', ['2022-4-1'], '2022-04-11', 10, [], []],
    ['older than is kept', ['2022-4-1'], '2022-04-12', 10, ['2022-4-1'], []],
    ['a month goes with its last day', ['2022-4'], '2022-05-10', 10, [], []],
    ['and then as a whole', ['2022-4'], '2022-05-11', 10, ['2022-4'], []],
  ])('%s', (_case, present, today, kept, expired, compact) => {
    const plan = planRetention(names(...present), today, kept);
    expect(plan.expired.map(({ name }) => name)).toEqual(expired.map((text) => `${prefix}-${text}`));
    expect(plan.compact.map(({ month }) => month)).toEqual(compact);
  });
});

test('without a young verified backup nothing is deleted', () => {
  const backup = { name: 'b', startedAt: 0, state: 'SUCCESS', indices: [] };
  expect(refusalOf([backup], 36, 1)).toContain('no verified backup');
  expect(refusalOf([{ ...backup, verifiedAt: 1 }], 36, 36 * 3_600_000)).toBeUndefined();
  expect(refusalOf([{ ...backup, verifiedAt: 1 }], 36, 36 * 3_600_000 + 1)).toContain('36 h');
});

test.each([
  [900, 1000, 3, 33],
  [1000, 1000, 3, 0],
  [900, 1000, 0, Number.POSITIVE_INFINITY],
])('%i of %i shards, %i a day: %s days', (used, limit, perDay, days) => {
  expect(shardBudget(used, limit, perDay).daysLeft).toBe(days);
});
