import { expect, test } from 'vitest';
import { isQuiet, quietHours } from './quiet-hours.ts';

const quiet = (hours: string, at: string) => isQuiet(quietHours().parse(hours), Date.parse(at), 'Europe/Brussels');

// 23 November 2026 is a Monday; Brussels is an hour ahead of UTC then, two in summer.
test.each([
  ['22:00-06:00', '2026-11-23T20:59:59Z', false],
  ['22:00-06:00', '2026-11-23T21:00:00Z', true],
  ['22:00-06:00', '2026-11-24T04:59:59Z', true],
  ['22:00-06:00', '2026-11-24T05:00:00Z', false],
  ['22:00-06:00', '2026-07-20T20:00:00Z', true],
  ['Mon-Fri 20:00-07:00, Sat-Sun 00:00-24:00', '2026-11-28T12:00:00Z', true],
  ['Mon-Fri 20:00-07:00, Sat-Sun 00:00-24:00', '2026-11-27T12:00:00Z', false],
  // The night from Friday belongs to Friday.
  ['Fri 20:00-07:00', '2026-11-28T05:00:00Z', true],
  ['Sat 20:00-07:00', '2026-11-28T05:00:00Z', false],
  // Over the end of the week.
  ['Sun 22:00-06:00', '2026-11-23T04:00:00Z', true],
  ['Sat-Mon 12:00-13:00', '2026-11-23T11:30:00Z', true],
  ['Sat-Mon 12:00-13:00', '2026-11-24T11:30:00Z', false],
])('%s at %s: %s', (hours, at, expected) => {
  expect(quiet(hours, at)).toBe(expected);
});
