import type { estypes } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '../shared/elasticsearch/client.ts';
import { dailyIndex, namesOf } from '../shared/names.ts';
import { millisecondsPerDay, type SiteTime } from '../shared/site-time.ts';
import type { PressureReading } from './evaluate/reading.ts';

/** The stored air-pressure readings of a site. Every method throws when Elasticsearch is away, slow, or answers partially. */
export interface Observer {
  /**
   * Readings stored at `since` or later, in the order in which they were stored, page by page: of the newest daily indices
   * (yesterday's to tomorrow's, as clocks may be ahead), or of all others.
   */
  stored(since: number, now: number, where: 'newest' | 'older'): AsyncGenerator<readonly PressureReading[]>;
  /** Readings of [from, to) by their own time, oldest first, page by page; of one device or of all. */
  measured(from: number, to: number, deviceId?: string): AsyncGenerator<readonly PressureReading[]>;
}

interface Source {
  readonly timestamp: string;
  readonly receivedAt: string;
  readonly ingestedAt: string;
  readonly deviceId: string;
  readonly device: string;
  readonly msgCount?: number;
  readonly Pres?: number;
  readonly PresOpen?: number;
}

const fields = ['timestamp', 'receivedAt', 'ingestedAt', 'deviceId', 'device', 'msgCount', 'Pres', 'PresOpen'];
/** What is in memory at once: two readings of a thousand devices. */
const pageSize = 2000;
/** The most that Elasticsearch gives at once by default: for more readings of one time than a page has. */
const largestPage = 10_000;
/** Somebody may wait for the mail: an Elasticsearch that is slower than this is as good as away. */
export const patienceMs = 15_000;
/** Beyond this many days their indices are not named one by one. */
const mostNamedDays = 40;

export function createObserver(client: ElasticsearchClient, customer: string, siteTime: SiteTime): Observer {
  const { dataIndex } = namesOf(customer, 'air');
  const indicesBetween = (from: number, to: number): string[] => {
    if (to - from > mostNamedDays * millisecondsPerDay) return [`${dataIndex}-*`];
    const days = new Set([siteTime.dayOf(to)]);
    for (let at = from; at < to; at += millisecondsPerDay / 2) days.add(siteTime.dayOf(at));
    return [...days].map((day) => dailyIndex(dataIndex, day));
  };

  /** All that match, in the order of `key`, without those that a page before had: many may share one time. */
  async function* pages(
    index: readonly string[],
    key: 'ingestedAt' | 'timestamp',
    range: { gte: number; lt?: number },
    filter: readonly estypes.QueryDslQueryContainer[],
  ): AsyncGenerator<readonly PressureReading[]> {
    let { gte } = range;
    let size = pageSize;
    let seen = new Set<string>();
    for (;;) {
      const { hits, timed_out } = await client.search<Source>(
        {
          index: [...index],
          ignore_unavailable: true,
          allow_no_indices: true,
          allow_partial_search_results: false,
          track_total_hits: false,
          size,
          _source: fields,
          query: { bool: { filter: [{ range: { [key]: { ...range, gte, format: 'epoch_millis' } } }, ...filter] } },
          sort: [{ [key]: { order: 'asc', unmapped_type: 'date' } }],
          filter_path: ['timed_out', 'hits.hits._id', 'hits.hits._source', 'hits.hits.sort'],
        },
        { requestTimeout: patienceMs },
      );
      if (timed_out) throw new Error('Elasticsearch gave up a search half-way');
      const found = hits?.hits ?? [];
      const readings = found.filter(({ _id }) => !seen.has(_id ?? '')).map(readingOf);
      if (readings.length > 0) yield readings;
      if (found.length < size) return;
      const last = Number(found.at(-1)?.sort?.[0]);
      // A page of one single time would come again and again.
      const stuck = last === gte;
      gte = stuck && size === largestPage ? last + 1 : last;
      size = stuck ? largestPage : pageSize;
      seen = new Set(found.filter(({ sort }) => Number(sort?.[0]) === last).map(({ _id }) => _id ?? ''));
    }
  }

  return {
    stored(since, now, where) {
      const newest = indicesBetween(now - millisecondsPerDay, now + millisecondsPerDay);
      const index = where === 'newest' ? newest : [`${dataIndex}-*`, ...newest.map((name) => `-${name}`)];
      return pages(index, 'ingestedAt', { gte: since }, []);
    },

    measured(from, to, deviceId) {
      const filter = deviceId === undefined ? [] : [{ term: { deviceId } }];
      return pages(indicesBetween(from, to), 'timestamp', { gte: from, lt: to }, filter);
    },
  };
}

function readingOf({ _id, _source }: { _id?: string; _source?: Source }): PressureReading {
  const source = _source as Source;
  const receivedAt = Date.parse(source.receivedAt);
  return {
    id: _id ?? '',
    deviceId: source.deviceId,
    device: source.device,
    // A clock that is ahead would put every right reading after it in the past.
    at: Math.min(Date.parse(source.timestamp), receivedAt),
    receivedAt,
    ingestedAt: Date.parse(source.ingestedAt),
    ...(source.msgCount === undefined ? {} : { messageCount: source.msgCount }),
    ...(source.Pres === undefined ? {} : { pressure: source.Pres }),
    ...(source.PresOpen === undefined ? {} : { openingPressure: source.PresOpen }),
  };
}
