import type { LedgerDay, MeterSwap } from '../../shared/ledger.ts';
import type { Reading } from './course.ts';

/** The state of a document that a decision was made on, for optimistic concurrency. */
export interface Version {
  readonly seqNo: number;
  readonly primaryTerm: number;
}

/** A stored reading, with what its document says of metering now. */
export interface Row extends Reading {
  readonly indexName: string;
  readonly version: Version;
  readonly consumption: number | undefined;
  readonly dailyConsumption: number | undefined;
  /** The flags that come from metering. */
  readonly flags: readonly string[];
}

/** New values for a document that is stored. kWh. */
export interface Correction {
  readonly row: Row;
  readonly consumption: number;
  readonly dailyConsumption: number;
  /** All flags, those of metering included. */
  readonly quality: readonly string[];
}

export interface StoredDay {
  readonly document: LedgerDay;
  readonly version: Version;
}

/** A ledger document to be written: over that version, or as the first one. */
export interface LedgerWrite {
  readonly document: LedgerDay;
  readonly over: Version | undefined;
}

/** Where a device stands in the store. */
export interface Recalled {
  /** Its newest reading. */
  readonly newest: Row;
  /** The ids of its newest readings. */
  readonly ids: readonly string[];
  /** Readings that are stored of the newest one's day. */
  readonly stored: number;
  /** The ledger of that day. */
  readonly ledger: StoredDay | undefined;
}

/** What is to be looked at: a device's local day. */
export interface DeviceDay {
  readonly deviceId: string;
  readonly day: string;
}

/**
 * The readings and the ledger of one sensor type, as they are stored. Every method throws when the store is away; times are ms
 * since the epoch. Readings come in their order, as `compareReadings` has it.
 */
export interface MeteringStore {
  /** Makes everything that is written findable. */
  refresh(): Promise<void>;
  /** Where devices stand; looks at these days and at the last one in the ledger. A device without readings there is absent. */
  recall(devices: readonly { deviceId: string; days: readonly string[] }[]): Promise<ReadonlyMap<string, Recalled>>;
  /** The last reading before that time whose index was judged as an ordinary one (without a counter: the last reading). */
  ordinaryBefore(deviceId: string, at: number): Promise<Row | undefined>;
  /** Readings with `from <= at < to`; without `from`, from the first one on. */
  rows(deviceId: string, from: number | undefined, to: number): AsyncIterable<Row>;
  /** The next readings from that time on: one of any kind, and up to `most` that have an index. */
  following(deviceId: string, at: number, most: number): Promise<readonly Row[]>;
  /**
   * How far a change between two times reaches: back to the second last reading with an index, and the last of any kind; on to
   * the next with an index, and the next of any kind.
   */
  neighbours(
    deviceId: string,
    from: number,
    to: number,
  ): Promise<{ before: number | undefined; after: number | undefined }>;
  /** False when somebody else changed one of the documents meanwhile. */
  correct(corrections: readonly Correction[]): Promise<boolean>;
  ledger(deviceId: string, days: readonly string[]): Promise<ReadonlyMap<string, StoredDay>>;
  /** The ledger's last day with readings before that day. */
  ledgerBefore(deviceId: string, day: string): Promise<LedgerDay | undefined>;
  /** The version written of each, or undefined where somebody else was first. */
  writeLedger(writes: readonly LedgerWrite[]): Promise<readonly (Version | undefined)[]>;
  /** Of these device-days, those whose ledger does not know all that was stored up to a time (ISO, UTC). */
  stale(days: readonly DeviceDay[], until: string): Promise<readonly DeviceDay[]>;
  /** Device-days of which something was stored in that time (ISO, UTC), a page at a time. */
  storedBetween(since: string, until: string): AsyncIterable<readonly DeviceDay[]>;
  /** When the last reading was stored that the ledger knows of; undefined where there is no ledger. */
  ledgerReaches(): Promise<string | undefined>;
  /** Declared swaps of this sensor type, in the order of time. */
  swaps(deviceId?: string): Promise<readonly MeterSwap[]>;
}
