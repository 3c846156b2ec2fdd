import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { languages } from '../shared/language.ts';
import { canaryRunIndexOf, dailyIndex, namesOf, yearlyIndex } from '../shared/names.ts';
import { sensorTypes } from '../shared/sensors/index.ts';
import { committedFile, committedNdjson } from './committed.ts';
import { dashboardsOf } from './dashboards/index.ts';
import { dataViewsOf } from './data-views.ts';
import { gridColumns } from './layout.ts';
import { isChart } from './panel.ts';
import { problemsOf } from './problems.ts';
import type { SavedObject } from './saved-object.ts';
import { savedObjectsOf } from './saved-objects.ts';
import { texts } from './texts/index.ts';

const dashboards = dashboardsOf({ readingPeriodSeconds: 30 });
const views = dataViewsOf('finemeca');
const objectsOf = (language: (typeof languages)[number], customer = 'finemeca') =>
  savedObjectsOf({ customer, language, readingPeriodSeconds: 30 });

interface StoredPanel {
  readonly type: string;
  readonly panelIndex: string;
  readonly gridData: { x: number; y: number; w: number; h: number; i: string };
  readonly embeddableConfig: { readonly attributes?: LensState };
}
interface LensState {
  readonly visualizationType: string;
  readonly state: {
    readonly visualization: object;
    readonly datasourceStates: { formBased: { layers: Record<string, LensLayer> } };
  };
}
interface LensLayer {
  readonly columnOrder: string[];
  readonly columns: Record<string, { sourceField?: string; operationType: string; references?: string[] }>;
}
const panelsOf = ({ attributes }: SavedObject) => JSON.parse(attributes.panelsJSON as string) as StoredPanel[];
const isDashboard = ({ type }: SavedObject) => type === 'dashboard';

describe.each(languages)('the saved objects in %s', (language) => {
  const objects = objectsOf(language);

  test('are those that are committed: npm run kibana:build leaves no difference', () => {
    expect(readFileSync(committedFile(language), 'utf8')).toBe(committedNdjson(language));
  });

  test('have each an id of their own, and every reference leads to one of them', () => {
    const ids = objects.map(({ type, id }) => `${type} ${id}`);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, references } of objects) {
      for (const to of references) expect(ids, `${id} -> ${to.name}`).toContain(`${to.type} ${to.id}`);
      expect(new Set(references.map(({ name }) => name)).size).toBe(references.length);
    }
  });

  test.each(objects.filter(isDashboard).map((object) => [object.id, object] as const))(
    '%s: panels do not overlap and stay on the grid',
    (_, object) => {
      const taken = new Map<string, string>();
      for (const { panelIndex, gridData } of panelsOf(object)) {
        expect(gridData.i).toBe(panelIndex);
        expect(gridData.x + gridData.w).toBeLessThanOrEqual(gridColumns);
        for (let x = gridData.x; x < gridData.x + gridData.w; x++) {
          for (let y = gridData.y; y < gridData.y + gridData.h; y++) {
            expect(taken.get(`${x},${y}`), `${panelIndex} at ${x},${y}`).toBeUndefined();
            taken.set(`${x},${y}`, panelIndex);
          }
        }
      }
    },
  );

  test.each(objects.filter(isDashboard).map((object) => [object.id, object] as const))(
    '%s: what a chart draws are columns of its table, made of fields of the template',
    (_, object) => {
      const lensPanels = panelsOf(object).filter(({ type }) => type === 'lens');
      expect(lensPanels.length).toBeGreaterThan(0);
      for (const { panelIndex, embeddableConfig } of lensPanels) {
        const { state } = embeddableConfig.attributes as LensState;
        const { layers } = state.datasourceStates.formBased;
        const columns = Object.values(layers).flatMap((layer) => Object.keys(layer.columns));
        for (const drawn of columnsNamedIn(state.visualization)) expect(columns, panelIndex).toContain(drawn);
        for (const [layerId, layer] of Object.entries(layers)) {
          const name = `${panelIndex}:indexpattern-datasource-layer-${layerId}`;
          const view = object.references.find((reference) => reference.name === name);
          const pattern = objects.find(({ id }) => id === view?.id)?.attributes.title;
          const { fields } = Object.values(views).find((known) => known.pattern === pattern) ?? { fields: new Map() };
          expect(layer.columnOrder).toEqual(Object.keys(layer.columns));
          for (const { sourceField, references = [] } of Object.values(layer.columns)) {
            if (sourceField && sourceField !== '___records___') expect([...fields.keys()]).toContain(sourceField);
            for (const id of references) expect(layer.columnOrder).toContain(id);
          }
        }
      }
    },
  );
});

/** Every `bucket-0`, `metric-1`, `line-0` that a visualization's state names. */
const columnsNamedIn = (visualization: object): string[] => [
  ...new Set(JSON.stringify(visualization).match(/\b(?:bucket|metric|line)-\d+\b/g)),
];

test('every panel asks for fields that the index templates have, of a type that fits', () => {
  expect(dashboards.flatMap((dashboard) => problemsOf(dashboard, views))).toEqual([]);
});

test.each([
  ['air', 'pressureMargin', ['air-now', 'air-margin', 'air-below', 'air-heat']],
  ['air', 'localHour', ['air-night', 'air-heat']],
  ['centrale-days', 'consumption', ['centrale-today', 'centrale-month', 'centrale-share', 'centrale-daily']],
  ['devicev01', 'RSSI', ['devicev01-signal', 'devicev01-radio']],
  ['all-days', 'gaps.from', ['health-days']],
  ['all', 'delaySeconds', ['health-sensors']],
  ['rejected', 'reasonCode', ['health-rejected']],
  ['health', 'daysLeft', ['health-room']],
  ['incidents', 'openedAt', ['air-leaks-open', 'air-leaks', 'health-incidents']],
] as const)('in %s, a renamed field %s is noticed, and the panels are named', (id, field, panels) => {
  const fields = new Map([...views[id].fields].map(([name, type]) => [name === field ? `${name}New` : name, type]));
  const renamed = { ...views, [id]: { ...views[id], fields } };
  const problems = dashboards.flatMap((dashboard) => problemsOf(dashboard, renamed));
  for (const panel of panels)
    expect(problems.join('\n')).toContain(`/ ${panel}: the field ${field} is not in the template`);
  const asked = dashboards.flatMap((dashboard) => dashboard.panels.filter(isChart));
  for (const panel of asked.filter(({ data }) => data !== id))
    expect(problems.join('\n')).not.toContain(`/ ${panel.id}:`);
});

test('every panel has its texts, once, and every text is used', () => {
  const panels = dashboards.flatMap((dashboard) => dashboard.panels);
  const ids = panels.map((panel) => (isChart(panel) ? panel.id : panel.note));
  expect(new Set(ids).size).toBe(ids.length);
  for (const language of languages) {
    const { panels: charts, notes } = texts[language];
    expect(ids.sort()).toEqual([...Object.keys(charts), ...Object.keys(notes)].sort());
    const words = (part: object): string[] =>
      Object.values(part).flatMap((value) => (typeof value === 'string' ? [value] : words(value as object)));
    expect(words(texts[language]).filter((word) => word.trim() === '')).toEqual([]);
    for (const { title } of Object.values(charts)) expect(title).toMatch(/\?$/);
  }
  const used = JSON.stringify(dashboards);
  const implicit = ['time'];
  for (const label of Object.keys(texts.fr.labels)) expect(used + implicit).toContain(label);
});

test('another customer has other indices and ids, and nothing of the first', () => {
  const other = JSON.stringify(objectsOf('en', 'acme'));
  expect(other).toContain('acme-air-data-*');
  expect(other).not.toContain('finemeca');
});

/** As Elasticsearch resolves a pattern. */
const covers = (pattern: string, index: string): boolean =>
  pattern.split(',').some((part) => new RegExp(`^${part.replaceAll('*', '.*')}$`).test(index));

test.each(sensorTypes.map(({ name }) => name))('no data view covers an index of the canary of %s', (type) => {
  const { canaryIndex, dataIndex } = namesOf('finemeca', type);
  const covering = (index: string) => Object.values(views).filter(({ pattern }) => covers(pattern, index));
  expect(covering(dailyIndex(dataIndex, '2026-11-26')).map(({ id }) => id)).toEqual([type, 'all']);
  expect(covering(yearlyIndex(canaryIndex, '2026-11-26'))).toEqual([]);
  expect(covering(yearlyIndex(canaryRunIndexOf('finemeca'), '2026-11-26'))).toEqual([]);
});

test('the live page is linked where its address is known', () => {
  const target = { customer: 'finemeca', language: 'fr', readingPeriodSeconds: 30 } as const;
  const linked = savedObjectsOf({ ...target, livePageUrl: 'https://live.example/' });
  expect(linked.filter((object) => JSON.stringify(object).includes('https://live.example/')).length).toBe(4);
  expect(JSON.stringify(savedObjectsOf(target))).not.toContain('externalLink');
});
