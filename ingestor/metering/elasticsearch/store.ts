import type { estypes } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '../../../shared/elasticsearch/client.ts';
import { ledgerId } from '../../../shared/ledger.ts';
import { dailyIndex, type Names } from '../../../shared/names.ts';
import type { SiteTime } from '../../../shared/site-time.ts';
import type { MeterSwaps } from '../../swaps.ts';
import { compareReadings } from '../course.ts';
import type { DeviceDay, MeteringStore, Recalled, Row } from '../store.ts';
import { createLedger } from './ledger.ts';
import { createReadings } from './readings.ts';
import { rowFields, rowOf } from './rows.ts';

/** So many of a device's newest readings are known by their id, to tell a repetition from news. */
const newestReadings = 12;
const devicesAtOnce = 500;

type Bucket<More = unknown> = { readonly key: string; readonly doc_count: number } & More;

/** The hits of a device, newest first, and how many there are in each index. */
interface Newest {
  readonly newest: { readonly hits: { readonly hits: readonly estypes.SearchHit<unknown>[] } };
  readonly indices: { readonly buckets: readonly Bucket[] };
}

const idsOf = (devices: readonly { readonly deviceId: string }[]): string[] => devices.map(({ deviceId }) => deviceId);

/** One search for many devices: one for each takes five times as long. */
const eachDevice = (deviceIds: readonly string[], aggs: object, filters: readonly object[] = []) => ({
  size: 0,
  track_total_hits: false,
  query: { bool: { filter: [{ terms: { deviceId: deviceIds } }, ...filters] } },
  aggs: { devices: { terms: { field: 'deviceId', size: deviceIds.length }, aggs } },
});

/** Nothing where no index of the search exists. */
const devicesIn = <T>(answer: estypes.SearchResponse | undefined): readonly Bucket<T>[] =>
  ((answer?.aggregations?.devices ?? { buckets: [] }) as unknown as { buckets: readonly Bucket<T>[] }).buckets;

/** The metering of one sensor type in Elasticsearch. */
export function createMeteringStore(options: {
  readonly client: ElasticsearchClient;
  readonly names: Names;
  readonly siteTime: SiteTime;
  readonly counter: string | undefined;
  readonly swaps: MeterSwaps;
}): MeteringStore {
  const { client, names, counter } = options;
  // Not by the index: that of a compacted month holds all of its days.
  const byDay = {
    date_histogram: {
      field: 'timestamp',
      calendar_interval: 'day',
      time_zone: options.siteTime.timeZone,
      format: 'yyyy-MM-dd',
    },
  } as const;
  const { dataIndex } = names;
  const ledger = createLedger(client, names.ledgerIndex);
  const readings = createReadings({ ...options, dataIndex });

  /** One search for each, in that order. */
  async function searchAll(
    searches: readonly { readonly index: readonly string[]; readonly body: object }[],
  ): Promise<estypes.SearchResponse[]> {
    const lines = searches.flatMap(({ index, body }) => [
      { index: [...index], ignore_unavailable: true, allow_partial_search_results: false },
      body,
    ]);
    const { responses } = await client.msearch({ searches: lines as estypes.MsearchRequestItem[] });
    return responses.map((response) => {
      if ('error' in response) throw new Error(response.error.reason ?? 'a search failed');
      return response as unknown as estypes.SearchResponse;
    });
  }

  return {
    ...readings,
    ledger: ledger.ledger,
    ledgerBefore: ledger.ledgerBefore,
    ledgerReaches: ledger.ledgerReaches,
    writeLedger: ledger.writeLedger,
    swaps: (deviceId) => options.swaps.of(deviceId),

    async refresh() {
      await client.indices.refresh({ index: `${dataIndex}-*`, allow_no_indices: true });
    },

    async recall(devices) {
      await client.indices.refresh({ index: [`${dataIndex}-*`, `${names.ledgerIndex}-*`], allow_no_indices: true });
      const latest = await ledger.latest(idsOf(devices));
      const daysOf = ({ deviceId, days }: (typeof devices)[number]): string => {
        const known = latest.get(deviceId)?.document.day;
        return [...new Set(known === undefined ? days : [...days, known])].sort().join();
      };
      const answers = await searchAll(
        [...Map.groupBy(devices, daysOf)].map(([joined, each]) => {
          const days = joined.split(',');
          return {
            index: days.map((day) => dailyIndex(dataIndex, day)),
            body: eachDevice(idsOf(each), {
              newest: {
                top_hits: {
                  size: newestReadings,
                  seq_no_primary_term: true,
                  _source: rowFields(counter),
                  sort: [{ timestamp: { order: 'desc' } }],
                },
              },
              indices: { terms: { field: '_index', size: days.length } },
            }),
          };
        }),
      );
      const recalled = new Map<string, Recalled>();
      for (const { key: deviceId, newest: found, indices } of answers.flatMap(devicesIn<Newest>)) {
        const rows: Row[] = found.hits.hits.map((hit) => rowOf(hit, counter)).sort(compareReadings);
        const newest = rows.at(-1);
        if (!newest) continue;
        recalled.set(deviceId, {
          newest,
          ids: rows.map(({ id }) => id),
          stored: indices.buckets.find(({ key }) => key === newest.indexName)?.doc_count ?? 0,
          ledger: latest.get(deviceId),
        });
      }
      return recalled;
    },

    async stale(wanted, until) {
      const stale: DeviceDay[] = [];
      for (let from = 0; from < wanted.length; from += devicesAtOnce) {
        const some = wanted.slice(from, from + devicesAtOnce);
        const days = Map.groupBy(some, ({ day }) => day);
        const [answers, present] = await Promise.all([
          searchAll(
            [...days].map(([day, each]) => ({
              index: [dailyIndex(dataIndex, day)],
              body: eachDevice(idsOf(each), { last: { max: { field: 'ingestedAt' } } }, [
                { range: { ingestedAt: { lte: until } } },
              ]),
            })),
          ),
          ledger.days(some),
        ]);
        for (const [at, day] of [...days.keys()].entries()) {
          for (const { key: deviceId, doc_count: count, last } of devicesIn<{ last: { value: number } }>(answers[at])) {
            const known = present.get(ledgerId(deviceId, day))?.document;
            const outdated =
              !known || known.readings < count || Date.parse(known.ingestedAt ?? '1970-01-01') < last.value;
            if (outdated) stale.push({ deviceId, day });
          }
        }
      }
      return stale;
    },

    async *storedBetween(since, until) {
      for (let after: Record<string, unknown> | undefined; ; ) {
        const { aggregations } = await client.search({
          index: `${dataIndex}-*`,
          allow_partial_search_results: false,
          size: 0,
          track_total_hits: false,
          query: { range: { ingestedAt: { gt: since, lte: until } } },
          aggs: {
            days: {
              composite: {
                size: devicesAtOnce,
                sources: [{ day: byDay }, { deviceId: { terms: { field: 'deviceId' } } }],
                ...(after && { after: after as Record<string, string> }),
              },
            },
          },
        });
        const days = (aggregations?.days ?? { buckets: [] }) as unknown as {
          readonly after_key?: Record<string, unknown>;
          readonly buckets: readonly { readonly key: DeviceDay }[];
        };
        if (days.buckets.length > 0) yield days.buckets.map(({ key }) => key);
        if (!days.after_key || days.buckets.length < devicesAtOnce) return;
        after = days.after_key;
      }
    },
  };
}
