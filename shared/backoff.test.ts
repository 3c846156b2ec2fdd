import { expect, test } from 'vitest';
import { aborted, backoffMs, pause } from './backoff.ts';

test('waits double up to the limit, and half of each is chance', () => {
  const limits = { firstMs: 100, mostMs: 5000 };
  const longest = [0, 1, 2, 5, 6, 1000].map((attempt) => backoffMs(attempt, limits, () => 1));
  expect(longest).toEqual([100, 200, 400, 3200, 5000, 5000]);
  expect(backoffMs(2, limits, () => 0)).toBe(200);
});

test('a pause ends early when it is called off', async () => {
  const controller = new AbortController();
  const waited = pause(3_600_000, controller.signal);
  controller.abort();
  await waited;
  await aborted(controller.signal);
  await pause(3_600_000, controller.signal);
});
