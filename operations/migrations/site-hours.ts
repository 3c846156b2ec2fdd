import { namesOf } from '../../shared/names.ts';
import { sensorTypes } from '../../shared/sensors/index.ts';
import { createSiteTime } from '../../shared/site-time.ts';
import { rewrite } from '../rewrite.ts';
import { count } from '../table.ts';
import type { Migration, Pending } from './migration.ts';

const lacking = { bool: { must_not: [{ exists: { field: 'localHour' } }] } };
/** Far more than there are indices of one type. */
const mostIndices = 20_000;

/** The dashboards ask for nights, shifts and weekends by these. The first release did not write them. */
export const siteHours: Migration = {
  id: '2-site-hours',
  about: "Every reading carries the site's hour and weekday.",
  async pending({ client, config }) {
    const siteTime = createSiteTime(config.siteTimeZone);
    const found: Pending[] = [];
    for (const sensor of sensorTypes) {
      const pattern = `${namesOf(config.customer, sensor.name).dataIndex}-*`;
      await client.indices.refresh({ index: pattern, allow_no_indices: true });
      const { aggregations } = await client.search({
        index: pattern,
        size: 0,
        query: lacking,
        aggs: { indices: { terms: { field: '_index', size: mostIndices, order: { _key: 'asc' } } } },
      });
      const { buckets = [] } = (aggregations?.indices ?? {}) as {
        buckets?: readonly { readonly key: string; readonly doc_count: number }[];
      };
      for (const { key: index, doc_count } of buckets) {
        found.push({
          what: `${index}: ${count(doc_count)} readings`,
          async run(check) {
            const change = (source: Readonly<Record<string, unknown>>) => {
              const { hour, weekday } = siteTime.clockOf(Date.parse(String(source.timestamp)));
              return { ...source, localHour: hour, localWeekday: weekday };
            };
            return (await rewrite(client, index, { check, change, query: lacking })).written;
          },
        });
      }
    }
    return found;
  },
};
