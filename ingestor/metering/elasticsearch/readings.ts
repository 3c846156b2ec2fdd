import type { estypes } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '../../../shared/elasticsearch/client.ts';
import { dailyIndex } from '../../../shared/names.ts';
import { addDays, millisecondsPerDay, type SiteTime } from '../../../shared/site-time.ts';
import { compareReadings } from '../course.ts';
import { counterFlags } from '../rules.ts';
import type { Correction, MeteringStore, Row } from '../store.ts';
import { rowFields, rowOf } from './rows.ts';

export interface ReadingsOptions {
  readonly client: ElasticsearchClient;
  /** Prefix of the daily indices. */
  readonly dataIndex: string;
  readonly siteTime: SiteTime;
  /** The measure that is metered. */
  readonly counter: string | undefined;
}

const pageSize = 5000;
/** So many daily indices are named one by one; for more, all are asked. */
const namedDays = 40;
const pitKeepAlive = '1m';
/** Judged as an ordinary rise, whatever came before it: its own index is what the next one is compared with. */
const notOrdinary = counterFlags.filter((flag) => flag !== 'first-reading');

type Query = estypes.QueryDslQueryContainer;

type Readings = Pick<MeteringStore, 'ordinaryBefore' | 'rows' | 'following' | 'neighbours' | 'correct'>;

/** The readings of one sensor type in Elasticsearch. */
export function createReadings({ client, dataIndex, siteTime, counter }: ReadingsOptions): Readings {
  const all = `${dataIndex}-*`;
  const withIndex: Query[] = counter === undefined ? [] : [{ exists: { field: counter } }];

  function indicesOf(from: number | undefined, to: number): string[] {
    if (from === undefined || to - from > namedDays * millisecondsPerDay) return [all];
    const last = siteTime.dayOf(to);
    const indices: string[] = [];
    for (let day = siteTime.dayOf(from); day <= last; day = addDays(day, 1)) indices.push(dailyIndex(dataIndex, day));
    return indices;
  }

  async function search(filter: Query[], order: 'asc' | 'desc', size: number, mustNot: Query[] = []): Promise<Row[]> {
    const { hits } = await client.search({
      index: all,
      allow_partial_search_results: false,
      seq_no_primary_term: true,
      _source: rowFields(counter),
      query: { bool: { filter, must_not: mustNot } },
      size,
      sort: [{ timestamp: { order, unmapped_type: 'date' } }],
      track_total_hits: false,
    });
    return hits.hits.map((hit) => rowOf(hit, counter)).sort(compareReadings);
  }

  const ofDevice = (deviceId: string): Query => ({ term: { deviceId } });
  const before = (at: number): Query => ({ range: { timestamp: { lt: new Date(at).toISOString() } } });
  const after = (at: number): Query => ({ range: { timestamp: { gt: new Date(at).toISOString() } } });
  const since = (at: number): Query => ({ range: { timestamp: { gte: new Date(at).toISOString() } } });

  async function* pages(index: string[], filter: Query[]): AsyncGenerator<Row[]> {
    const { id } = await client.openPointInTime({
      index,
      keep_alive: pitKeepAlive,
      ignore_unavailable: true,
    });
    try {
      for (let from: estypes.SortResults | undefined; ; ) {
        const { hits } = await client.search({
          pit: { id, keep_alive: pitKeepAlive },
          seq_no_primary_term: true,
          _source: rowFields(counter),
          query: { bool: { filter } },
          size: pageSize,
          sort: [{ timestamp: { order: 'asc' } }],
          track_total_hits: false,
          ...(from ? { search_after: from } : {}),
        });
        yield hits.hits.map((hit) => rowOf(hit, counter));
        if (hits.hits.length < pageSize) return;
        from = hits.hits.at(-1)?.sort;
      }
    } finally {
      await client.closePointInTime({ id });
    }
  }

  return {
    async ordinaryBefore(deviceId, at) {
      const filter = [ofDevice(deviceId), before(at)];
      if (counter === undefined) return (await search(filter, 'desc', 1))[0];
      const judged: Query = { exists: { field: 'consumption' } };
      const odd: Query = { terms: { quality: notOrdinary } };
      return (await search([...filter, ...withIndex, judged], 'desc', 1, [odd]))[0];
    },

    async *rows(deviceId, from, to) {
      if (from !== undefined && from >= to) return;
      const filter = [ofDevice(deviceId), before(to), ...(from === undefined ? [] : [since(from)])];
      // Elasticsearch sorts by time; what has one time is put into order here.
      let same: Row[] = [];
      for await (const page of pages(indicesOf(from, to), filter)) {
        for (const row of page) {
          if (same.length > 0 && same[0]?.at !== row.at) {
            yield* same.sort(compareReadings);
            same = [];
          }
          same.push(row);
        }
      }
      yield* same.sort(compareReadings);
    },

    async following(deviceId, at, most) {
      const filter = [ofDevice(deviceId), since(at)];
      const any = await search(filter, 'asc', 1);
      if (counter === undefined || any.length === 0) return any;
      const rows = await search([...filter, ...withIndex], 'asc', most);
      const ids = new Set(rows.map(({ id }) => id));
      return [...rows, ...any.filter(({ id }) => !ids.has(id))].sort(compareReadings);
    },

    async neighbours(deviceId, from, to) {
      const device = ofDevice(deviceId);
      const earlier = [device, before(from)];
      const later = [device, after(to)];
      const found = await Promise.all([
        search([...earlier, ...withIndex], 'desc', 2),
        search(earlier, 'desc', 1),
        search([...later, ...withIndex], 'asc', 1),
        search(later, 'asc', 1),
      ]);
      const [beforeIt, lastBefore, afterIt, nextAfter] = found.map((rows) => rows.map(({ at }) => at));
      return {
        before: earliest([...(beforeIt ?? []), ...(lastBefore ?? [])]),
        after: latest([...(afterIt ?? []), ...(nextAfter ?? [])]),
      };
    },

    async correct(corrections) {
      const operations = corrections.flatMap(({ row, consumption, dailyConsumption, quality }: Correction) => [
        {
          update: {
            _index: row.indexName,
            _id: row.id,
            if_seq_no: row.version.seqNo,
            if_primary_term: row.version.primaryTerm,
          },
        },
        { doc: { consumption, dailyConsumption, quality } },
      ]);
      const answer = await client.bulk({
        operations,
        filter_path: ['errors', 'items.update.status', 'items.update.error'],
      });
      if (!answer.errors) return true;
      for (const { update } of answer.items) {
        // 404: retention has deleted it meanwhile.
        if (update && update.status >= 300 && update.status !== 409 && update.status !== 404) {
          throw new Error(`${update.error?.type}: ${update.error?.reason}`);
        }
      }
      return false;
    },
  };
}

const earliest = (times: readonly number[]) => (times.length > 0 ? Math.min(...times) : undefined);
const latest = (times: readonly number[]) => (times.length > 0 ? Math.max(...times) : undefined);
