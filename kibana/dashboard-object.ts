import type { dataViewsOf } from './data-views.ts';
import { placesOf } from './layout.ts';
import { type Dashboard, isChart } from './panel.ts';
import { chartPart, linksHeight, linksPart, notePart } from './parts.ts';
import { dashboardId, dataViewId, type SavedObject, type Target, versionsOf } from './saved-object.ts';
import type { Texts } from './texts/index.ts';

export function dashboardObject(
  target: Target,
  dashboard: Dashboard,
  views: ReturnType<typeof dataViewsOf>,
  words: Texts,
): SavedObject {
  const { title, about } = words.dashboards[dashboard.id];
  const places = placesOf(
    dashboard.panels.map(({ size }) => size),
    linksHeight,
  );
  const parts = [
    linksPart(target, words),
    ...dashboard.panels.map((panel, index) => {
      const part = isChart(panel) ? chartPart(target, panel, views, words) : notePart(target, panel, words);
      return { ...part, place: places[index] };
    }),
  ];
  const control = 'device';
  const devices = dataViewId(target, dashboard.devicesOf);
  return {
    type: 'dashboard',
    id: dashboardId(target, dashboard.id),
    attributes: {
      title,
      description: about,
      timeRestore: true,
      timeFrom: dashboard.time.from,
      timeTo: dashboard.time.to,
      refreshInterval: { pause: false, value: dashboard.refreshSeconds * 1000 },
      optionsJSON: JSON.stringify({
        useMargins: true,
        syncColors: false,
        syncCursor: true,
        syncTooltips: false,
        hidePanelTitles: false,
      }),
      panelsJSON: JSON.stringify(
        parts.map(({ id, place, type, title: panelTitle, config }) => ({
          type,
          ...(panelTitle && { title: panelTitle }),
          panelIndex: id,
          gridData: { ...place, i: id },
          embeddableConfig: { ...config, enhancements: {} },
        })),
      ),
      controlGroupInput: {
        controlStyle: 'oneLine',
        chainingSystem: 'HIERARCHICAL',
        showApplySelections: false,
        ignoreParentSettingsJSON: JSON.stringify({
          ignoreFilters: false,
          ignoreQuery: false,
          ignoreTimerange: false,
          ignoreValidations: false,
        }),
        panelsJSON: JSON.stringify({ [control]: deviceControl(control, devices, words) }),
      },
      kibanaSavedObjectMeta: {
        searchSourceJSON: JSON.stringify({ query: { query: '', language: 'kuery' }, filter: [] }),
      },
    },
    references: [
      ...parts.flatMap(({ id, references }) => references.map((to) => ({ ...to, name: `${id}:${to.name}` }))),
      {
        type: 'index-pattern',
        id: devices,
        name: deviceReference(control),
      },
    ],
    ...versionsOf('dashboard'),
  };
}

const deviceReference = (control: string): string => `controlGroup_${control}:optionsListDataView`;

const deviceControl = (id: string, viewId: string, words: Texts) => ({
  type: 'optionsListControl',
  order: 0,
  grow: false,
  width: 'medium',
  explicitInput: {
    id,
    // By the reference or by the id: versions differ in what they look at.
    dataViewRefName: deviceReference(id),
    dataViewId: viewId,
    fieldName: 'device',
    title: words.labels.device,
    selectedOptions: [],
    searchTechnique: 'prefix',
    sort: { by: '_key', direction: 'asc' },
    enhancements: {},
  },
});
