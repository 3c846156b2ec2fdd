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
  /** When the SMTP server took it for the last of its recipients; absent until then. */
  readonly sentAt?: string;
  /** What became of it, per recipient; one is added when a sender takes it in hand. */
  readonly deliveries?: readonly MailDelivery[];
}

/** A mail on its way to one address. */
export interface MailDelivery {
  readonly to: string;
  /** The notice that carries it: any other copy of the same mail is dropped. */
  readonly notice: string;
  readonly sentAt?: string;
  /** Why the SMTP server refused it for good. */
  readonly rejected?: string;
}

/** Why the pipeline is down: Elasticsearch does not answer, no device reports, or readings wait in a queue. */
export type PipelineCause = 'elasticsearch' | 'all-silent' | 'delayed';

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
  /** bar/h over the last minutes before `lastReadingAt`; negative while the pressure falls. */
  readonly slope?: number;
  /** How often it came back shortly after it was over: flapping is one incident. */
  readonly relapses?: number;
  /** Of `pipeline-down`. */
  readonly cause?: PipelineCause;
  /** It was over, or long under way, before its readings arrived. */
  readonly late?: boolean;
  readonly acknowledged?: PersonalMark;
  readonly repaired?: PersonalMark;
  /** No reminder before `until`. */
  readonly silenced?: PersonalMark & { readonly until: string };
  readonly mails: readonly IncidentMail[];
  /** Some mail is not yet in a sender's hands; absent when there is none. */
  readonly mailsWaiting?: boolean;
}

/** An incident and the state of its document that it was read in, for optimistic concurrency. */
export interface StoredIncident {
  readonly id: string;
  readonly index: string;
  readonly version: { readonly seqNo: number; readonly primaryTerm: number };
  readonly incident: Incident;
}
