import { expect, test } from 'vitest';
import { segments } from './chart.ts';
import { scaleEnd } from './schematic.ts';

const at = (...times: number[]) => times.map((time) => ({ at: time, min: 1, max: 1 }));

test('nothing is drawn over a gap', () => {
  expect(segments(at(0, 30, 60, 151, 181), 90).map((part) => part.map((point) => point.at))).toEqual([
    [0, 30, 60],
    [151, 181],
  ]);
  expect(segments([], 90)).toEqual([]);
});

test.each([
  [[6.5, 6], 10],
  [[undefined, undefined], 10],
  [[10, 6], 10],
  [[10.1, 6], 15],
  [[15, 6], 20],
  [[-1, undefined], 10],
])('the scale for %j ends at %d bar', (pressures, end) => expect(scaleEnd(...pressures)).toBe(end));
