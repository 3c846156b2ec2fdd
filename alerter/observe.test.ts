import { describe, expect, test } from 'vitest';
import type { ElasticsearchClient } from '../shared/elasticsearch/client.ts';
import { createSiteTime } from '../shared/site-time.ts';
import { at, iso } from './fakes/readings.ts';
import { createObserver, type Observer, patienceMs } from './observe.ts';

interface Asked {
  readonly index: readonly string[];
  readonly allow_partial_search_results: boolean;
  readonly size: number;
}

interface Document {
  readonly id: string;
  readonly source: Readonly<Record<string, unknown>>;
  readonly sort: number;
}

/** Readings stored at these seconds of the test, one of a device of its own each. */
const storedAt = (seconds: readonly number[]): Document[] =>
  seconds.map((second, place) => ({
    id: `${place}`,
    source: {
      timestamp: iso(second),
      receivedAt: iso(second),
      ingestedAt: iso(second),
      deviceId: `${place}`,
      device: `air-${place}`,
      Pres: 7,
    },
    sort: at(second),
  }));

/** An Elasticsearch that holds these documents, and notes what it is asked. */
function fake(documents: readonly Document[], more: Readonly<Record<string, unknown>> = {}) {
  const asked: Asked[] = [];
  const patience: unknown[] = [];
  const search = async (
    request: Asked & { query: { bool: { filter: { range: { ingestedAt: { gte: number } } }[] } } },
    options: { requestTimeout: number },
  ) => {
    asked.push(request);
    patience.push(options.requestTimeout);
    const { gte } = request.query.bool.filter[0]?.range.ingestedAt ?? { gte: 0 };
    const found = documents.filter(({ sort }) => sort >= gte).slice(0, request.size);
    return {
      ...more,
      hits: { hits: found.map(({ id, source, sort }) => ({ _id: id, _source: source, sort: [sort] })) },
    };
  };
  const client = { search } as unknown as ElasticsearchClient;
  return { asked, patience, observer: createObserver(client, 'finemeca', createSiteTime('Europe/Brussels')) };
}

async function all(observer: Observer, where: 'newest' | 'older' = 'newest') {
  const readings = [];
  for await (const page of observer.stored(at(0), at(60), where)) readings.push(...page);
  return readings;
}

describe('a look at what is stored', () => {
  test('of a thousand devices is one search, over the newest three days', async () => {
    const { asked, observer } = fake(storedAt(Array.from({ length: 1000 }, () => 30)));
    expect(await all(observer)).toHaveLength(1000);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.index.toSorted()).toEqual([16, 17, 18].map((day) => `finemeca-air-data-2026-4-${day}`));
  });

  test('at the older ones leaves these out', async () => {
    const { asked, observer } = fake([]);
    expect(await all(observer, 'older')).toEqual([]);
    expect(asked[0]?.index).toEqual([
      'finemeca-air-data-*',
      ...['18', '16', '17'].map((day) => `-finemeca-air-data-2026-4-${day}`),
    ]);
  });

  test.each([
    ['more than a page has', Array.from({ length: 4500 }, (_, place) => place)],
    ['more of one instant than a page has', [...Array.from({ length: 5000 }, () => 10), 20, 30]],
    ['a page that ends within an instant', Array.from({ length: 3000 }, (_, place) => Math.floor(place / 7))],
  ])('%s: everything comes, and once', async (_, seconds) => {
    const readings = await all(fake(storedAt(seconds)).observer);
    expect(readings).toHaveLength(seconds.length);
    expect(new Set(readings.map(({ id }) => id)).size).toBe(seconds.length);
  });

  test('takes no part for the whole, and waits for no slow answer', async () => {
    const { asked, patience, observer } = fake(storedAt([30]), { timed_out: true });
    await expect(all(observer)).rejects.toThrow('half-way');
    expect(asked[0]?.allow_partial_search_results).toBe(false);
    expect(patience).toEqual([patienceMs]);
  });

  test('a clock that is ahead counts as it was received, one that is behind as it says', async () => {
    const [document] = storedAt([30]);
    const saying = (timestamp: string) => ({ ...document, source: { ...document?.source, timestamp } }) as Document;
    const [ahead, behind] = [saying(iso(3600)), { ...saying(iso(-600)), id: 'behind' }];
    expect((await all(fake([ahead, behind]).observer)).map((reading) => reading.at)).toEqual([at(30), at(-600)]);
  });
});
