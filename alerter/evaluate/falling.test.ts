import { expect, it } from 'vitest';
import { fallingBarPerHour } from './falling.ts';

const minute = 60_000;

it.each([
  [
    'a steady fall',
    [
      [0, 6],
      [minute, 5.9],
      [2 * minute, 5.8],
    ],
    6,
  ],
  [
    'a rise',
    [
      [0, 5],
      [minute, 5.1],
      [2 * minute, 5.2],
    ],
    undefined,
  ],
  [
    'no change',
    [
      [0, 5],
      [minute, 5],
      [2 * minute, 5],
    ],
    undefined,
  ],
  [
    'two points',
    [
      [0, 6],
      [2 * minute, 5],
    ],
    undefined,
  ],
  [
    'a moment',
    [
      [0, 6],
      [1000, 5.9],
      [2000, 5.8],
    ],
    undefined,
  ],
  ['nothing', [], undefined],
] as const)('%s', (_, points, expected) => expect(fallingBarPerHour(points)).toBe(expected));
