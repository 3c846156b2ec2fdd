import { describe, expect, it } from 'vitest';
import { readSchedule, ScheduleError } from './planned-off.ts';

const zone = 'Europe/Brussels';

describe('a schedule', () => {
  it.each([
    // A Friday.
    ['Mo-Fr 20:00-06:00', '2026-04-17T18:00:00Z', true],
    ['Mo-Fr 20:00-06:00', '2026-04-17T17:59:59Z', false],
    ['Mo-Fr 20:00-06:00', '2026-04-18T03:59:59Z', true],
    ['Mo-Fr 20:00-06:00', '2026-04-18T04:00:00Z', false],
    ['Mo-Fr 20:00-06:00', '2026-04-18T18:00:00Z', false],
    ['Mon-fri 20:00-06:00', '2026-04-17T18:00:00Z', true],
    ['Su 20:00-06:00', '2026-04-20T03:00:00Z', true],
    ['Sa-Su', '2026-04-18T10:00:00Z', true],
    ['Sa-Mo', '2026-04-20T10:00:00Z', true],
    ['Sa-Mo', '2026-04-21T10:00:00Z', false],
    ['Mo,We 12:00-13:00', '2026-04-15T10:30:00Z', true],
    ['Mo,We 12:00-13:00', '2026-04-14T10:30:00Z', false],
    ['12:00-13:00', '2026-04-14T10:30:00Z', true],
    ['22:00-24:00', '2026-04-14T21:59:59Z', true],
    ['22:00-24:00', '2026-04-14T22:00:00Z', false],
    ['2026-12-24 12:00/2027-01-02 06:00', '2026-12-24T11:00:00Z', true],
    ['2026-12-24 12:00/2027-01-02 06:00', '2027-01-02T05:00:00Z', false],
    ['2026-05-01/2026-05-01', '2026-05-01T21:59:59Z', true],
    ['2026-05-01/2026-05-01', '2026-05-01T22:00:00Z', false],
    ['Sa-Su; 2026-05-01/2026-05-01', '2026-05-01T10:00:00Z', true],
    // Clocks go forward at 02:00 on 29 March, back at 03:00 on 25 October: the wall clock counts.
    ['01:00-06:00', '2026-03-29T03:59:59Z', true],
    ['01:00-06:00', '2026-03-29T04:00:00Z', false],
    ['02:00-03:00', '2026-10-25T00:30:00Z', true],
    ['02:00-03:00', '2026-10-25T01:30:00Z', true],
    ['02:00-03:00', '2026-03-29T01:00:00Z', false],
    ['2026-03-29 02:30/2026-03-29 04:00', '2026-03-29T01:15:00Z', false],
    ['2026-03-29 02:30/2026-03-29 04:00', '2026-03-29T01:30:00Z', true],
    [' ; ', '2026-04-17T18:00:00Z', false],
  ])('%s at %s: %s', (text, at, expected) => {
    expect(readSchedule(text, zone).includes(Date.parse(at))).toBe(expected);
  });

  it.each([
    ['Lu 12:00-13:00', "'Lu' in 'Lu 12:00-13:00' is no day"],
    ['25:00-26:00', "'25:00' in '25:00-26:00' is no time of day"],
    ['12:60-13:00', 'is no time of day'],
    ['12:00-12:00', 'begins when it ends'],
    ['2026-02-31/2026-03-01', "'2026-02-31' in '2026-02-31/2026-03-01' is no date of the calendar"],
    ['2026-05-02/2026-05-01', 'ends before it begins'],
    ['2026-05-01', 'cannot be read'],
    ['tomorrow', 'is no day'],
    ['Mo-We-Fr', 'cannot be read'],
    ['Mo 12-13', 'cannot be read'],
  ])('%s is refused', (text, reason) => {
    expect(() => readSchedule(text, zone)).toThrow(ScheduleError);
    expect(() => readSchedule(text, zone)).toThrow(reason);
  });
});
