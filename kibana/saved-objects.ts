import { dashboardObject } from './dashboard-object.ts';
import { dashboardsOf } from './dashboards/index.ts';
import { type DataViewId, dataViewIds, dataViewsOf, type KibanaDataView } from './data-views.ts';
import { dataViewId, type SavedObject, type Target, versionsOf } from './saved-object.ts';
import { type Texts, texts } from './texts/index.ts';

/** Everything that an import brings: data views first, then the dashboards. The same input gives the same objects. */
export function savedObjectsOf(target: Target): SavedObject[] {
  const views = dataViewsOf(target.customer);
  const words = texts[target.language];
  return [
    ...dataViewIds.map((id) => dataViewObject(target, views[id], words)),
    ...dashboardsOf(target).map((dashboard) => dashboardObject(target, dashboard, views, words)),
  ];
}

/** One object per line. */
export const toNdjson = (objects: readonly SavedObject[]): string =>
  objects.map((object) => `${JSON.stringify(object)}\n`).join('');

function dataViewObject(target: Target, view: KibanaDataView, words: Texts): SavedObject {
  const formats: Record<string, object> = {};
  const weekdays = words.weekdays.map((name, index) => [String(index + 1), name] as const);
  if (view.fields.has('localWeekday')) formats.localWeekday = lookup(weekdays);
  if (view.fields.has('quality')) formats.quality = lookup(Object.entries(words.flags));
  if (view.fields.has('reasonCode')) formats.reasonCode = lookup(Object.entries(words.reasons));
  return {
    type: 'index-pattern',
    id: dataViewId(target, view.id),
    attributes: {
      title: view.pattern,
      name: `${target.customer} · ${nameOf(view.id, words)} (${target.language})`,
      timeFieldName: view.timeField,
      // There may be no incident yet.
      allowNoIndex: true,
      fields: '[]',
      fieldAttrs: '{}',
      fieldFormatMap: JSON.stringify(formats),
      runtimeFieldMap: '{}',
      sourceFilters: '[]',
    },
    references: [],
    ...versionsOf('index-pattern'),
  };
}

function nameOf(id: DataViewId, { views }: Texts): string {
  if (id === 'incidents' || id === 'rejected' || id === 'health') return views[id];
  const [type = '', days] = id.split('-');
  return `${type === 'all' ? views.all : type} · ${days ? views.days : views.readings}`;
}

/** Kibana's format that shows words for codes; a code that it does not know stays as it is. */
const lookup = (entries: readonly (readonly [string, string])[]): object => ({
  id: 'static_lookup',
  params: { lookupEntries: entries.map(([key, value]) => ({ key, value })) },
});
