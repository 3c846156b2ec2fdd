import { expect, test } from 'vitest';
import { Memory } from './memory.ts';
import { readingOf } from './reading.ts';

const document = {
  timestamp: '2026-04-17T21:54:41.000Z',
  receivedAt: '2026-04-17T21:54:42.000Z',
  deviceId: '1',
  device: 'air-1',
  Pres: 6.5,
  PresOpen: 6,
  msgCount: 3,
  more: 1,
};
const none = () => undefined;

test.each([
  ['a document', document, { pressure: 6.5, openingPressure: 6, at: Date.parse(document.timestamp), msgCount: 3 }],
  ['without a count', { ...document, msgCount: undefined }, { msgCount: -1 }],
  ['without an opening pressure', { ...document, PresOpen: undefined }, { openingPressure: null }],
  [
    'of a clock an hour ahead',
    { ...document, timestamp: '2026-04-17T22:54:41.000Z' },
    { at: Date.parse(document.receivedAt) },
  ],
])('%s', (_what, given, expected) => expect(readingOf(given, none)).toMatchObject(expected));

test.each([[{ ...document, Pres: undefined }], [{ ...document, timestamp: 'now' }], [null], ['text'], [[]]])(
  '%j is no reading',
  (given) => expect(readingOf(given, none)).toBeUndefined(),
);

test('a clock that ran ahead does not hide what came after it was set right', () => {
  const memory = new Memory();
  const take = (over: object) => {
    const reading = readingOf({ ...document, ...over }, none);
    return reading && memory.take(reading);
  };
  expect(take({ timestamp: '2026-04-18T10:00:00.000Z', Pres: 1 })).toBe(true);
  expect(take({ timestamp: '2026-04-17T21:55:11.000Z', receivedAt: '2026-04-17T21:55:12.000Z', Pres: 2 })).toBe(true);
  expect(memory.find('air-1')?.pressure).toBe(2);
});

test('where there are many devices each has fewer points, and the lowest of an interval stays', () => {
  const memory = new Memory();
  for (let device = 0; device < 100; device++) {
    for (let at = 0; at < 3600; at += 10) memory.addPoint(String(device), at * 1000, at === 1800 ? 1 : 6);
  }
  const points = memory.points(3_600_000);
  expect(points['7']?.length).toBeLessThanOrEqual(201);
  expect(Math.min(...(points['7'] ?? []).map(([, bar]) => bar))).toBe(1);
});
