import { namesOf } from '../../shared/names.ts';
import { sensorTypes } from '../../shared/sensors/index.ts';
import { createSiteTime, type SiteTime } from '../../shared/site-time.ts';
import { rewrite } from '../rewrite.ts';
import { count } from '../table.ts';
import type { Migration, Pending } from './migration.ts';

type Source = Readonly<Record<string, unknown>>;

const has = (field: string) => ({ exists: { field } });
const lacks = (field: string) => ({ bool: { must_not: [has(field)] } });

/** Without a clock there is nothing to compare the reception with, so there is no delay. */
const lacking = {
  bool: {
    filter: [has('timestamp'), has('receivedAt')],
    should: [
      lacks('localHour'),
      { bool: { filter: [lacks('delaySeconds')], must_not: [{ term: { quality: 'no-clock' } }] } },
    ],
    minimum_should_match: 1,
  },
};
/** Far more than there are indices of one type. */
const mostIndices = 20_000;

/** Dashboards ask for nights and weekends, and for wrong clocks, by these. The first release did not write them. */
export const derivedTimes: Migration = {
  id: '2-derived-times',
  about: "Every reading carries the site's hour and weekday, and its delay.",
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
            const change = (source: Source) => withTimes(source, siteTime);
            return (await rewrite(client, index, { check, change, query: lacking })).written;
          },
        });
      }
    }
    return found;
  },
};

/** As the ingestor writes them. */
export function withTimes(source: Source, siteTime: Pick<SiteTime, 'clockOf'>): Source {
  const at = Date.parse(String(source.timestamp));
  const { hour, weekday } = siteTime.clockOf(at);
  const hasClock = !(source.quality as readonly string[] | undefined)?.includes('no-clock');
  return {
    ...source,
    localHour: hour,
    localWeekday: weekday,
    ...(hasClock && { delaySeconds: (Date.parse(String(source.receivedAt)) - at) / 1000 }),
  };
}
