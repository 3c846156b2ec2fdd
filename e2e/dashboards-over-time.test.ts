import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createMeteringStore } from '../ingestor/metering/elasticsearch/store.ts';
import { createMeterSwaps } from '../ingestor/swaps.ts';
import { dashboardsOf } from '../kibana/dashboards/index.ts';
import { type ChartPanel, isChart } from '../kibana/panel.ts';
import type { Row } from '../kibana/query/rows.ts';
import { indexNames } from '../operations/indices.ts';
import { familiesOf } from '../operations/migrations/families.ts';
import { runMigrations } from '../operations/migrations/run.ts';
import { runRetention } from '../operations/retention/run.ts';
import { installTemplate } from '../shared/elasticsearch/templates.ts';
import { namesOf } from '../shared/names.ts';
import { createSiteTime } from '../shared/site-time.ts';
import { ask } from './dashboards/ask.ts';
import type { Written } from './dashboards/documents.ts';
import { expectations } from './dashboards/expected.ts';
import { type FilledSite, fillSite } from './dashboards/fill.ts';
import { periodSeconds, timeZone } from './dashboards/site.ts';
import { runNode } from './harness/command.ts';
import { createOperatedSite, type OperatedSite } from './harness/operations.ts';
import { backUp } from './harness/readings.ts';
import { asFirstRelease, installFirstRelease } from './migration/release.ts';

const dashboards = dashboardsOf({ readingPeriodSeconds: periodSeconds });
const panels = dashboards.flatMap((dashboard) =>
  dashboard.panels.filter(isChart).map((panel) => ({ name: panel.id, dashboard, panel })),
);
const shown = new Map<string, Map<string, Row['values']>>();
let site: OperatedSite;
let filled: FilledSite;

/** Two weeks of pressures as the first release has stored them; then the templates of this release, as its services bring them. */
beforeAll(async () => {
  site = createOperatedSite();
  const { client, customer } = site;
  // Of no importance what is in it: without a backup nothing is rewritten.
  await client.index({ index: `${customer}-meters-swaps`, document: {}, refresh: true });
  await backUp(site);
  const former = {
    install: () => installFirstRelease(client, customer, ['air']),
    stored: (reading: Written) => (reading.index.includes('-air-') ? asFirstRelease(reading) : reading),
  };
  filled = await fillSite(inject('elasticsearchUrl'), customer, former);
  for (const template of familiesOf(customer, 0)) await installTemplate(client, template);
});
afterAll(async () => {
  const { client, customer } = site;
  await client.indices.delete({ index: await indexNames(client, `${customer}-*`) });
  await client.close();
  await filled.client.close();
});

const rowsOf = async (dashboard: (typeof dashboards)[number], panel: ChartPanel) =>
  new Map(
    (await ask(site.client, site.customer, dashboard, panel)).map(({ keys, values }) => [keys.join(' | '), values]),
  );

function expectSame(
  found: Map<string, Row['values']>,
  expected: Map<string, readonly (number | null | undefined)[]>,
): void {
  expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [key, values] of expected) {
    values.forEach((value, position) => {
      const other = found.get(key)?.[position];
      if (typeof value === 'number') expect(other, key).toBeCloseTo(value, 6);
      else if (value === null) expect(other, key).toBeNull();
    });
  }
}

const work = () => ({ client: site.client, config: site.config, dryRun: false, report: () => {}, check: () => {} });
const night = panels.filter(({ panel }) => JSON.stringify(panel).includes('localHour'));

test('what the first release has stored shows the right figures once it is migrated', {
  timeout: 300_000,
}, async () => {
  const [first] = night;
  if (!first) throw new Error('no panel asks for the hour any more');
  await site.client.indices.refresh({ index: `${site.customer}-*` });
  const before = await rowsOf(first.dashboard, first.panel);
  expect(await runMigrations(work(), Date.now())).toBe(true);
  await site.client.indices.refresh({ index: `${site.customer}-*` });
  for (const { name, dashboard, panel } of panels) {
    const expected = expectations[name]?.(filled);
    if (!expected) continue;
    expectSame(await rowsOf(dashboard, panel), new Map(expected.map(({ keys, values }) => [keys.join(' | '), values])));
  }
  expect(await rowsOf(first.dashboard, first.panel)).not.toEqual(before);
  expect(await runMigrations(work(), Date.now())).toBe(false);
});

test('no figure of any dashboard changes when its days become months', { timeout: 300_000 }, async () => {
  const recompute = async () => {
    const days = ['--from', '2026-10-29', '--to', '2026-11-02'];
    const environment = { ...site.environment, READING_PERIOD_SECONDS: String(periodSeconds) };
    const done = await runNode('ingestor/recompute.ts', ['--type', 'centrale', ...days], environment);
    expect(done.code, done.err).toBe(0);
    return done.out;
  };
  // The simulator's truth is not rounded as the ledger is: from here on the ledger is what the readings say.
  expect(await recompute()).toMatch(/[1-9]\d* ledger days changed/);
  await site.client.indices.refresh({ index: `${site.customer}-*` });
  for (const { name, dashboard, panel } of panels) shown.set(name, await rowsOf(dashboard, panel));
  const names = async () => (await indexNames(site.client, `${site.customer}-*-data-*`)).length;
  expect(await names()).toBeGreaterThan(30);
  // The backup is of today, and this is some weeks later.
  const retention = { ...site.config.retention, backupMaxAgeHours: 1e6 };
  const later = { ...work(), config: { ...site.config, retention } };
  await runRetention(later, Date.parse('2026-12-20T12:00:00Z'));
  expect(await names()).toBe(2 * 3);
  for (const { name, dashboard, panel } of panels) {
    expectSame(await rowsOf(dashboard, panel), shown.get(name) ?? new Map());
  }
  expect(await recompute()).toContain(', 0 documents and 0 ledger days changed');
});

test('an ingestor finds the day of a late reading that is in a month', async () => {
  const { client, customer } = site;
  const names = namesOf(customer, 'air');
  const index = `${names.dataIndex}-2026-10-23`;
  const document = { timestamp: '2026-10-22T22:30:00Z', deviceId: 'late', ingestedAt: '2026-12-20T12:00:00Z' };
  const written = await client.index({ index, document, refresh: true });
  expect(written._index).toMatch(/-monthly-2026-10-/);
  const store = createMeteringStore({
    ...{ client, names, counter: undefined, siteTime: createSiteTime(timeZone) },
    swaps: createMeterSwaps(client, customer, 'air'),
  });
  const found = [];
  for await (const days of store.storedBetween('2026-12-20T11:00:00Z', '2026-12-20T13:00:00Z')) found.push(...days);
  expect(found).toEqual([{ deviceId: 'late', day: '2026-10-23' }]);
});
