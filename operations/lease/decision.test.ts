import { expect, test } from 'vitest';
import { type Decision, decideLease, mayAct, type Sighting } from './decision.ts';

const first = { seqNo: 4, primaryTerm: 1 };
const renewed = { seqNo: 5, primaryTerm: 1 };
const restored = { seqNo: 4, primaryTerm: 2 };
const seen = (at: number): Sighting => ({ version: first, at });

test.each<[string, typeof first | undefined, Sighting | undefined, number, Decision]>([
  ['nobody has it', undefined, undefined, 0, { kind: 'create' }],
  ['it was given back while we watched', undefined, seen(0), 99, { kind: 'create' }],
  ['seen for the first time', first, undefined, 7, { kind: 'wait', sighting: seen(7) }],
  ['watched, and not long enough', first, seen(0), 29, { kind: 'wait', sighting: seen(0) }],
  ['watched long enough', first, seen(0), 30, { kind: 'take-over', from: first }],
  ['renewed meanwhile', renewed, seen(0), 99, { kind: 'wait', sighting: { version: renewed, at: 99 } }],
  ['another life of the index', restored, seen(0), 99, { kind: 'wait', sighting: { version: restored, at: 99 } }],
])('%s', (_case, found, sighting, now, expected) => {
  expect(decideLease(found, sighting, now, 30)).toEqual(expected);
});

test('the owner stops before anybody else begins', () => {
  // Another one sees a renewal when it is written, or later: never before it was sent.
  for (let sent = 0; sent < 40; sent++) {
    for (let now = sent; now < sent + 80; now++) {
      const sighting = { version: first, at: sent };
      if (mayAct(sent, now, 40)) expect(decideLease(first, sighting, now, 40).kind).toBe('wait');
    }
  }
  expect(mayAct(0, 29, 40)).toBe(true);
  expect(mayAct(0, 30, 40)).toBe(false);
});
