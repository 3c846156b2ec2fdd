import { createHash } from 'node:crypto';

/** A time without the readings that were due; ISO, UTC, clipped at the site's midnights. */
export interface Gap {
  readonly from: string;
  readonly to: string;
}

/**
 * One device's local day in the daily ledger, `finemeca-<type>-daily-<Y>`. A pure function of the stored readings, so it can
 * always be computed again. Times are ISO, UTC; energies and indices are kWh with at most six decimals.
 */
export interface LedgerDay {
  /** `YYYY-MM-DD` at the site. */
  readonly day: string;
  readonly deviceId: string;
  /** The name in the day's last reading. */
  readonly device: string;
  readonly readings: number;
  /** `readings` + `missing`. */
  readonly expected: number;
  readonly missing: number;
  readonly gaps: readonly Gap[];
  /** Absent on a day inside a gap. */
  readonly firstAt?: string;
  readonly lastAt?: string;
  /** When the last of the day's readings was stored. */
  readonly ingestedAt?: string;
  /** The flags of the day's readings but for `late`, sorted; `interpolated` where a gap crosses one of its midnights. */
  readonly quality: readonly string[];
  /** From here on only where the sensor type has a counter, and the device has sent an index. */
  readonly consumption?: number;
  /** Index after the first and after the last reading of the day that had one; a spike or a dip does not move it. */
  readonly firstIndex?: number;
  readonly lastIndex?: number;
  /** Index at the midnights, interpolated, or where the device's readings begin and end. */
  readonly startIndex?: number;
  readonly endIndex?: number;
  readonly resets?: number;
}

/** A device's name and its day are in the id, however long or odd the name is. */
export const ledgerId = (deviceId: string, day: string): string =>
  `${day}_${createHash('sha256').update(deviceId).digest('base64url').slice(0, 24)}`;

/** What Elasticsearch does not index (`ignore_above`) cannot be found again: such a device has no ledger. */
export const hasLedger = (deviceId: string): boolean => deviceId.length <= 1024;

/** A meter that was replaced by another one, as a person declared it. Indices are kWh. */
export interface MeterSwap {
  readonly sensorType: string;
  readonly deviceId: string;
  /** ISO, UTC: the first instant of the new meter. */
  readonly at: string;
  /** What the old meter showed at last. */
  readonly closing: number;
  /** What the new meter showed at first. */
  readonly opening: number;
  readonly declaredBy: string;
  readonly declaredAt: string;
}
