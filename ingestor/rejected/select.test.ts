import { describe, expect, test } from 'vitest';
import { createSiteTime } from '../../shared/site-time.ts';
import { type Choice, UsageError } from './arguments.ts';
import { type LetterSummary, openLetter, originalMessage } from './letter.ts';
import { AmbiguousId, oneReading, selectionOf } from './select.ts';
import { chunksOf } from './take.ts';

const siteTime = createSiteTime('Europe/Brussels');
const headers = {
  'message-id': 'ID:host-1:2:3',
  timestamp: '1650232333000',
  'content-type': 'application/json',
  'sensor-type': 'air',
  'mqtt-topic': 'finemeca/air/caf%C3%A9',
  'received-at': '2022-04-17T21:52:11.000Z',
  'reading-id': 'r1',
  'reason-code': 'wrong-type',
  reason: 'Pres must be a number; it is text.',
  'rejected-at': '2022-04-17T21:52:12.000Z',
  'rejected-by': 'ingestor',
  destination: '/queue/finemeca.air.rejected',
  subscription: '1',
};
const letter = openLetter(headers, Buffer.from('{}'));
const matches = (choice: Choice) => selectionOf(choice, siteTime).matches(letter);

describe('a letter', () => {
  test('is read', () => {
    expect(letter).toMatchObject({
      id: 'r1',
      topic: 'finemeca/air/café',
      code: 'wrong-type',
      reason: 'Pres must be a number; it is text.',
      rejectedAt: Date.parse('2022-04-17T21:52:12Z'),
      brokerTime: 1_650_232_333_000,
      bytes: 2,
    });
  });

  test('that nobody described is read too', () => {
    const bare = openLetter({ 'message-id': 'ID:1', timestamp: '42' }, Buffer.from(''));
    expect(bare).toMatchObject({ id: 'ID:1', topic: '', code: 'none', rejectedAt: 42, receivedAt: 42 });
  });

  test('goes back as the gateway had sent it, with its group', () => {
    expect(originalMessage(letter, '/queue/finemeca.air', 'air')).toEqual({
      destination: '/queue/finemeca.air',
      body: Buffer.from('{}'),
      headers: {
        'content-type': 'application/json',
        'sensor-type': 'air',
        'mqtt-topic': 'finemeca/air/caf%C3%A9',
        'received-at': '2022-04-17T21:52:11.000Z',
        'reading-id': 'r1',
        JMSXGroupID: 'air/caf%C3%A9',
      },
    });
  });
});

test.each<[Choice, boolean]>([
  [{ by: 'all' }, true],
  [{ by: 'reason', value: 'wrong-type' }, true],
  [{ by: 'reason', value: 'wrong' }, false],
  [{ by: 'id', value: 'r' }, true],
  [{ by: 'id', value: 'r11' }, false],
  // 23:52:12 in Brussels.
  [{ by: 'before', value: '2022-04-17' }, false],
  [{ by: 'before', value: '2022-04-18' }, true],
  [{ by: 'before', value: '2022-04-17 23:52:12' }, false],
  [{ by: 'before', value: '2022-04-17 23:52:13' }, true],
  [{ by: 'before', value: '2022-04-17T21:52:12Z' }, false],
  [{ by: 'before', value: '2022-04-17T23:53+02:00' }, true],
])('%j: %s', (choice, chosen) => {
  expect(matches(choice)).toBe(chosen);
});

test.each(['yesterday', '2022-02-30', '2022-13-01T00:00Z', '2022'])('%s is no day', (value) => {
  expect(() => matches({ by: 'before', value })).toThrow(UsageError);
});

describe('the beginning of an id', () => {
  const letters = ['abc', 'abd', 'ab', 'ab'].map((id) => ({ id }));
  test('that is a whole id means it, however often it is there', () => {
    expect(oneReading('ab', letters)).toHaveLength(2);
  });
  test('that fits one id is enough', () => {
    expect(oneReading('abc', [{ id: 'abcd' }, { id: 'abcd' }])).toHaveLength(2);
  });
  test('that fits several is refused', () => {
    expect(() => oneReading('a', letters)).toThrow(AmbiguousId);
  });
  test('that fits none is none', () => {
    expect(oneReading('x', [])).toEqual([]);
  });
});

test('chunks are bounded by number, by the length of their selector and by their bytes', () => {
  const sizes = (count: number, more: Partial<LetterSummary>) =>
    [...chunksOf(Array.from({ length: count }, () => ({ ...letter, ...more })))].map(({ length }) => length);
  expect(sizes(250, {})).toEqual([100, 100, 50]);
  expect(sizes(5, { messageId: 'x'.repeat(3000) })).toEqual([2, 2, 1]);
  expect(sizes(3, { bytes: 20_000_000 })).toEqual([1, 1, 1]);
  expect(sizes(0, {})).toEqual([]);
});
