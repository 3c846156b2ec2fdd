import { expect, test } from 'vitest';
import { cellsOf, spanOf, weeksLater } from './time.ts';

const zone = 'Europe/Brussels';
/** A Tuesday, nine days after the clocks went back. */
const now = Date.parse('2026-11-03T14:40:00+01:00');
const iso = (instant: number) => new Date(instant).toISOString();

test.each([
  ['now-7d/d', 'now', '2026-10-26T23:00:00.000Z', '2026-11-03T13:40:00.000Z'],
  ['now/d', 'now/d', '2026-11-02T23:00:00.000Z', '2026-11-03T22:59:59.999Z'],
  // Still summer time then: local midnight is 22:00Z.
  ['now-14d/d', 'now', '2026-10-19T22:00:00.000Z', '2026-11-03T13:40:00.000Z'],
  ['now/w', 'now/w', '2026-11-01T23:00:00.000Z', '2026-11-08T22:59:59.999Z'],
  ['now/M', 'now/M', '2026-10-31T23:00:00.000Z', '2026-11-30T22:59:59.999Z'],
  ['now-12M/M', 'now', '2025-10-31T23:00:00.000Z', '2026-11-03T13:40:00.000Z'],
  ['now-1y', 'now+1d', '2025-11-03T13:40:00.000Z', '2026-11-04T13:40:00.000Z'],
])('%s to %s, in Brussels', (from, to, first, last) => {
  const span = spanOf({ from, to }, now, zone);
  expect([iso(span.from), iso(span.to)]).toEqual([first, last]);
});

test('what the dashboards do not use is refused', () => {
  expect(() => spanOf({ from: 'now-15m', to: 'now' }, now, zone)).toThrow('now-15m');
});

test('days are local ones, also where one has 25 hours', () => {
  const cells = cellsOf(spanOf({ from: 'now-10d/d', to: 'now' }, now, zone), '1d', zone);
  expect(cells.length).toBe(11);
  expect(cells.slice(0, 3).map(iso)).toEqual([
    '2026-10-23T22:00:00.000Z',
    '2026-10-24T22:00:00.000Z',
    '2026-10-25T23:00:00.000Z',
  ]);
});

test.each([
  ['1w', 2, '2026-10-25T23:00:00.000Z'],
  ['1M', 2, '2026-09-30T22:00:00.000Z'],
  ['1h', 8 * 24, '2026-10-26T23:00:00.000Z'],
])('cells of %s begin where Kibana begins them', (interval, count, first) => {
  const cells = cellsOf(spanOf({ from: 'now-7d/d', to: 'now/d' }, now, zone), interval, zone);
  expect([cells.length, iso(cells[0] ?? 0)]).toEqual([count, first]);
});

test('a week before is the same time of the wall clock', () => {
  expect(iso(weeksLater(Date.parse('2026-10-20T08:00:00+02:00'), 1, zone))).toBe('2026-10-27T07:00:00.000Z');
});
