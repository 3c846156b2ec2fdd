import { expect, it } from 'vitest';
import { Sent, spread } from './sent.ts';

it('counts distinct readings: the same payload on another topic is another one', () => {
  const sent = new Sent();
  const reading = { type: 'air', topic: 'finemeca/air/air-1', payload: '{"Pres":6}' } as const;
  sent.add(reading);
  sent.add(reading);
  sent.add({ ...reading, topic: 'finemeca/air/air-2' });
  sent.add({ ...reading, payload: '{"Pres":7}' });
  expect(sent.published('air')).toBe(4);
  expect(sent.distinct('air')).toHaveLength(3);
  expect(sent.published('centrale')).toBe(0);
  expect(sent.distinct('centrale')).toEqual([]);
});

it('takes an evenly spread sample, with both ends', () => {
  expect(spread([1, 2, 3], 5)).toEqual([1, 2, 3]);
  expect(spread([0, 1, 2, 3, 4, 5, 6, 7, 8], 3)).toEqual([0, 4, 8]);
});
