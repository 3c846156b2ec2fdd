import type { ElasticsearchClient } from '../shared/elasticsearch/client.ts';
import { dailyIndex, namesOf } from '../shared/names.ts';
import { millisecondsPerDay, type SiteTime } from '../shared/site-time.ts';
import type { PressurePoint } from './notice.ts';
import { patienceMs } from './observe.ts';

/** The pressures of the 24 h before `until` of some devices: the lowest of each five minutes, at most 289 points a device. */
export type LastDay = (
  deviceIds: readonly string[],
  until: number,
) => Promise<ReadonlyMap<string, readonly PressurePoint[]>>;

const stepSeconds = 300;
/** 289 buckets each; Elasticsearch allows 65,536 in one answer. */
const devicesPerSearch = 200;

interface Buckets<T> {
  readonly buckets: readonly T[];
}

type DeviceBucket = {
  readonly key: string;
  readonly steps: Buckets<{ readonly key: number; readonly lowest: { readonly value: number | null } }>;
};

/** Throws when Elasticsearch is away. */
export function createLastDay(client: ElasticsearchClient, customer: string, siteTime: SiteTime): LastDay {
  const { dataIndex } = namesOf(customer, 'air');

  return async (deviceIds, until) => {
    const from = until - millisecondsPerDay;
    const days = new Set([from, until - millisecondsPerDay / 2, until].map((at) => siteTime.dayOf(at)));
    const pressures = new Map<string, readonly PressurePoint[]>();
    for (let at = 0; at < deviceIds.length; at += devicesPerSearch) {
      const some = deviceIds.slice(at, at + devicesPerSearch);
      const { aggregations } = await client.search<unknown, { devices: Buckets<DeviceBucket> }>(
        {
          index: [...days].map((day) => dailyIndex(dataIndex, day)),
          ignore_unavailable: true,
          size: 0,
          query: {
            bool: {
              filter: [
                { terms: { deviceId: [...some] } },
                { range: { timestamp: { gte: from, lte: until, format: 'epoch_millis' } } },
              ],
            },
          },
          aggs: {
            devices: {
              terms: { field: 'deviceId', size: some.length },
              aggs: {
                steps: {
                  date_histogram: { field: 'timestamp', fixed_interval: `${stepSeconds}s`, min_doc_count: 1 },
                  aggs: { lowest: { min: { field: 'Pres' } } },
                },
              },
            },
          },
        },
        { requestTimeout: patienceMs },
      );
      for (const { key, steps } of aggregations?.devices.buckets ?? []) {
        const points = steps.buckets.flatMap(({ key: at, lowest: { value } }): PressurePoint[] =>
          value === null ? [] : [[at, value]],
        );
        pressures.set(key, points);
      }
    }
    return pressures;
  };
}
