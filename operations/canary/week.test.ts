import { expect, test } from 'vitest';
import { lastedIn, leakFigures } from './week.ts';

const hour = 3_600_000;
const range = { from: Date.parse('2026-11-15T23:00:00Z'), to: Date.parse('2026-11-22T23:00:00Z') };
const incident = (openedAt: string, closedAt?: string) => ({ openedAt, ...(closedAt && { closedAt }) });

test.each([
  ['within', incident('2026-11-17T10:00:00Z', '2026-11-17T12:30:00Z'), 2.5],
  ['began before', incident('2026-11-01T00:00:00Z', '2026-11-16T00:00:00Z'), 1],
  ['ended after', incident('2026-11-22T20:00:00Z', '2026-11-24T00:00:00Z'), 3],
  ['is open', incident('2026-11-22T22:00:00Z'), 1],
  ['all week and more', incident('2026-11-01T00:00:00Z'), 168],
  ['before', incident('2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z'), 0],
  ['after', incident('2026-11-23T00:00:00Z'), 0],
])('one that %s', (_, one, hours) => expect(lastedIn(one, range)).toBe(hours * hour));

test('leaks come to their number, time, lowest pressure and fall', () => {
  const leaks = [
    { ...incident('2026-11-17T10:00:00Z', '2026-11-17T12:00:00Z'), lowestPressure: 5.1, fastestFall: 3 },
    { ...incident('2026-11-22T22:30:00Z'), lowestPressure: 4.6, fastestFall: 10 },
    { ...incident('2026-11-18T00:00:00Z', '2026-11-18T01:00:00Z') },
  ];
  expect(leakFigures(leaks, range)).toEqual({ count: 3, ms: 3.5 * hour, lowest: 4.6, fallenBar: 11 });
  expect(leakFigures([], range)).toEqual({ count: 0, ms: 0, fallenBar: 0 });
});
