import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { dashboardsOf } from '../kibana/dashboards/index.ts';
import { dataViewsOf } from '../kibana/data-views.ts';
import { aggregationsOf, type ChartPanel, isChart } from '../kibana/panel.ts';
import type { Row } from '../kibana/query/rows.ts';
import { texts } from '../kibana/texts/index.ts';
import { ask } from './dashboards/ask.ts';
import { expectations } from './dashboards/expected.ts';
import { type FilledSite, fillSite } from './dashboards/fill.ts';
import { periodSeconds } from './dashboards/site.ts';
import { endServices, startService } from './harness/service.ts';

const customer = `dash${randomBytes(4).toString('hex')}`;
const panels = dashboardsOf({ readingPeriodSeconds: periodSeconds }).flatMap((dashboard) =>
  dashboard.panels.filter(isChart).map((panel) => ({ name: panel.id, dashboard, panel })),
);
let site: FilledSite;

beforeAll(async () => {
  site = await fillSite(inject('elasticsearchUrl'), customer);
});
afterAll(async () => {
  await endServices();
  const { client } = site;
  const indices = Object.keys(await client.indices.get({ index: `${customer}-*`, filter_path: ['*.aliases'] }));
  await client.indices.delete({ index: indices });
  await client.indices.deleteIndexTemplate({ name: `${customer}-*` });
  await client.close();
});

describe('on real Elasticsearch', () => {
  test.each(panels)('$name has figures', async ({ dashboard, panel }) => {
    const rows = await ask(site.client, customer, dashboard, panel);
    process.stdout.write(`${describeRows(panel, rows)}\n`);
    expect(rows.length).toBeGreaterThan(0);
    for (const [position] of panel.metrics.entries()) {
      const known = rows.map(({ values }) => values[position]).filter((value) => value !== null);
      expect(known.length, `${panel.metrics[position]?.label} of ${panel.id}`).toBeGreaterThan(0);
    }
    const figures = rows.flatMap(({ values }) => values).filter((value) => value !== null);
    expect(figures.some((value) => value !== 0)).toBe(true);
  });

  test.each(panels.filter(({ name }) => Object.hasOwn(expectations, name)))(
    '$name shows what the documents say',
    async ({ dashboard, panel }) => {
      const rows = await ask(site.client, customer, dashboard, panel);
      const expected = expectations[panel.id]?.(site) ?? [];
      const byKey = <T extends Pick<Row, 'keys'>>(list: readonly T[]) =>
        new Map(list.map((row) => [row.keys.join(' | '), row]));
      expect([...byKey(rows).keys()].sort()).toEqual([...byKey(expected).keys()].sort());
      for (const [key, { values }] of byKey(expected)) {
        values.forEach((value, position) => {
          if (value === undefined) return;
          const shown = byKey(rows).get(key)?.values[position];
          if (value === null) expect(shown, key).toBeNull();
          else expect(shown, key).toBeCloseTo(value, 6);
        });
      }
    },
  );

  test('there is a panel of every kind among those that are computed twice', () => {
    const checked = panels.filter(({ name }) => Object.hasOwn(expectations, name)).map(({ panel }) => panel.chart);
    expect(new Set(checked)).toEqual(new Set(panels.map(({ panel }) => panel.chart)));
  });

  test('without a Kibana they are shown in a browser, each in every language', async () => {
    const previews = startService('kibana/preview', {
      CUSTOMER: customer,
      ELASTICSEARCH_URL: inject('elasticsearchUrl'),
      PORT: '0',
    });
    const { port } = await previews.logged('dashboards at');
    const get = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${port}${path}`, { method });
    const first = await get('/');
    expect([first.status, first.url]).toEqual([200, `http://127.0.0.1:${port}/air/fr`]);
    expect(first.headers.get('content-security-policy')).toContain("default-src 'none'");
    const page = await (await get('/health/nl')).text();
    expect(page).toContain('<html lang="nl">');
    for (const [screen, width] of [
      ['wide', 1600],
      ['phone', 420],
    ] as const) {
      expect(page).toContain(`/health/nl/${screen}.svg`);
      const picture = await get(`/health/nl/${screen}.svg`);
      expect(picture.headers.get('content-type')).toBe('image/svg+xml');
      const svg = await picture.text();
      expect(svg).toContain(`width="${width}"`);
      for (const { title } of [texts.nl.panels['health-room'], texts.nl.panels['health-rejected']]) {
        // A phone cuts what is longer.
        expect(svg).toContain(title.slice(0, 30));
      }
    }
    for (const way of ['/air/nl', '/centrale/nl', '/health/de']) expect(page).toContain(`href="${way}"`);
    for (const nowhere of ['/air/es', '/air/fr/tall.svg', '/air/fr/wide.svg/x']) {
      expect((await get(nowhere)).status, nowhere).toBe(404);
    }
    expect((await get('/<script>/fr')).status).toBe(404);
    expect((await get('/air/fr', 'POST')).status).toBe(405);
    expect(await previews.stop()).toBe(0);
  });

  test('every field that a panel asks for is mapped as the definitions have it', async () => {
    for (const view of Object.values(dataViewsOf(customer))) {
      const { fields } = await site.client.fieldCaps({ index: view.pattern, fields: '*' });
      for (const { panel } of panels.filter((asked) => asked.panel.data === view.id)) {
        const asked = panel.metrics.flatMap(({ value }) => aggregationsOf(value)).flatMap(({ field }) => field ?? []);
        for (const field of [view.timeField, ...asked]) {
          expect(Object.keys(fields[field] ?? {}), `${panel.id}: ${field}`).toEqual([view.fields.get(field)]);
        }
      }
    }
  });
});

/** `air-margin  Marge  501 cells  -2.01 … 1.47`, for a person who reads the test's output. */
function describeRows(panel: ChartPanel, rows: readonly Row[]): string {
  const figures = panel.metrics.map(({ label, unit }, position) => {
    const values = rows.map(({ values: all }) => all[position]).filter((value) => typeof value === 'number');
    const [least, most] = [Math.min(...values), Math.max(...values)].map((value) =>
      unit === 'time' ? new Date(value).toISOString() : Number(value.toFixed(3)),
    );
    const range = least === most ? `${least}` : `${least} … ${most}`;
    return `${texts.en.labels[label]} ${range}${unit === 'time' || unit === 'count' ? '' : ` ${unit}`}`;
  });
  return `${panel.id.padEnd(28)} ${String(rows.length).padStart(4)} cells  ${figures.join(', ')}`;
}
