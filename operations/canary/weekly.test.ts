import { expect, test } from 'vitest';
import { isCanaryDue, latestWeekly, readWeekly } from './weekly.ts';

const timeZone = 'Europe/Brussels';
const at = (text: string) => Date.parse(text);
const monday = { weekday: 1, minuteOfDay: 480 };

test.each([
  ['Mo 08:00', monday],
  ['Su 23:59', { weekday: 7, minuteOfDay: 1439 }],
  ['Mo 8:00', undefined],
  ['Lu 08:00', undefined],
  ['Mo 24:00', undefined],
])('%s', (text, weekly) => expect(readWeekly(text)).toEqual(weekly));

test.each([
  ['on the minute', '2026-11-23T07:00:00Z', '2026-11-23T07:00:00Z'],
  ['a second before', '2026-11-23T06:59:59Z', '2026-11-16T07:00:00Z'],
  ['on Sunday', '2026-11-29T12:00:00Z', '2026-11-23T07:00:00Z'],
  ['after the clocks changed', '2026-10-26T08:00:00Z', '2026-10-26T07:00:00Z'],
  ['before they changed', '2026-10-24T08:00:00Z', '2026-10-19T06:00:00Z'],
])('%s', (_, now, expected) => expect(latestWeekly(monday, timeZone, at(now))).toBe(at(expected)));

const installed = '2026-11-01T00:00:00Z';
test.each<[string, { lastRun?: string; failures?: number; started?: string; attempt?: string }, boolean]>([
  ['last run a week ago', { lastRun: '2026-11-16T07:00:03Z' }, true],
  ['run since', { lastRun: '2026-11-23T07:00:03Z' }, false],
  ['never run, started before', { started: installed }, true],
  ['never run, started since', { started: '2026-11-23T09:00:00Z' }, false],
  ['came to no end just now', { lastRun: '2026-11-16T07:00:03Z', attempt: '2026-11-23T11:30:00Z' }, false],
  ['came to no end an hour ago', { lastRun: '2026-11-16T07:00:03Z', attempt: '2026-11-23T11:00:00Z' }, true],
  ['failed 59 min ago', { lastRun: '2026-11-23T11:01:00Z', failures: 1 }, false],
  ['failed an hour ago', { lastRun: '2026-11-23T11:00:00Z', failures: 1 }, true],
  ['failed again an hour ago', { lastRun: '2026-11-23T11:00:00Z', failures: 2 }, false],
  ['failed again two hours ago', { lastRun: '2026-11-23T10:00:00Z', failures: 2 }, true],
  ['failed for days, last at 8 in the morning', { lastRun: '2026-11-23T07:00:03Z', failures: 30 }, false],
  ['failed for days, last at noon the day before', { lastRun: '2026-11-22T12:00:00Z', failures: 2000 }, true],
  [
    'failed, and its repetition came to no end just now',
    { lastRun: '2026-11-23T10:00:00Z', failures: 1, attempt: '2026-11-23T11:30:00Z' },
    false,
  ],
])('at noon on Monday, %s', (_, { lastRun, failures = 0, started = installed, attempt }, due) => {
  const options = { weekly: monday, timeZone, failures, now: at('2026-11-23T12:00:00Z'), serviceStarted: at(started) };
  const times = { lastRun: lastRun && at(lastRun), lastAttempt: attempt && at(attempt) };
  expect(isCanaryDue({ ...options, ...(times as Record<'lastRun' | 'lastAttempt', number | undefined>) })).toBe(due);
});
