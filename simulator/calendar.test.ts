import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { createCalendar, dayMs, hourMs } from './calendar.ts';

const brussels = createCalendar('Europe/Brussels');
const at = (text: string) => new Date(text).getTime();

describe('the wall clock of the site', () => {
  it.each([
    ['2022-04-17T21:54:41Z', '2022-04-17 23:54:41'],
    ['2026-03-29T00:59:59Z', '2026-03-29 01:59:59'],
    ['2026-03-29T01:00:00Z', '2026-03-29 03:00:00'],
    ['2026-10-25T00:59:59Z', '2026-10-25 02:59:59'],
    ['2026-10-25T01:00:00Z', '2026-10-25 02:00:00'],
    ['2026-12-31T23:00:00.999Z', '2027-01-01 00:00:00'],
  ])('shows %s as %s', (instant, wall) => expect(brussels.format(at(instant))).toBe(wall));

  it.each(['Europe/Brussels', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC'])(
    'agrees with Temporal in %s',
    (zone) => {
      const calendar = createCalendar(zone);
      // Forwards and backwards over two years, at odd steps: the cached spans are entered from both sides.
      const instants = Array.from({ length: 300 }, (_, n) => at('2025-01-01T00:00:07Z') + n * 2.43 * dayMs);
      for (const instant of [...instants, ...instants.reverse()].map(Math.round)) {
        const expected = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
        expect(calendar.format(instant)).toBe(
          expected.toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' '),
        );
        expect(calendar.weekday(calendar.day(instant))).toBe(expected.dayOfWeek - 1);
      }
    },
  );

  it('has days of 23 and 25 hours', () => {
    const hours = (date: string) => {
      const day = brussels.day(at(`${date}T12:00:00Z`));
      return (brussels.instant(day + 1, 0) - brussels.instant(day, 0)) / hourMs;
    };
    expect([hours('2026-03-29'), hours('2026-06-29'), hours('2026-10-25')]).toEqual([23, 24, 25]);
  });
});
