import type { KibanaDataView } from '../data-views.ts';
import type { ChartPanel } from '../panel.ts';
import type { Texts } from '../texts/index.ts';
import { kuery, type Layer, layerOf } from './columns.ts';
import { layerId, lineColumnId, lineLayerId, visualizationOf } from './visualization.ts';

export interface Reference {
  readonly type: string;
  readonly id: string;
  readonly name: string;
}

/** A chart as Kibana stores it within a dashboard (a Lens panel by value). */
export interface LensAttributes {
  readonly title: string;
  readonly description: string;
  readonly type: 'lens';
  readonly visualizationType: string;
  readonly references: readonly Reference[];
  readonly state: {
    readonly visualization: object;
    readonly query: { readonly query: string; readonly language: string };
    readonly filters: readonly never[];
    readonly datasourceStates: { readonly formBased: { readonly layers: Readonly<Record<string, Layer>> } };
    readonly internalReferences: readonly never[];
    readonly adHocDataViews: Readonly<Record<string, never>>;
  };
}

/** `viewId` is the saved object's id of the data view. */
export function lensOf(panel: ChartPanel, view: KibanaDataView, viewId: string, texts: Texts): LensAttributes {
  const { type, state } = visualizationOf(panel);
  const { title, about } = texts.panels[panel.id];
  const layers: Record<string, Layer> = { [layerId]: layerOf(panel, view, texts) };
  if (panel.line) layers[lineLayerId] = lineLayer(panel.line.at, texts.labels[panel.line.label]);
  return {
    title,
    description: about,
    type: 'lens',
    visualizationType: type,
    references: Object.keys(layers).map((id) => ({
      type: 'index-pattern',
      id: viewId,
      name: `indexpattern-datasource-layer-${id}`,
    })),
    state: {
      visualization: state,
      query: kuery(panel.where),
      filters: [],
      datasourceStates: { formBased: { layers } },
      internalReferences: [],
      adHocDataViews: {},
    },
  };
}

const lineLayer = (at: number, label: string): Layer => ({
  columns: {
    [lineColumnId]: {
      label,
      customLabel: true,
      dataType: 'number',
      operationType: 'static_value',
      isStaticValue: true,
      isBucketed: false,
      scale: 'ratio',
      params: { value: String(at) },
      references: [],
    },
  },
  columnOrder: [lineColumnId],
  incompleteColumns: {},
});
