import { expect, test } from 'vitest';
import { isDue, latestOccurrence } from './schedule.ts';

const timeZone = 'Europe/Brussels';
const at = (text: string) => Date.parse(text);

test.each([
  ['2026-11-24T01:30:00Z', '2026-11-24T01:30:00Z'],
  ['2026-11-24T01:29:59Z', '2026-11-23T01:30:00Z'],
  ['2026-07-01T12:00:00Z', '2026-07-01T00:30:00Z'],
])('at %s, 02:30 was last at %s', (now, expected) => {
  expect(latestOccurrence(150, timeZone, at(now))).toBe(at(expected));
});

test.each<[string, string | undefined, string | undefined, boolean]>([
  ['never made', undefined, undefined, true],
  ['made since', '2026-11-24T01:30:05Z', undefined, false],
  ['made yesterday', '2026-11-23T01:30:05Z', undefined, true],
  ['failed just now', '2026-11-23T01:30:05Z', '2026-11-24T11:30:00Z', false],
  ['failed an hour ago', undefined, '2026-11-24T11:00:00Z', true],
])('%s', (_case, verified, attempt, due) => {
  const lastVerified = verified === undefined ? undefined : at(verified);
  const lastAttempt = attempt === undefined ? undefined : at(attempt);
  const now = at('2026-11-24T12:00:00Z');
  expect(isDue({ minuteOfDay: 150, timeZone, lastVerified, lastAttempt, now })).toBe(due);
});
