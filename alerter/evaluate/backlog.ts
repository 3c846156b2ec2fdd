import type { Outage } from '../../shared/incidents/incident.ts';

/** Readings that wait before the ingestor while nothing is stored. */
export interface Backlog {
  readonly depth: number;
  /** When it was first seen, ms since the epoch; anew when it has fallen. */
  readonly since: number;
  /** It was there at an earlier look, and has not fallen since. */
  readonly stuck: boolean;
}

/**
 * The backlog after one more look in which nothing new was stored, and the queue held `depth` messages; undefined where
 * nothing waits. A depth that nobody knows changes nothing.
 */
export function backlogAfter(before: Backlog | undefined, depth: number | undefined, now: number): Backlog | undefined {
  if (depth === undefined) return before;
  if (depth === 0) return undefined;
  if (before && depth >= before.depth) return { depth, since: before.since, stuck: true };
  return { depth, since: now, stuck: false };
}

/**
 * What it means that no sensor is heard of. Undefined while that is not clear: something waits that was not there before, as
 * when sensors come back, or the queue falls; the next looks tell.
 */
export function whySilent(backlog: Backlog | undefined): Outage | undefined {
  if (!backlog) return 'all-sensors-silent';
  return backlog.stuck ? 'readings-not-stored' : undefined;
}
