import type { IncidentKind } from '../shared/incidents/incident.ts';

/*
 * What the server and the page tell each other. Times are milliseconds since the epoch by the server's clock, pressures bar.
 */

/** A stored reading that has a pressure. */
export interface Reading {
  readonly deviceId: string;
  readonly device: string;
  /** When it was measured; a sensor clock that runs ahead is not believed beyond the time of reception. */
  readonly at: number;
  readonly receivedAt: number;
  /** Messages of the device since its last start; -1 when it does not count. */
  readonly msgCount: number;
  readonly pressure: number;
  readonly openingPressure: number | null;
}

/** When, and the pressure then. */
export type Point = readonly [at: number, pressure: number];

/** Where news come from at the moment. Without `topic` the server asks the store again and again; without both there are none. */
export interface Sources {
  readonly topic: boolean;
  readonly store: boolean;
}

/** An incident that is not over. */
export interface OpenIncident {
  readonly id: string;
  readonly kind: IncidentKind;
  readonly deviceId: string | null;
  readonly openedAt: number;
  readonly acknowledged: { readonly by: string; readonly at: number } | null;
}

/** All there is to know, at every connection. */
export interface Snapshot {
  /** Of the page that the server has; another one than the page's own means: reload. */
  readonly pageVersion: string;
  readonly siteTimeZone: string;
  readonly readingPeriodMs: number;
  readonly sources: Sources;
  /** The newest of each device. */
  readonly readings: readonly Reading[];
  /** The last hour by device, in the order of time. */
  readonly points: Readonly<Record<string, readonly Point[]>>;
  readonly incidents: readonly OpenIncident[];
}

export interface ServerToPage {
  /** A `Snapshot` as JSON: written once, sent to many. */
  snapshot: (json: string) => void;
  reading: (reading: Reading) => void;
  sources: (sources: Sources) => void;
  incidents: (incidents: readonly OpenIncident[]) => void;
}

export interface PageToServer {
  /** The server's clock, to be compared with the page's. */
  clock: (answer: (now: number) => void) => void;
}

/** Names of the reasons why a socket is refused. */
export const refusals = { signIn: 'sign-in', full: 'full' } as const;

/**
 * Whether `a` is newer than `b`: by time of measurement, then by message count, then by time of reception. A device that has
 * restarted counts from 0 again, but not within the same second.
 */
export const isNewer = (a: Reading, b: Reading): boolean =>
  a.at !== b.at ? a.at > b.at : a.msgCount !== b.msgCount ? a.msgCount > b.msgCount : a.receivedAt > b.receivedAt;

/** A reading older than so many periods is stale. */
const stalePeriods = 2;
/** A reading older than so many periods is no longer shown. */
const absentPeriods = 10;

export type Freshness = 'current' | 'stale' | 'absent';

/** How far a reading of this age can be believed. An age below 0 (clocks differ a little) counts as 0. */
export const freshnessOf = (ageMs: number, readingPeriodMs: number): Freshness => {
  if (ageMs <= stalePeriods * readingPeriodMs) return 'current';
  return ageMs <= absentPeriods * readingPeriodMs ? 'stale' : 'absent';
};
