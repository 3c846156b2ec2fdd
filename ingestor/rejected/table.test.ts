import { expect, test } from 'vitest';
import type { LetterSummary } from './letter.ts';
import { countByCode, countTable, deadLetters, letterTable, siteClock, uniqueLength } from './table.ts';

const letter = (more: Partial<LetterSummary>): LetterSummary => ({
  messageId: 'ID:1',
  brokerTime: 0,
  id: '0f8fad5b-d9cb-469f-a165-70867728950e',
  topic: 'finemeca/air/air-1',
  receivedAt: Date.parse('2022-04-17T21:52:11Z'),
  rejectedAt: Date.parse('2022-04-17T21:52:12Z'),
  code: 'wrong-type',
  reason: 'Pres must be a number; it is text: "6.5".',
  bytes: 1234,
  ...more,
});
const options = { siteTime: siteClock('Europe/Brussels'), idLength: 8, width: undefined };

test('letters stand in aligned columns, at the times of the site', () => {
  expect(letterTable([letter({}), letter({ code: 'too-deep', bytes: 5, topic: 'x' })], options)).toBe(
    [
      '  no  id        rejected             topic               reason code  bytes  reason',
      '   1  0f8fad5b  2022-04-17 23:52:12  finemeca/air/air-1  wrong-type   1,234  Pres must be a number; it is text: "6.5".',
      '   2  0f8fad5b  2022-04-17 23:52:12  x                   too-deep         5  Pres must be a number; it is text: "6.5".',
    ].join('\n'),
  );
});

test('a line fits the screen, a topic keeps its end, and nothing is obeyed', () => {
  const [, row = ''] = letterTable([letter({ topic: `${'a/'.repeat(100)}air-1`, reason: '\u001b[2J' })], {
    ...options,
    width: 100,
  }).split('\n');
  expect(row).toHaveLength(100);
  expect(row).toContain('a/air-1 ');
  expect(row).not.toContain('\u001b');
});

test('reason codes are counted, the most frequent first', () => {
  const counts = countByCode(['a', 'b', 'c', 'b'].map((code) => ({ code })));
  expect([...counts]).toEqual([
    ['b', 2],
    ['a', 1],
    ['c', 1],
  ]);
  expect(countTable(counts).split('\n')[1]).toBe('  b                2');
});

test.each([
  [[], 8],
  [['a'], 8],
  [['0123456789', '0123456780'], 10],
  [['0123456789', '0123456789'], 8],
  [['01234567', '012345678'], 9],
])('%j are told apart by %i characters', (ids, length) => {
  expect(uniqueLength(ids)).toBe(length);
});

test.each([
  [1, '1 dead letter'],
  [2000, '2,000 dead letters'],
])('%i', (count, words) => {
  expect(deadLetters(count)).toBe(words);
});
