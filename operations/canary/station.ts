import type { DrillHop, DrillHopName } from '../../shared/drill.ts';

/** Where a canary goes past, in this order: the last is the mail that an SMTP server took. */
export type StationName = DrillHopName | 'notice' | 'mail';

/** What is broken, in words, and what to do next. */
export interface Culprit {
  readonly what: string;
  readonly words: string;
  readonly next?: string;
}

/** Whether it got past a station. */
export interface Station {
  readonly name: StationName;
  readonly state: DrillHop['state'];
  /** Milliseconds since it was published; absent where it was not seen. */
  readonly afterMs?: number;
  /** Of one that failed: what is broken, and what to do next. Of one that was skipped: why. */
  readonly finding?: Culprit;
}

/** The result of a run. */
export interface CanaryRun {
  /** ISO, UTC; unique. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly passed: boolean;
  readonly stations: readonly Station[];
  /** False: Elasticsearch was away, so nobody but the log and the mail knows of it. */
  readonly recorded: boolean;
}

/** The first station that it did not get past. */
export const failure = (stations: readonly Station[]): Station | undefined =>
  stations.find(({ state }) => state === 'failed');

/** What people call a station. */
export const stationTitles: Readonly<Record<StationName, string>> = {
  mqtt: 'acknowledged by the MQTT broker',
  gateway: 'forwarded by the gateway',
  store: 'stored in Elasticsearch',
  announcement: 'announced on the topic',
  'live-page': 'seen by the live page',
  notice: 'drill notice on the queue',
  mail: 'mail taken by the SMTP server',
};
