import type { PressurePoint } from '../notice.ts';

/** Fewer, or closer together, and noise would speak. */
const fewestPoints = 3;
const shortestMs = 60_000;
const leastBarPerHour = 0.05;
const hourMs = 3_600_000;

/**
 * How fast a pressure falls, bar/h, above 0: the slope of the least-squares line through the points. Undefined where they
 * are too few or too close, or do not fall.
 */
export function fallingBarPerHour(points: readonly PressurePoint[]): number | undefined {
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last || points.length < fewestPoints || last[0] - first[0] < shortestMs) return undefined;
  const meanAt = mean(points.map(([at]) => at));
  const meanBar = mean(points.map(([, bar]) => bar));
  let product = 0;
  let square = 0;
  for (const [at, bar] of points) {
    product += (at - meanAt) * (bar - meanBar);
    square += (at - meanAt) ** 2;
  }
  const falling = (-product / square) * hourMs;
  return falling >= leastBarPerHour ? Math.round(falling * 100) / 100 : undefined;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
