import { expect, test } from 'vitest';
import { columns, segments } from './chart.ts';
import { columnsFor } from './columns.ts';
import { scaleEnd } from './schematic.ts';

const at = (...times: number[]) => times.map((time) => ({ at: time, min: 1, max: 1 }));

test('nothing is drawn over a gap', () => {
  expect(segments(at(0, 30, 60, 151, 181), 90).map((part) => part.map((point) => point.at))).toEqual([
    [0, 30, 60],
    [151, 181],
  ]);
  expect(segments([], 90)).toEqual([]);
});

test('an hour of seconds is drawn as columns that keep the lowest and the highest', () => {
  const hour = Array.from({ length: 3600 }, (_, at) => ({ at, min: at % 7, max: at % 7 }));
  const drawn = columns(hour, 0, 3600, 600);
  expect(drawn).toHaveLength(600);
  expect(drawn[0]).toEqual({ at: 0, min: 0, max: 5 });
  expect(Math.max(...drawn.map(({ max }) => max))).toBe(6);
  expect(columns(hour.slice(0, 600), 0, 3600, 600)).toEqual(hour.slice(0, 600));
});

test.each([
  [1, 1920, 1080, 1],
  [2, 1920, 1080, 2],
  [3, 1920, 1080, 2],
  [4, 1920, 1080, 2],
  [6, 1920, 1080, 3],
  [12, 1920, 1080, 4],
  [24, 1920, 1080, 5],
  [4, 1080, 1920, 1],
  [0, 1920, 1080, 1],
])('%d tiles on a wall of %d x %d are in %d columns', (count, width, height, expected) =>
  expect(columnsFor(count, width, height)).toBe(expected),
);

test.each([
  [[6.5, 6], 10],
  [[undefined, undefined], 10],
  [[10, 6], 10],
  [[10.1, 6], 15],
  [[15, 6], 20],
  [[-1, undefined], 10],
])('the scale for %j ends at %d bar', (pressures, end) => expect(scaleEnd(...pressures)).toBe(end));
