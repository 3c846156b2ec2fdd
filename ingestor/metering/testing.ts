import type { LedgerDay, MeterSwap } from '../../shared/ledger.ts';
import { createSiteTime } from '../../shared/site-time.ts';
import type { Document, StoredReading } from '../transform.ts';
import { compareReadings } from './course.ts';
import { toMicro } from './micro.ts';
import { counterFlags } from './rules.ts';
import type { MeteringStore, Recalled, Row, StoredDay } from './store.ts';

/** For tests: a store in memory, with what a test wants to look at. */
export interface MemoryStore extends MeteringStore {
  readonly documents: Map<string, Record<string, unknown> & Document>;
  readonly ledgerDays: Map<string, StoredDay>;
  readonly declared: MeterSwap[];
  /** Writes as a bulk request of `create` does. */
  create(readings: readonly StoredReading[]): { stored: StoredReading[]; duplicates: StoredReading[] };
}

export const testSite = createSiteTime('Europe/Brussels');
const ofMetering = new Set<string>(counterFlags);

export function createMemoryStore(counter: string | undefined = 'Energy'): MemoryStore {
  const documents: MemoryStore['documents'] = new Map();
  const versions = new Map<string, number>();
  const ledgerDays: MemoryStore['ledgerDays'] = new Map();
  const declared: MeterSwap[] = [];
  let sequence = 0;

  const row = (id: string, document: Record<string, unknown> & Document): Row => ({
    id,
    indexName: testSite.dayOf(Date.parse(document.timestamp)),
    version: { seqNo: versions.get(id) ?? 0, primaryTerm: 1 },
    at: Date.parse(document.timestamp),
    index: counter && typeof document[counter] === 'number' ? toMicro(document[counter] as number) : undefined,
    device: document.device,
    ingestedAt: String(document.ingestedAt),
    quality: document.quality.filter((flag) => !ofMetering.has(flag)),
    flags: document.quality.filter((flag) => ofMetering.has(flag)),
    consumption: document.consumption as number | undefined,
    dailyConsumption: document.dailyConsumption as number | undefined,
  });
  const rowsOf = (deviceId: string): Row[] =>
    [...documents]
      .filter(([, document]) => document.deviceId === deviceId)
      .map(([id, document]) => row(id, document))
      .sort(compareReadings);
  const hasIndex = (each: Row) => counter === undefined || each.index !== undefined;
  const key = (deviceId: string, day: string) => `${day} ${deviceId}`;

  return {
    documents,
    ledgerDays,
    declared,
    create(readings) {
      const stored: StoredReading[] = [];
      const duplicates: StoredReading[] = [];
      for (const reading of readings) {
        if (documents.has(reading.id)) duplicates.push(reading);
        else {
          documents.set(reading.id, structuredClone(reading.document) as Record<string, unknown> & Document);
          versions.set(reading.id, ++sequence);
          stored.push(reading);
        }
      }
      return { stored, duplicates };
    },
    async refresh() {},
    async recall(devices) {
      const found = new Map<string, Recalled>();
      for (const { deviceId } of devices) {
        const rows = rowsOf(deviceId);
        const newest = rows.at(-1);
        if (!newest) continue;
        const ofDay = rows.filter(({ indexName }) => indexName === newest.indexName);
        const last = [...ledgerDays.values()]
          .filter(({ document }) => document.deviceId === deviceId && document.readings > 0)
          .sort((a, b) => (a.document.day < b.document.day ? -1 : 1))
          .at(-1);
        found.set(deviceId, {
          newest,
          ids: rows.slice(-12).map(({ id }) => id),
          stored: ofDay.length,
          ledger: last,
        });
      }
      return found;
    },
    async ordinaryBefore(deviceId, at) {
      return rowsOf(deviceId)
        .filter((each) => each.at < at && hasIndex(each))
        .findLast(
          ({ consumption, flags }) =>
            counter === undefined || (consumption !== undefined && flags.every((flag) => flag === 'first-reading')),
        );
    },
    async *rows(deviceId, from, to) {
      yield* rowsOf(deviceId).filter(({ at }) => at < to && (from === undefined || at >= from));
    },
    async following(deviceId, at, most) {
      const rows = rowsOf(deviceId).filter((each) => each.at >= at);
      const chosen = new Set([...rows.slice(0, 1), ...(counter ? rows.filter(hasIndex).slice(0, most) : [])]);
      return rows.filter((each) => chosen.has(each));
    },
    async neighbours(deviceId, from, to) {
      const rows = rowsOf(deviceId);
      const before = rows.filter(({ at }) => at < from);
      const after = rows.filter(({ at }) => at > to);
      const earlier = [...before.filter(hasIndex).slice(-2), ...before.slice(-1)].map(({ at }) => at);
      const later = [after.find(hasIndex), after[0]].flatMap((each) => (each ? [each.at] : []));
      return {
        before: earlier.length > 0 ? Math.min(...earlier) : undefined,
        after: later.length > 0 ? Math.max(...later) : undefined,
      };
    },
    async correct(corrections) {
      if (corrections.some(({ row: { id, version } }) => versions.get(id) !== version.seqNo)) return false;
      for (const { row: corrected, ...fields } of corrections) {
        Object.assign(documents.get(corrected.id) ?? {}, structuredClone(fields));
        versions.set(corrected.id, ++sequence);
      }
      return true;
    },
    async ledger(deviceId, days) {
      return new Map(
        days.flatMap((day) => {
          const stored = ledgerDays.get(key(deviceId, day));
          return stored ? [[day, stored]] : [];
        }),
      );
    },
    async ledgerBefore(deviceId, day) {
      return [...ledgerDays.values()]
        .map(({ document }) => document)
        .filter((document) => document.deviceId === deviceId && document.day < day && document.readings > 0)
        .sort((a, b) => (a.day < b.day ? -1 : 1))
        .at(-1);
    },
    async writeLedger(writes) {
      return writes.map(({ document, over }) => {
        const place = key(document.deviceId, document.day);
        if (ledgerDays.get(place)?.version.seqNo !== over?.seqNo) return undefined;
        const version = { seqNo: ++sequence, primaryTerm: 1 };
        ledgerDays.set(place, { document: structuredClone(document) as LedgerDay, version });
        return version;
      });
    },
    async stale(days, until) {
      return days.filter(({ deviceId, day }) => {
        const rows = rowsOf(deviceId).filter((each) => each.indexName === day && each.ingestedAt <= until);
        const known = ledgerDays.get(key(deviceId, day))?.document;
        const last =
          rows
            .map(({ ingestedAt }) => ingestedAt)
            .sort()
            .at(-1) ?? '';
        return rows.length > 0 && (!known || known.readings < rows.length || (known.ingestedAt ?? '') < last);
      });
    },
    async *storedBetween(since, until) {
      const days = new Map(
        [...documents.values()]
          .filter(({ ingestedAt }) => String(ingestedAt) > since && String(ingestedAt) <= until)
          .map(({ deviceId, timestamp }) => {
            const day = testSite.dayOf(Date.parse(timestamp));
            return [key(deviceId, day), { deviceId, day }] as const;
          }),
      );
      yield [...days.values()];
    },
    async ledgerReaches() {
      return [...ledgerDays.values()]
        .map(({ document }) => document.ingestedAt ?? '')
        .sort()
        .at(-1);
    },
    async swaps(deviceId) {
      return declared.filter((swap) => deviceId === undefined || swap.deviceId === deviceId);
    },
  };
}
