/** What can be wrong. */
export type IncidentKind = 'leak' | 'sensor-silent' | 'pipeline-down';

/** Open until somebody takes care of it (`acknowledged`) or it is over (`closed`). */
export type IncidentState = 'open' | 'acknowledged' | 'closed';

/** Something a person did: when (ISO, UTC), the name they gave, what they wrote. */
export interface PersonalMark {
  readonly at: string;
  readonly by: string;
  readonly note?: string;
}

/** A mail about an incident: decided once, sent once. */
export interface IncidentMail {
  /** `opened`, `reminder`, `recovered`, …: what the alerter calls it. */
  readonly kind: string;
  /** ISO, UTC. */
  readonly decidedAt: string;
  /** When the queue took its notice. */
  readonly queuedAt?: string;
  /** When the SMTP server took it; absent until then. */
  readonly sentAt?: string;
  /** Who has it while others still wait for it: hashes of addresses. */
  readonly served?: readonly string[];
  /** When the SMTP server refused it for good. */
  readonly refusedAt?: string;
}

/** What can be wrong with the pipeline. */
export const outages = [
  'elasticsearch-unreachable',
  'all-sensors-silent',
  'readings-not-stored',
  'readings-late',
] as const;
export type Outage = (typeof outages)[number];

/** An incident as it stands in `finemeca-alerts-<Y>`. Times are ISO, UTC; pressures are bar. */
export interface Incident {
  readonly kind: IncidentKind;
  /** Absent for `pipeline-down`. */
  readonly deviceId?: string;
  readonly device?: string;
  readonly state: IncidentState;
  /** When it began by the readings, not when it was noticed. */
  readonly openedAt: string;
  readonly closedAt?: string;
  readonly updatedAt: string;
  readonly openingPressure?: number;
  readonly lowestPressure?: number;
  readonly lastPressure?: number;
  readonly lastReadingAt?: string;
  /** The fastest that the pressure was seen to fall during a leak, bar/h, above 0. */
  readonly fastestFall?: number;
  /** It was over, or long under way, before its readings arrived. */
  readonly late?: boolean;
  /** Of `pipeline-down`. */
  readonly outage?: Outage;
  readonly acknowledged?: PersonalMark;
  readonly repaired?: PersonalMark;
  /** No reminder before `until`. */
  readonly silenced?: PersonalMark & { readonly until: string };
  readonly mails: readonly IncidentMail[];
}

/** An incident and the state of its document that it was read in, for optimistic concurrency. */
export interface StoredIncident {
  readonly id: string;
  readonly index: string;
  readonly version: { readonly seqNo: number; readonly primaryTerm: number };
  readonly incident: Incident;
}
