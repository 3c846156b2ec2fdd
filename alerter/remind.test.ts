import { describe, expect, it } from 'vitest';
import type { Incident } from '../shared/incidents/incident.ts';
import { never } from './planned-off.ts';
import { decideReminder } from './remind.ts';

const now = Date.parse('2026-04-17T12:00:00Z');
const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString();
const settings = { remindAfterSeconds: 100, quietHours: never, plannedOff: never };
const always = { includes: () => true };
const leak: Incident = {
  kind: 'leak',
  state: 'open',
  openedAt: ago(500),
  updatedAt: ago(500),
  lastReadingAt: ago(10),
  mails: [{ kind: 'leak-opened', decidedAt: ago(100) }],
};
const reminded = { ...leak, mails: [...leak.mails, { kind: 'leak-reminder-1', decidedAt: ago(99) }] };
const mark = { at: ago(50), by: 'Ann' };

describe('a reminder', () => {
  it.each([
    ['when nobody took care of it for long enough', leak, {}, 'leak-reminder-1'],
    ['not before', { ...leak, mails: [{ kind: 'leak-opened', decidedAt: ago(99) }] }, {}, 'too-early'],
    ['not before, counted from the last one', reminded, {}, 'too-early'],
    ['again and again', { ...reminded }, { remindAfterSeconds: 99 }, 'leak-reminder-2'],
    ['not once somebody takes care of it', { ...leak, state: 'acknowledged' as const }, {}, 'taken-care-of'],
    ['not after its end', { ...leak, state: 'closed' as const }, {}, 'taken-care-of'],
    ['not of a silent sensor', { ...leak, kind: 'sensor-silent' as const }, {}, 'not-a-leak'],
    ['not while silenced', { ...leak, silenced: { ...mark, until: ago(-1) } }, {}, 'silenced'],
    ['when silenced until then', { ...leak, silenced: { ...mark, until: ago(0) } }, {}, 'leak-reminder-1'],
    ['not in quiet hours', leak, { quietHours: always }, 'quiet-hours'],
    ['not while the pressure is planned to be off', leak, { plannedOff: always }, 'planned-off'],
    ['not of news that were old when they came', { ...leak, late: true, lastReadingAt: ago(90_000) }, {}, 'old-news'],
  ])('%s', (_, incident, more, expected) => {
    const decision = decideReminder(incident, now, { ...settings, ...more });
    expect(decision.remind ? decision.mailKind : decision.reason).toBe(expected);
  });
});
