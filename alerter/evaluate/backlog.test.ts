import { expect, it } from 'vitest';
import { type Backlog, backlogAfter, whySilent } from './backlog.ts';

const unknown = undefined;

it.each<[string, readonly (number | undefined)[], ReturnType<typeof whySilent>]>([
  ['nobody was asked', [], 'all-sensors-silent'],
  ['nobody knows', [unknown, unknown], 'all-sensors-silent'],
  ['nothing waits', [0, 0], 'all-sensors-silent'],
  ['what waited is gone', [5, 7, 0], 'all-sensors-silent'],
  ['something waits, seen once', [5], undefined],
  ['something waits that was not there before', [0, 5], undefined],
  ['it grows', [0, 5, 7], 'readings-not-stored'],
  ['it stays', [5, 5], 'readings-not-stored'],
  ['it falls', [7, 5], undefined],
  ['it fell, and stays now', [7, 5, 5], 'readings-not-stored'],
  ['it grew, and falls now', [5, 7, 6], undefined],
  ['it grew, and then nobody knows', [5, 7, unknown], 'readings-not-stored'],
])('a silence in which %s', (_, depths, expected) => {
  let backlog: Backlog | undefined;
  depths.forEach((depth, at) => {
    backlog = backlogAfter(backlog, depth, at);
  });
  expect(whySilent(backlog, undefined)).toBe(expected);
});

it.each<[string, readonly number[], ReturnType<typeof whySilent>]>([
  ['late, seen once', [400], undefined],
  ['later and later', [400, 430], 'readings-late'],
  ['less and less late', [4000, 3000, 2000], undefined],
  ['less late, and now later again', [4000, 3000, 3030], 'readings-late'],
])('what is stored is %s', (_, seconds, expected) => {
  let delay: Backlog | undefined;
  seconds.forEach((depth, at) => {
    delay = backlogAfter(delay, depth, at);
  });
  expect(whySilent(undefined, delay)).toBe(expected);
});

it('a backlog is counted from when it was first seen, or last fell', () => {
  const first = backlogAfter(undefined, 5, 10);
  const second = backlogAfter(first, 6, 20);
  expect([first, second].map((backlog) => backlog?.since)).toEqual([10, 10]);
  expect(backlogAfter(second, 4, 30)).toEqual({ depth: 4, since: 30, stuck: false });
});
