import { addDays } from '../../shared/site-time.ts';
import type { Reach } from './recompute.ts';

/** Days of a part: what two writers contend for is not much, and progress is seen. */
const daysAtOnce = 7;

/** A part of a range of days, and whether what it changes is followed beyond it. */
export interface Part {
  readonly from: string;
  readonly to: string;
  readonly reach: Reach;
}

/**
 * Parts of a range of local days, to be computed one after the other. Each begins where the one before ended, so only the
 * first looks back and only the last goes on: where all of a year is wrong, each part would lead through the rest of it.
 */
export function partsOf(from: string, to: string): Part[] {
  const parts: Part[] = [];
  for (let first = from; first <= to; first = addDays(first, daysAtOnce)) {
    const end = addDays(first, daysAtOnce - 1);
    parts.push({ from: first, to: end < to ? end : to, reach: { before: first === from, after: end >= to } });
  }
  return parts;
}
