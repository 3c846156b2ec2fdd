import type { Outage } from '../../shared/incidents/incident.ts';

/** What has not come through: readings that wait before the ingestor, or the seconds by which what is stored is late. */
export interface Backlog {
  readonly depth: number;
  /** When it was first seen, ms since the epoch; anew when it has fallen. */
  readonly since: number;
  /** It was there at an earlier look, and has not fallen since. */
  readonly stuck: boolean;
}

/** The backlog after one more look; undefined where there is none. A depth that nobody knows changes nothing. */
export function backlogAfter(before: Backlog | undefined, depth: number | undefined, now: number): Backlog | undefined {
  if (depth === undefined) return before;
  if (depth === 0) return undefined;
  if (before && depth >= before.depth) return { depth, since: before.since, stuck: true };
  return { depth, since: now, stuck: false };
}

/**
 * What it means that no sensor was heard of for long: `waiting` is what waits while nothing is stored, `delay` by how much
 * that is late which is stored meanwhile. Undefined while it is not clear: something waits that was not there before, as when
 * sensors come back, or it becomes less; the next looks tell.
 */
export function whySilent(waiting: Backlog | undefined, delay: Backlog | undefined): Outage | undefined {
  if (delay) return delay.stuck ? 'readings-late' : undefined;
  if (!waiting) return 'all-sensors-silent';
  return waiting.stuck ? 'readings-not-stored' : undefined;
}
