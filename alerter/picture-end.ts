import type { Incident } from '../shared/incidents/incident.ts';

const afterwardsMs = 60 * 60_000;
/** Incidents that ended in the same ten minutes share a search for their pictures. */
const sharedMs = 10 * 60_000;

/** Where a mail's picture of 24 h ends, ms since the epoch: now, or an hour after something that was over long ago. */
export function pictureEnd(
  { closedAt, lastReadingAt, openedAt }: Pick<Incident, 'closedAt' | 'lastReadingAt' | 'openedAt'>,
  now: number,
): number {
  const end = Math.ceil((Date.parse(closedAt ?? lastReadingAt ?? openedAt) + afterwardsMs) / sharedMs) * sharedMs;
  return Math.min(end, now);
}
