/*
 * The drill: a notice that the canary puts on the queue of alert notices, so that a mail proves that mails still get through. It
 * says how far the canary came, and what the week was like.
 */

/** The stations of a canary before its mail, in their order. */
export const drillHops = ['mqtt', 'gateway', 'store', 'announcement', 'live-page'] as const;
export type DrillHopName = (typeof drillHops)[number];

export interface DrillHop {
  readonly name: DrillHopName;
  /** Milliseconds since the canary was published; absent where it was not seen. */
  readonly afterMs?: number;
  /** `skipped`: nobody looked. */
  readonly state: 'passed' | 'failed' | 'skipped';
}

/** What a site's week was like, of whole local days. */
export interface WeekFigures {
  /** First and last day, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  /** By sensor type, from the daily ledger. */
  readonly readings: readonly {
    readonly sensorType: string;
    readonly readings: number;
    readonly expected: number;
    readonly missing: number;
  }[];
  /** How many dead letters wait now; absent where the broker does not say. */
  readonly deadLetters?: number;
  /** Times without monitoring, and how long together, within the week. */
  readonly outages: { readonly count: number; readonly ms: number };
  readonly leaks: {
    readonly count: number;
    readonly ms: number;
    /** bar; absent without a leak. */
    readonly lowest?: number;
    /** bar: how far the pressure would have fallen, at the fastest fall of each leak for as long as it lasted. */
    readonly fallenBar: number;
  };
  /** kWh of all meters; absent where there is none. */
  readonly energyKwh?: number;
}

/** It waits on `/queue/finemeca.alerts` as JSON, among the notices of incidents. Times are ISO, UTC. */
export interface Drill {
  /** The same for each copy of it. */
  readonly id: string;
  readonly kind: 'drill';
  readonly decidedAt: string;
  /** A notice is grouped with those of its cycle: with nothing. */
  readonly cycle: string;
  /** Where the run is recorded, and the mail's fate is to be; absent where it could not be, as Elasticsearch was away. */
  readonly stored?: { readonly index: string; readonly id: string };
  readonly hops: readonly DrillHop[];
  /** Absent where it could not be read. */
  readonly week?: WeekFigures;
  /** When the next one is due: weekday 1 (Monday) to 7, minute of the day at the site; absent where it is not scheduled. */
  readonly weekly?: { readonly weekday: number; readonly minuteOfDay: number };
  /** Whom to call when it does not come. */
  readonly contact?: string;
  /** Those in a row before it that did not get through: how many, and when the first of them began; absent without one. */
  readonly failedBefore?: { readonly count: number; readonly since: string };
}

/** What became of the mail of a drill, on the document of its run. ISO, UTC. */
export interface DrillMail {
  readonly sentAt?: string;
  readonly refusedAt?: string;
  /** Who has it: hashes of addresses. */
  readonly served?: readonly string[];
}
