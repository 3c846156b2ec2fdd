import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dashboardsOf } from '../kibana/dashboards/index.ts';
import { dataViewsOf } from '../kibana/data-views.ts';
import { type ChartPanel, type Dashboard, isChart } from '../kibana/panel.ts';
import { ask } from '../kibana/query/ask.ts';
import { deleteIndices, indexNames } from '../operations/indices.ts';
import { familiesOf } from '../operations/migrations/families.ts';
import { daysOf } from '../operations/retention/days.ts';
import { runRetention } from '../operations/retention/run.ts';
import { installTemplate } from '../shared/elasticsearch/templates.ts';
import { dailyIndex, namesOf } from '../shared/names.ts';
import type { Written } from './dashboards/documents.ts';
import { timeZone } from './dashboards/site.ts';
import { months, type ThreeYears, threeYearsOf } from './dashboards/three-years.ts';
import { createOperatedSite, type OperatedSite } from './harness/operations.ts';
import { backUp } from './harness/readings.ts';

const panels = dashboardsOf({ readingPeriodSeconds: 30 }).flatMap((dashboard) =>
  dashboard.panels.filter(isChart).map((panel) => ({ dashboard, panel })),
);
/** The same readings, that nobody has ever compacted: one index per type. */
const untouched = `ref${randomBytes(4).toString('hex')}`;
let site: OperatedSite;
let years: ThreeYears;

beforeAll(() => {
  site = createOperatedSite();
  years = threeYearsOf(site.customer);
});
afterAll(async () => {
  const { client, customer } = site;
  for (const each of [customer, untouched]) {
    await deleteIndices(client, await indexNames(client, `${each}-*`));
    await client.indices.deleteIndexTemplate({ name: `${each}-*` });
  }
  await client.close();
});

const data = () => `${site.customer}-*-data-*`;
const daily = (type: string, day: string) => dailyIndex(namesOf(site.customer, type).dataIndex, day);

/** As ingestors write. Returns how many were new. */
async function write(documents: readonly Written[], indexOf = ({ index }: Written) => index): Promise<number> {
  let created = 0;
  for (let from = 0; from < documents.length; from += 4000) {
    const operations = documents
      .slice(from, from + 4000)
      .flatMap((each) => [{ create: { _index: indexOf(each), _id: each.id } }, each.document]);
    const { items } = await site.client.bulk({ operations, refresh: true });
    const statuses = items.map(({ create }) => create?.status);
    expect(statuses.filter((status) => status !== 201 && status !== 409)).toEqual([]);
    created += statuses.filter((status) => status === 201).length;
  }
  return created;
}

/** What is asked of the dashboards: as somebody who looks at three years, or as they open by themselves. */
const allYears = (dashboard: Dashboard) => ({ ...dashboard, time: { from: 'now-36M/M', to: 'now' } });
const withoutRange = ({ time: _, ...panel }: ChartPanel): ChartPanel => panel;

async function shown(customer: string, now: number, whole: boolean): Promise<Record<string, object>> {
  const views = dataViewsOf(customer);
  const all: Record<string, object> = {};
  const each = panels.map(async ({ dashboard, panel }) => {
    const asked = whole ? ([allYears(dashboard), withoutRange(panel)] as const) : ([dashboard, panel] as const);
    const rows = await ask(site.client, views[panel.data], ...asked, { now, timeZone });
    // A sum's last digit depends on the order of its parts.
    const values = (row: (typeof rows)[number]) => row.values.map((value) => value && Number(value.toPrecision(10)));
    all[panel.id] = Object.fromEntries(rows.map((row) => [row.keys.join(' | '), values(row)]));
  });
  await Promise.all(each);
  return all;
}

test('three years: shards stay few, and no figure of any dashboard changes', { timeout: 900_000 }, async () => {
  const { client, customer, config } = site;
  const ofUntouched = ({ index }: Written) => index.replace(customer, untouched).replace(/-data-.*$/, '-data-2020-1-1');
  for (const each of [customer, untouched]) {
    for (const template of familiesOf(each, 0)) await installTemplate(client, template);
  }
  const readings = [...years.readings.values()].flat();
  await write(years.others);
  await write([...readings, ...years.others], ofUntouched);
  expect(await backUp(site)).toMatchObject({ problems: [] });
  const retention = (now: number, more: Partial<Parameters<typeof runRetention>[0]> = {}) =>
    runRetention({ client, config, dryRun: false, report: () => {}, check: () => {}, ...more }, now);

  let most = 0;
  let now = 0;
  for (const [at, month] of months.entries()) {
    await write(years.readings.get(month) ?? []);
    // Some days into the month after next: this month and all before it are settled.
    now = Date.parse(`${daysOf(month).at(-1)}T12:00:00Z`) + 9 * 86_400_000;
    const before = at % 12 === 11 ? await shown(customer, now, true) : undefined;
    most = Math.max(most, (await indexNames(client, data())).length);
    await retention(now);
    if (before) expect(await shown(customer, now, true)).toEqual(before);
  }
  // The months before, and the days of the last one.
  expect(most).toBe(3 * (35 + 11));
  expect(await indexNames(client, data())).toHaveLength(3 * 36);
  expect((await client.count({ index: data() })).count).toBe(readings.length);

  const whole = await shown(customer, now, true);
  expect(whole).toEqual(await shown(untouched, now, true));
  // Every panel has something to say of these years.
  for (const [panel, rows] of Object.entries(whole))
    expect([panel, Object.keys(rows).length > 0]).toEqual([panel, true]);
  for (const moment of ['2020-06-30T13:00:00Z', '2021-11-01T09:00:00Z', '2022-12-31T20:00:00Z']) {
    const at = Date.parse(moment);
    expect(await shown(customer, at, false)).toEqual(await shown(untouched, at, false));
  }

  // A day is still found by its name, and a repeated reading of it is one document.
  const again = (years.readings.get('2021-03') ?? []).filter(({ index }) => index === daily('air', '2021-03-28'));
  expect((await client.count({ index: daily('air', '2021-03-28') })).count).toBe(again.length);
  expect(again.length).toBeGreaterThan(0);
  expect(await write(again)).toBe(0);

  const days = new Map([['air', 400]]);
  const kept = { ...config, retention: { ...config.retention, days } };
  const said: string[] = [];
  const later = Date.parse('2023-01-09T12:00:00Z');
  await retention(later, { config: kept, dryRun: true, report: (line) => said.push(line) });
  expect(said.filter((line) => line.startsWith('would delete'))).toHaveLength(23);
  expect(await indexNames(client, data())).toHaveLength(3 * 36);
  await retention(later, { config: kept });
  expect(await indexNames(client, data())).toHaveLength(13 + 2 * 36);
  // The ledger and the incidents keep what readings no longer say.
  expect((await client.count({ index: `${customer}-air-daily-2020` })).count).toBe(
    years.others.filter(({ index }) => index === `${customer}-air-daily-2020`).length,
  );
  expect((await client.count({ index: `${customer}-alerts-*` })).count).toBe(36);
});
