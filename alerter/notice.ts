import type { Drill } from '../shared/drill.ts';
import type { Incident, Outage } from '../shared/incidents/incident.ts';

/** Why somebody is written to. */
export const noticeKinds = [
  'leak-opened',
  'leak-reminder',
  'leak-recovered',
  'sensor-silent',
  'sensor-back',
  'pipeline-down',
  'pipeline-back',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** A pressure at a time: milliseconds since the epoch, bar. */
export type PressurePoint = readonly [at: number, bar: number];

/**
 * One thing that people are to be told, with all that a mail says: whoever sends it asks nobody. It waits on
 * `/queue/finemeca.alerts` as JSON. Times are ISO, UTC; pressures are bar.
 */
export interface Notice {
  /** The same whenever the same thing is decided again: incident, kind, and which reminder it is. */
  readonly id: string;
  readonly kind: NoticeKind;
  readonly decidedAt: string;
  /** The poll that decided it: notices of one poll may be grouped. */
  readonly cycle: string;
  /** Where the incident is stored; absent where it could not be, as Elasticsearch was away. */
  readonly stored?: { readonly index: string; readonly id: string };
  /** As it stood when this was decided. */
  readonly incident: Incident;
  /** How fast the pressure falls, bar/h, above 0; absent where that cannot be said. */
  readonly fallingBarPerHour?: number;
  /** A leak whose sensor is silent: nobody knows how it goes on. */
  readonly sensorSilentSince?: string;
  /** When the leak before this one at the same device began. */
  readonly previousLeakAt?: string;
  /** What is wrong with the pipeline, one of these. */
  readonly outage?: Outage;
  /** The last 24 h, at most 300 points. */
  readonly pressures: readonly PressurePoint[];
}

/** What may wait on the queue. */
export type AnyNotice = Notice | Drill;
export type AnyNoticeKind = AnyNotice['kind'];
