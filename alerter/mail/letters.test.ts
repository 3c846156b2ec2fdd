import { describe, expect, test } from 'vitest';
import type { Notice } from '../notice.ts';
import { Letters } from './letters.ts';
import { identityOf } from './message-id.ts';
import { routes } from './route-format.ts';
import { recipientsOf } from './routes.ts';
import { sampleCycle, sampleNotices } from './samples.ts';

const now = Date.parse('2026-11-24T13:05:12Z');
const [opened, reminder, recovered, silent, silentInLeak, back, down] = sampleNotices(now) as [
  Notice,
  Notice,
  Notice,
  Notice,
  Notice,
  Notice,
  Notice,
];
const of = (device: string): Notice => ({ ...opened, incident: { ...opened.incident, deviceId: '3', device } });

describe('the most exact route counts alone', () => {
  const config = {
    to: ['all@x.be'],
    routes: routes().parse(
      'leak=leak@x.be;leak-reminder=nobody;sensor=s@x.be;*/air-3=three@x.be,THREE@x.be;leak-opened/3=number@x.be',
    ),
  };
  test.each([
    ['a group', opened, ['leak@x.be']],
    ['its own kind before the group', reminder, []],
    ['another group', silent, ['s@x.be']],
    ['no route', down, ['all@x.be']],
    ['kind and device, by number', of('hall'), ['number@x.be']],
    ['kind and device before device', of('air-3'), ['number@x.be']],
    ['a device before a kind, each recipient once', { ...of('air-3'), kind: 'leak-reminder' as const }, ['three@x.be']],
  ])('%s', (_, notice, expected) => {
    expect(recipientsOf(config, notice)).toEqual(expected);
  });
});

describe('letters', () => {
  const tasks = (notices: readonly Notice[], to = 'a@x.be') => notices.map((notice) => ({ to, notice }));
  const cycle = sampleCycle(now);

  test('of one poll, five are five mails and six are one', () => {
    expect(new Letters().of(tasks(cycle.slice(0, 5)))).toHaveLength(5);
    expect(new Letters().of(tasks(cycle.slice(0, 6)))).toEqual([{ to: 'a@x.be', notices: cycle.slice(0, 6) }]);
  });
  test('who got some of a poll before gets the rest as one', () => {
    const letters = new Letters();
    for (const letter of letters.of(tasks(cycle.slice(0, 3)))) letters.sent(letter);
    expect(letters.of(tasks(cycle.slice(3, 5)))).toHaveLength(2);
    expect(letters.of(tasks(cycle.slice(3)))).toEqual([{ to: 'a@x.be', notices: cycle.slice(3) }]);
    expect(letters.crowded(tasks(cycle.slice(3)))).toBe(true);
    expect(letters.crowded(tasks(cycle.slice(3), 'b@x.be'))).toBe(false);
  });
  test('of several polls, or for several people, they are apart', () => {
    const other = { ...opened, cycle: 'another' };
    expect(new Letters().of(tasks([...cycle, other])).map(({ notices }) => notices.length)).toEqual([8, 1]);
    expect(new Letters().of([...tasks(cycle), ...tasks(cycle, 'b@x.be')]).map(({ to }) => to)).toEqual([
      'a@x.be',
      'b@x.be',
    ]);
  });
});

describe('identity', () => {
  const config = { from: { address: 'no-reply@Finemeca.be' }, customer: 'finemeca' };
  const of = (notices: readonly Notice[], to = 'a@x.be') => identityOf({ to, notices }, config);

  test('the same letter has the same, another one another', () => {
    expect(of([opened])).toEqual(of([{ ...opened }], 'A@x.be'));
    expect(of([opened]).messageId).toMatch(/^<[0-9a-f]{40}@finemeca\.be>$/);
    const all = [of([opened]), of([opened], 'b@x.be'), of([reminder]), of([recovered]), of([silent]), of([back])];
    expect(new Set(all.map(({ messageId }) => messageId)).size).toBe(all.length);
    expect(identityOf({ to: 'a@x.be', notices: [opened] }, { ...config, customer: 'b' })).not.toEqual(of([opened]));
  });
  test('later mails of an incident answer its first', () => {
    const later = (notice: Notice): Notice => ({
      ...notice,
      incident: { ...notice.incident, openedAt: opened.incident.openedAt },
    });
    for (const notice of [reminder, recovered, silentInLeak].map(later)) {
      expect(of([notice]).inReplyTo).toBe(of([opened]).messageId);
    }
    expect(of([opened]).inReplyTo).toBeUndefined();
    expect(of([opened, reminder]).inReplyTo).toBeUndefined();
  });
  test('a group has the same in whatever order', () => {
    expect(of([opened, reminder])).toEqual(of([reminder, opened]));
  });
});
