import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { migrations } from '../operations/migrations/index.ts';
import { runMigrations } from '../operations/migrations/run.ts';
import { createIncidentStore } from '../shared/incidents/store.ts';
import { namesOf } from '../shared/names.ts';
import { describeError } from '../shared/outage.ts';
import { runNode } from './harness/command.ts';
import { createDyingClient } from './harness/dying-client.ts';
import { createOperatedSite, type OperatedSite } from './harness/operations.ts';
import { backUp } from './harness/readings.ts';
import { endServices, startService } from './harness/service.ts';
import { until } from './harness/until.ts';
import { firstRelease, installFirstRelease } from './migration/release.ts';

let site: OperatedSite;
const said: string[] = [];
const work = (client: OperatedSite['client'], dryRun = false) => ({
  ...{ client, config: site.config, dryRun, report: (line: string) => said.push(line), check: () => {} },
});

/** As the first release has left it, and with an incident that a service of this release has written into its index. */
beforeAll(async () => {
  site = createOperatedSite();
  const { client, customer } = site;
  await installFirstRelease(client, customer);
  const { documents } = firstRelease(customer);
  const operations = documents.flatMap(({ index, id, document }) => [{ create: { _index: index, _id: id } }, document]);
  expect((await client.bulk({ operations, refresh: true })).errors).toBe(false);
  const store = createIncidentStore(client, customer);
  const [old] = await store.open();
  if (!old) throw new Error('there is no incident');
  await store.replace(old, { ...old.incident, fastestFall: 0.2, outage: 'readings-not-stored' });
});
afterAll(async () => {
  await endServices();
  await site.client.close();
});

const indexed = async () => {
  const index = `${site.customer}-alerts-*`;
  await site.client.indices.refresh({ index });
  return (await site.client.count({ index, query: { term: { outage: 'readings-not-stored' } } })).count;
};
const readings = async () => {
  const index = `${site.customer}-*-data-*`;
  await site.client.indices.refresh({ index });
  const { hits } = await site.client.search<Record<string, unknown>>({
    index,
    size: 1000,
    sort: [{ timestamp: 'asc' }],
  });
  return hits.hits;
};

test('without a verified backup nothing is migrated; a dry run says what would be', async () => {
  const before = await readings();
  expect(await runNode('operations/migrate.ts', [], site.environment)).toMatchObject({
    code: 1,
    err: expect.stringContaining('no verified backup'),
  });
  const dry = await runNode('operations/migrate.ts', ['--dry-run'], site.environment);
  expect(dry).toMatchObject({ code: 0, out: expect.stringContaining('would refuse') });
  for (const { id } of migrations) expect(dry.out).toContain(`would migrate ${id}`);
  expect(dry.out).toMatch(/-alerts-2025: .*outage/);
  expect(await readings()).toEqual(before);
  await backUp(site);
});

test('killed at any step, another run goes on with it', async () => {
  expect(await indexed()).toBe(0);
  for (let step = 1; ; step += 3) {
    const dying = await createDyingClient(inject('elasticsearchUrl'), step);
    const ended = await runMigrations(work(dying.client), Date.now()).then(
      () => true,
      (error: unknown) => {
        said.push(describeError(error));
        return false;
      },
    );
    await dying.close();
    if (ended) break;
    expect(dying.died, said.join('\n')).toBe(true);
  }
  said.length = 0;
  expect(await runMigrations(work(site.client), Date.now())).toBe(false);
  expect(said).toEqual([]);
  expect(await indexed()).toBe(1);
});

test("each reading has the site's hour and weekday and its delay, and is otherwise what it was", async () => {
  const before = new Map(firstRelease(site.customer).documents.map(({ id, document }) => [id, document]));
  const found = await readings();
  expect(found.length).toBe(before.size - 1);
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Brussels', hour: '2-digit', weekday: 'short' });
  for (const { _id = '', _source: { localHour, localWeekday, delaySeconds, ...others } = {} } of found) {
    expect(others).toEqual(before.get(_id));
    expect(delaySeconds).toBe(0.8);
    const parts = clock.formatToParts(Date.parse(String(others.timestamp)));
    const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
    expect(localHour).toBe(Number(part('hour')) % 24);
    expect(localWeekday).toBe(1 + ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(part('weekday')));
  }
  const night = { range: { localHour: { gte: 0, lt: 6 } } };
  const counted = await site.client.count({ index: `${site.customer}-*-data-*`, query: night });
  expect(counted.count).toBe(found.filter(({ _source }) => Number(_source?.localHour) < 6).length);
  expect(counted.count).toBeGreaterThan(0);
});

test('an ingestor makes the ledger and the consumption that the first release did not have', async () => {
  const { ledgerIndex } = namesOf(site.customer, 'centrale');
  const ingestor = startService('ingestor', {
    ...{ CUSTOMER: site.customer, SENSOR_TYPE: 'centrale', READING_PERIOD_SECONDS: '7200' },
    ...{ ACTIVEMQ_URL: inject('activemqUrl'), ELASTICSEARCH_URL: inject('elasticsearchUrl') },
  });
  await ingestor.ready();
  const days = await until('the ledger', async () => {
    const index = `${ledgerIndex}-2025`;
    await site.client.indices.refresh({ index }, { ignore: [404] });
    const { hits } = await site.client.search<Record<string, unknown>>({ index, sort: [{ day: 'asc' }] });
    return hits.hits.length === 3 ? hits.hits.map(({ _source }) => _source ?? {}) : undefined;
  });
  // 3.5 kWh each 2 h; the second day has 25 hours, and the last reading is of 23:00.
  expect(days.map(({ day, consumption }) => [day, consumption])).toEqual([
    ['2025-10-25', 42],
    ['2025-10-26', 43.75],
    ['2025-10-27', 40.25],
  ]);
  expect(await ingestor.stop()).toBe(0);
});
