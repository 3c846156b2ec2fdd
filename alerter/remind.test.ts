import { describe, expect, it } from 'vitest';
import { readConfig } from '../shared/config/read.ts';
import type { Incident } from '../shared/incidents/incident.ts';
import { alerterConfiguration } from './config.ts';
import { decide } from './decide.ts';
import { Watch } from './evaluate/watch.ts';
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

/** As the alerter is started: what is decided of a leak of eight hours ago that nobody took care of. */
describe('QUIET_HOURS', () => {
  const environment = {
    ACTIVEMQ_URL: 'stomp://broker',
    ELASTICSEARCH_URL: 'http://store',
    SMTP_URL: 'smtp://mail',
    MAIL_FROM: 'no-reply@finemeca.be',
    MAIL_TO: 'maintenance@finemeca.be',
    AIR_OPENING_PRESSURE: '6',
  };
  const nights = 'Mon-Fri 20:00-06:00, Sat-Sun 00:00-24:00';

  // Brussels is two hours ahead of UTC then. 17 April 2026 is a Friday; the night from Sunday is nobody's.
  it.each([
    ['2026-04-17T17:59:59Z', 'leak-reminder-1'],
    ['2026-04-17T18:00:00Z', undefined],
    ['2026-04-18T10:00:00Z', undefined],
    ['2026-04-19T21:59:59Z', undefined],
    ['2026-04-19T22:00:00Z', 'leak-reminder-1'],
    ['2026-04-21T03:59:59Z', undefined],
    ['2026-04-21T04:00:00Z', 'leak-reminder-1'],
  ])('at %s: %s', (text, expected) => {
    const read = readConfig(alerterConfiguration, { ...environment, QUIET_HOURS: nights });
    if ('problems' in read) throw new Error(JSON.stringify(read.problems));
    const { evaluation, decision } = read.config;
    const at = Date.parse(text);
    const before = new Date(at - 8 * 3_600_000).toISOString();
    const lastReadingAt = new Date(at).toISOString();
    const mails = [{ kind: 'leak-opened', decidedAt: before }];
    const incident: Incident = { ...leak, deviceId: '1', openedAt: before, lowestPressure: 5, lastReadingAt, mails };
    const watch = new Watch(evaluation, at);
    watch.adopt({ deviceId: '1', device: 'air-1', lastAt: at, leak: { kind: 'leak', since: at, lowest: 5 } });
    const stored = { id: 'leak', index: 'alerts', version: { seqNo: 1, primaryTerm: 1 }, incident };
    const [step] = decide(watch, [stored], at, decision, undefined);
    expect(step?.do === 'replace' ? step.incident.mails.at(-1)?.kind : undefined).toBe(expected);
  });
});
