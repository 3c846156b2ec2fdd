import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { addDays, createSiteTime, isTimeZone } from './site-time.ts';

const brussels = createSiteTime('Europe/Brussels');
const at = (iso: string) => Date.parse(iso);

describe('reading a wall-clock time in Brussels', () => {
  test.each([
    ['summer', '2022-04-17 23:54:41', '2022-04-17T21:54:42Z', '2022-04-17T21:54:41Z', undefined],
    ['winter', '2022-01-17 23:54:41', '2022-01-17T22:54:42Z', '2022-01-17T22:54:41Z', undefined],
    ['a leap day', '2024-02-29 12:00:00', '2024-02-29T11:00:01Z', '2024-02-29T11:00:00Z', undefined],
    [
      'the hour that is missing in March',
      '2022-03-27 02:30:00',
      '2022-03-27T01:30:01Z',
      '2022-03-27T01:30:00Z',
      'nonexistent-time',
    ],
    ['just before it', '2022-03-27 01:59:59', '2022-03-27T01:00:00Z', '2022-03-27T00:59:59Z', undefined],
    ['just after it', '2022-03-27 03:00:00', '2022-03-27T01:00:01Z', '2022-03-27T01:00:00Z', undefined],
    [
      'October, first time round',
      '2022-10-30 02:30:00',
      '2022-10-30T00:30:02Z',
      '2022-10-30T00:30:00Z',
      'ambiguous-time',
    ],
    [
      'October, second time round',
      '2022-10-30 02:30:00',
      '2022-10-30T01:30:02Z',
      '2022-10-30T01:30:00Z',
      'ambiguous-time',
    ],
    [
      'October, a clock two minutes ahead',
      '2022-10-30 02:30:00',
      '2022-10-30T01:28:00Z',
      '2022-10-30T01:30:00Z',
      'ambiguous-time',
    ],
    [
      'October, half an hour under way',
      '2022-10-30 02:50:00',
      '2022-10-30T01:25:00Z',
      '2022-10-30T00:50:00Z',
      'ambiguous-time',
    ],
    ['October, a day late', '2022-10-30 02:30:00', '2022-10-31T08:00:00Z', '2022-10-30T01:30:00Z', 'ambiguous-time'],
    ['just after both', '2022-10-30 03:00:00', '2022-10-30T02:00:01Z', '2022-10-30T02:00:00Z', undefined],
  ])('%s', (_case, local, receivedAt, expected, doubt) => {
    const time = brussels.parse(local, at(receivedAt));
    expect(new Date(time?.instant ?? 0).toISOString()).toBe(new Date(expected).toISOString());
    expect(time?.doubt).toBe(doubt);
  });

  test.each([
    '2022-02-29 12:00:00',
    '2022-13-01 12:00:00',
    '2022-00-01 12:00:00',
    '2022-04-31 12:00:00',
    '2022-04-17 24:00:00',
    '2022-04-17 23:60:00',
    '2022-04-17 23:59:60',
    '2022-04-17T23:59:59',
    '2022-04-17 23:59',
    '22-04-17 23:59:00',
    ' 2022-04-17 23:59:00',
    '0000-00-00 00:00:00',
    '',
    'yesterday',
  ])('%j is no time', (text) => {
    expect(brussels.parse(text, 0)).toBeUndefined();
  });
});

test.each([
  ['2022-04-17T21:59:59Z', '2022-04-17'],
  ['2022-04-17T22:00:00Z', '2022-04-18'],
  ['2022-10-29T22:00:00Z', '2022-10-30'],
  ['2022-10-30T22:59:59Z', '2022-10-30'],
  ['2022-10-30T23:00:00Z', '2022-10-31'],
  ['2022-03-27T21:59:59Z', '2022-03-27'],
])('%s is on %s in Brussels', (instant, day) => {
  expect(brussels.dayOf(at(instant))).toBe(day);
});

test('a zone that leaves out a whole day has the day before it until then', () => {
  expect(createSiteTime('Pacific/Apia').dayOf(at('2011-12-30T00:00:00Z'))).toBe('2011-12-29');
});

test('agrees with the zone rules on every instant, in zones of every kind', () => {
  const zones = ['Europe/Brussels', 'Australia/Lord_Howe', 'Pacific/Apia', 'Asia/Kathmandu', 'America/St_Johns', 'UTC'];
  const sites = zones.map((zone) => [zone, createSiteTime(zone)] as const);
  const instants = fc.integer({ min: at('2005-01-01T00:00:00Z') / 1000, max: at('2030-01-01T00:00:00Z') / 1000 });
  fc.assert(
    fc.property(instants, fc.constantFrom(...sites), (second, [zone, site]) => {
      const zoned = Temporal.Instant.fromEpochMilliseconds(second * 1000).toZonedDateTimeISO(zone);
      expect(site.dayOf(second * 1000)).toBe(zoned.toPlainDate().toString());
      expect(site.clockOf(second * 1000)).toEqual({ hour: zoned.hour, weekday: zoned.dayOfWeek });
      const local = zoned.toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ');
      // Received at once, so the reading of an hour that occurs twice is decided by it.
      expect(site.parse(local, second * 1000)?.instant).toBe(second * 1000);
    }),
    { numRuns: 2000 },
  );
});

test('knows a time zone from a made-up one', () => {
  expect(isTimeZone('Europe/Brussels')).toBe(true);
  expect(isTimeZone('Mars/Base')).toBe(false);
});

describe('the first instant of a day', () => {
  test.each([
    ['2022-04-17', '2022-04-16T22:00:00.000Z', 24],
    ['2022-03-27', '2022-03-26T23:00:00.000Z', 23],
    ['2022-10-30', '2022-10-29T22:00:00.000Z', 25],
    ['2022-12-31', '2022-12-30T23:00:00.000Z', 24],
  ])('%s begins at %s and has %i hours', (day, start, hours) => {
    const site = createSiteTime('Europe/Brussels');
    expect(new Date(site.startOf(day)).toISOString()).toBe(start);
    expect((site.startOf(addDays(day, 1)) - site.startOf(day)) / 3_600_000).toBe(hours);
    expect([site.dayOf(site.startOf(day)), site.dayOf(site.startOf(day) - 1)]).toEqual([day, addDays(day, -1)]);
  });
});
