import { afterEach, describe, expect, inject, test } from 'vitest';
import type { LedgerDay } from '../shared/ledger.ts';
import { namesOf } from '../shared/names.ts';
import { publish } from './harness/publish.ts';
import { endServices } from './harness/service.ts';
import { createSite, type Site } from './harness/site.ts';
import { until } from './harness/until.ts';

afterEach(endServices);

/** Local time, and index in kWh; null is the word NULL. */
type Sent = readonly [time: string, energy: number | null];

const message = (site: Site, [Time, energy]: Sent, device = 12) => ({
  topic: site.topic('centrale', device),
  payload: { idDevice: device, Device: `centrale-${device}`, Time, Energy: energy ?? 'NULL' },
});

async function ledger(site: Site, type = 'centrale'): Promise<LedgerDay[]> {
  const base = `${inject('elasticsearchUrl')}/${namesOf(site.customer, type).ledgerIndex}-*`;
  await fetch(`${base}/_refresh`, { method: 'POST' });
  const answer = await fetch(`${base}/_search?size=1000&sort=day,deviceId`);
  if (!answer.ok) return [];
  return ((await answer.json()) as { hits: { hits: { _source: LedgerDay }[] } }).hits.hits.map(
    ({ _source }) => _source,
  );
}

/** `[timestamp, consumption, dailyConsumption, flags]`, in the order of time. */
async function documents(site: Site): Promise<unknown[]> {
  const found = (await site.documents('centrale')).map(({ _source }) => _source);
  return found
    .sort((a, b) => (`${a.timestamp} ${a.Energy}` < `${b.timestamp} ${b.Energy}` ? -1 : 1))
    .map(({ timestamp, consumption, dailyConsumption, quality }) => [
      timestamp,
      consumption,
      dailyConsumption,
      (quality as string[]).filter((flag) => flag !== 'late').join(' '),
    ]);
}

/** `[day, readings, missing, consumption, startIndex, endIndex, flags]`. */
const days = (found: readonly LedgerDay[]) =>
  found.map(({ day, readings, missing, consumption, startIndex, endIndex, quality }) => [
    ...[day, readings, missing, consumption, startIndex, endIndex],
    quality.join(' '),
  ]);

interface Row {
  readonly title: string;
  readonly settings?: Readonly<Record<string, string>>;
  readonly sent: readonly Sent[];
  readonly documents: readonly (readonly [string, number | undefined, number | undefined, string])[];
  readonly ledger: readonly (readonly [string, number, number, number | undefined, number, number, string])[];
}

const hourly = { READING_PERIOD_SECONDS: '3600' };

const table: readonly Row[] = [
  {
    title: 'a gap over midnight: each day has its share',
    settings: hourly,
    sent: [
      ['2022-04-17 21:00:00', 100],
      ['2022-04-17 22:00:00', 101],
      ['2022-04-19 02:00:00', 129],
      ['2022-04-19 03:00:00', 130],
    ],
    documents: [
      ['2022-04-17T19:00:00.000Z', 0, 0, 'first-reading'],
      ['2022-04-17T20:00:00.000Z', 1, 1, ''],
      ['2022-04-19T00:00:00.000Z', 28, 2, ''],
      ['2022-04-19T01:00:00.000Z', 1, 3, ''],
    ],
    ledger: [
      ['2022-04-17', 2, 1, 3, 100, 103, 'first-reading interpolated'],
      ['2022-04-18', 0, 24, 24, 103, 127, 'interpolated'],
      ['2022-04-19', 2, 2, 3, 127, 130, 'interpolated'],
    ],
  },
  {
    title: 'the October day has 25 hours',
    settings: hourly,
    sent: [
      ['2022-10-29 12:00:00', 0],
      ['2022-10-31 12:00:00', 49],
    ],
    documents: [
      ['2022-10-29T10:00:00.000Z', 0, 0, 'first-reading'],
      ['2022-10-31T11:00:00.000Z', 49, 12, ''],
    ],
    ledger: [
      ['2022-10-29', 1, 11, 12, 0, 12, 'first-reading interpolated'],
      ['2022-10-30', 0, 25, 25, 12, 37, 'interpolated'],
      ['2022-10-31', 1, 12, 12, 37, 49, 'interpolated'],
    ],
  },
  {
    title: 'the March day has 23 hours',
    settings: hourly,
    sent: [
      ['2022-03-26 12:00:00', 0],
      ['2022-03-28 12:00:00', 47],
    ],
    documents: [
      ['2022-03-26T11:00:00.000Z', 0, 0, 'first-reading'],
      ['2022-03-28T10:00:00.000Z', 47, 12, ''],
    ],
    ledger: [
      ['2022-03-26', 1, 11, 12, 0, 12, 'first-reading interpolated'],
      ['2022-03-27', 0, 23, 23, 12, 35, 'interpolated'],
      ['2022-03-28', 1, 12, 12, 35, 47, 'interpolated'],
    ],
  },
  {
    title: 'a reset, a dip, a glitch and a reading without a value',
    sent: [
      ['2022-04-17 12:00:00', 500],
      ['2022-04-17 12:00:30', 500.1],
      ['2022-04-17 12:01:00', 499.9],
      ['2022-04-17 12:01:30', null],
      ['2022-04-17 12:02:00', 500.3],
      ['2022-04-17 12:02:30', 0],
      ['2022-04-17 12:03:00', 500.6],
      ['2022-04-17 12:03:30', 0.2],
      ['2022-04-17 12:04:00', 0.3],
    ],
    documents: [
      ['2022-04-17T10:00:00.000Z', 0, 0, 'first-reading'],
      ['2022-04-17T10:00:30.000Z', 0.1, 0.1, ''],
      ['2022-04-17T10:01:00.000Z', 0, 0.1, 'dip'],
      ['2022-04-17T10:01:30.000Z', undefined, undefined, ''],
      ['2022-04-17T10:02:00.000Z', 0.2, 0.3, ''],
      ['2022-04-17T10:02:30.000Z', 0, 0.3, 'spike'],
      ['2022-04-17T10:03:00.000Z', 0.3, 0.6, ''],
      ['2022-04-17T10:03:30.000Z', 0.2, 0.8, 'counter-reset'],
      ['2022-04-17T10:04:00.000Z', 0.1, 0.9, ''],
    ],
    ledger: [['2022-04-17', 9, 0, 0.9, 500, 0.3, 'counter-reset dip first-reading spike']],
  },
];

describe('a meter, from MQTT to the ledger', () => {
  test.each(table)('$title', async ({ settings = {}, sent, documents: expected, ledger: expectedDays }) => {
    const site = createSite();
    await Promise.all([site.gateway('centrale').ready(), site.ingestor('centrale', settings).ready()]);
    await publish(sent.map((each) => message(site, each)));
    await site.stored('centrale', sent.length);
    await until('documents and ledger as in the table', async () => {
      expect(await documents(site)).toEqual(expected);
      expect(days(await ledger(site))).toEqual(expectedDays);
      return true;
    });
  });

  test('late, repeated and out of order, with a restart in between: the same as in order', async () => {
    const [row] = table;
    if (!row) throw new Error('no table');
    const site = createSite();
    await site.gateway('centrale').ready();
    const first = site.ingestor('centrale', hourly);
    await first.ready();
    const [a, b, c, d] = row.sent.map((each) => message(site, each));
    if (!a || !b || !c || !d) throw new Error('four readings are expected');
    await publish([d, a, a]);
    await site.stored('centrale', 2);
    expect(await first.stop()).toBe(0);
    await publish([c, d]);
    const second = site.ingestor('centrale', hourly);
    await site.stored('centrale', 3);
    await second.kill();
    site.ingestor('centrale', hourly);
    await publish([b, c, b]);
    await until('documents and ledger as in the table', async () => {
      expect(await documents(site)).toEqual(row.documents);
      expect(days(await ledger(site))).toEqual(row.ledger);
      return true;
    });
  });
});

/** What does not depend on when anything arrived. */
const timeless = ({ ingestedAt: _, ...document }: LedgerDay) => document;

test('two ingestors share the load and one is killed midway: the same result as one', async () => {
  const devices = 20;
  const perDevice = 60;
  const sent = Array.from({ length: perDevice }, (_, n) =>
    Array.from({ length: devices }, (_, device): [Sent, number] => {
      // Around midnight; now and then a reset.
      const Time = new Date(Date.UTC(2022, 3, 17, 23, 40) + n * 30_000).toISOString().slice(0, 19).replace('T', ' ');
      return [[Time, n % 25 === 24 && device % 5 === 0 ? 0 : 1000 + device + n / 8], device];
    }),
  ).flat();
  const results = [];
  for (const many of [false, true]) {
    const site = createSite();
    const ingestors = (many ? [1, 2] : [1]).map(() => site.ingestor('centrale'));
    await Promise.all([site.gateway('centrale').ready(), ...ingestors.map((each) => each.ready())]);
    for (let at = 0; at < sent.length; at += 300) {
      await publish(sent.slice(at, at + 300).map(([each, device]) => message(site, each, device)));
      if (many && at === 600) {
        await until(
          'the first to store',
          async () => ((await ingestors[0]?.metric('telemetry_ingestor_stored_total')) ?? 0) > 0,
        );
        await ingestors[0]?.kill();
      }
    }
    await site.stored('centrale', sent.length);
    results.push({ site, documents: await documents(site) });
  }
  const [one, two] = results;
  if (!one || !two) throw new Error('two runs are expected');
  await until(
    'both results to be the same',
    async () => {
      const [expected, found] = [(await ledger(one.site)).map(timeless), (await ledger(two.site)).map(timeless)];
      expect(expected).toHaveLength(2 * devices);
      expect(expected.reduce((sum, { readings }) => sum + readings, 0)).toBe(sent.length);
      expect(found).toEqual(expected);
      expect(await documents(two.site)).toEqual(await documents(one.site));
      return true;
    },
    // What the killed one acknowledged and did not write into the ledger, the sweep of a minute finds.
    150_000,
  );
}, 300_000);

test('every type has a ledger', async () => {
  const site = createSite({ AIR_OPENING_PRESSURE: '6' });
  await Promise.all([site.gateway('air').ready(), site.ingestor('air').ready()]);
  const times = ['2022-04-17 23:59:00', '2022-04-17 23:59:30', '2022-04-18 00:00:30', '2022-04-18 00:01:00'];
  await publish(times.map((Time) => ({ topic: site.topic('air', 'a'), payload: { Time, Pres: 7 } })));
  const found = await until('two days', async () => {
    const two = await ledger(site, 'air');
    return two.length === 2 && two[1]?.readings === 2 ? two : false;
  });
  expect(found.map(timeless)).toEqual([
    {
      ...{ day: '2022-04-17', deviceId: 'a', device: 'a', readings: 2, expected: 2, missing: 0 },
      gaps: [{ from: '2022-04-17T21:59:30.000Z', to: '2022-04-17T22:00:00.000Z' }],
      ...{ firstAt: '2022-04-17T21:59:00.000Z', lastAt: '2022-04-17T21:59:30.000Z', quality: [] },
    },
    {
      ...{ day: '2022-04-18', deviceId: 'a', device: 'a', readings: 2, expected: 3, missing: 1 },
      gaps: [{ from: '2022-04-17T22:00:00.000Z', to: '2022-04-17T22:00:30.000Z' }],
      ...{ firstAt: '2022-04-17T22:00:30.000Z', lastAt: '2022-04-17T22:01:00.000Z', quality: [] },
    },
  ]);
});
