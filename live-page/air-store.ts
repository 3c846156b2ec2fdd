import type { ElasticsearchClient } from '../shared/elasticsearch/client.ts';

export interface StoredPoint {
  readonly deviceId: string;
  readonly at: number;
  readonly pressure: number;
}

/** An interval of a device's history; pressures are bar. */
export interface HistoryBucket {
  readonly at: number;
  readonly min: number;
  readonly avg: number;
  readonly max: number;
  readonly count: number;
}

/** The air readings in Elasticsearch. Every method throws when Elasticsearch is away or answers partially. */
export interface AirStore {
  /** The newest document with a pressure of each device that has reported since `from`. */
  newest(from: number, now: number): Promise<unknown[]>;
  /** The pressures since `from`, one a second at most, fewer where there are many devices: then the lowest of the interval. */
  points(from: number, now: number, devices: number): Promise<StoredPoint[]>;
  /** What has been stored since `from` by the ingestor's clock, newest first; undefined when it is too much. */
  storedSince(from: number): Promise<unknown[] | undefined>;
  /** At most `intervals` buckets from `from` to `to`; those without a reading are absent. */
  history(deviceId: string, from: number, to: number, intervals: number): Promise<HistoryBucket[]>;
}

const deviceLimit = 5000;
/** Elasticsearch refuses to make more than 65,536 buckets. */
const bucketLimit = 50_000;
const newsLimit = 2000;
const requestTimeout = 5000;

const fields = ['timestamp', 'receivedAt', 'deviceId', 'device', 'msgCount', 'Pres', 'PresOpen'];
const newestFirst = [
  { timestamp: { order: 'desc', unmapped_type: 'date' } },
  { msgCount: { order: 'desc', unmapped_type: 'long', missing: '_last' } },
  { receivedAt: { order: 'desc', unmapped_type: 'date' } },
] as const;

type Hits = { hits: { hits: { _source?: unknown }[] } };

export function createAirStore(client: ElasticsearchClient, dataIndex: string): AirStore {
  const common = { index: `${dataIndex}-*`, allow_partial_search_results: false };
  const hasPressure = { exists: { field: 'Pres' } };
  const since = (field: string, from: number) => ({ range: { [field]: { gte: from, format: 'epoch_millis' } } });

  return {
    async newest(from, now) {
      const ahead = { range: { timestamp: { gt: now, format: 'epoch_millis' } } };
      const answer = await client.search(
        {
          ...common,
          size: 0,
          query: { bool: { filter: [hasPressure, since('timestamp', from)] } },
          aggs: {
            devices: {
              terms: { field: 'deviceId', size: deviceLimit },
              aggs: {
                // A clock that ran ahead for a while must not hide what came after it was set right.
                past: {
                  filter: { bool: { must_not: [ahead] } },
                  aggs: { newest: { top_hits: { size: 1, sort: [...newestFirst], _source: fields } } },
                },
                ahead: {
                  filter: ahead,
                  aggs: { newest: { top_hits: { size: 1, sort: [{ receivedAt: 'desc' }], _source: fields } } },
                },
              },
            },
          },
        },
        { requestTimeout },
      );
      const devices = answer.aggregations?.devices as
        | { buckets: { past: { newest: Hits }; ahead: { newest: Hits } }[] }
        | undefined;
      return (devices?.buckets ?? []).flatMap(({ past, ahead: early }) =>
        [past, early].flatMap(({ newest }) => newest.hits.hits.map(({ _source }) => _source)),
      );
    },

    async points(from, now, devices) {
      const intervalMs = Math.max(1000, Math.ceil(((now - from) * Math.max(1, devices)) / bucketLimit));
      const answer = await client.search(
        {
          ...common,
          size: 0,
          query: {
            bool: { filter: [hasPressure, { range: { timestamp: { gte: from, lte: now, format: 'epoch_millis' } } }] },
          },
          aggs: {
            devices: {
              terms: { field: 'deviceId', size: deviceLimit },
              aggs: {
                times: {
                  date_histogram: { field: 'timestamp', fixed_interval: `${intervalMs}ms`, min_doc_count: 1 },
                  aggs: { lowest: { min: { field: 'Pres' } } },
                },
              },
            },
          },
        },
        { requestTimeout },
      );
      const found = answer.aggregations?.devices as
        | { buckets: { key: string; times: { buckets: { key: number; lowest: { value: number } }[] } }[] }
        | undefined;
      return (found?.buckets ?? []).flatMap(({ key, times }) =>
        times.buckets.map(({ key: at, lowest }) => ({ deviceId: key, at, pressure: lowest.value })),
      );
    },

    async storedSince(from) {
      const answer = await client.search(
        {
          ...common,
          size: newsLimit,
          query: { bool: { filter: [hasPressure, since('ingestedAt', from)] } },
          sort: [...newestFirst],
          _source: fields,
        },
        { requestTimeout },
      );
      const { hits } = answer.hits;
      return hits.length === newsLimit ? undefined : hits.map(({ _source }) => _source);
    },

    async history(deviceId, from, to, intervals) {
      const intervalMs = historyInterval(from, to, intervals);
      const answer = await client.search(
        {
          ...common,
          size: 0,
          query: {
            bool: {
              filter: [
                hasPressure,
                { term: { deviceId } },
                { range: { timestamp: { gte: from, lt: to, format: 'epoch_millis' } } },
              ],
            },
          },
          aggs: {
            times: {
              // Counted from `from`, so that there are never more of them than were asked for.
              date_histogram: {
                field: 'timestamp',
                fixed_interval: `${intervalMs}ms`,
                offset: `${from % intervalMs}ms`,
                min_doc_count: 1,
              },
              aggs: { pressure: { stats: { field: 'Pres' } } },
            },
          },
        },
        { requestTimeout },
      );
      const times = answer.aggregations?.times as
        | { buckets: { key: number; doc_count: number; pressure: { min: number; avg: number; max: number } }[] }
        | undefined;
      return (times?.buckets ?? []).map(({ key, doc_count, pressure: { min, avg, max } }) => ({
        at: key,
        min,
        avg,
        max,
        count: doc_count,
      }));
    },
  };
}

/** Milliseconds of one interval, whole seconds. */
export const historyInterval = (from: number, to: number, intervals: number): number =>
  Math.max(1, Math.ceil((to - from) / intervals / 1000)) * 1000;
