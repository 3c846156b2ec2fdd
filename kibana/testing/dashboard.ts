import { z } from 'zod';
import { lensColumn, optional, query, strict } from './lens-columns.ts';
import { heat, metric, pie, table, xy } from './lens-visualizations.ts';

const reference = strict({ type: z.string(), id: z.string(), name: z.string() });
const lensAttributes = <T extends z.ZodType>(type: string, visualization: T) =>
  strict({
    title: z.string().min(1),
    description: z.string().min(1),
    type: z.literal('lens'),
    visualizationType: z.literal(type),
    references: z.array(reference),
    state: strict({
      visualization,
      query,
      filters: z.array(z.never()),
      datasourceStates: strict({
        formBased: strict({
          layers: z.record(
            z.string(),
            strict({
              columns: z.record(z.string(), lensColumn),
              columnOrder: z.array(z.string()),
              incompleteColumns: strict({}),
              ignoreGlobalFilters: optional(z.boolean()),
            }),
          ),
        }),
      }),
      internalReferences: z.array(z.never()),
      adHocDataViews: strict({}),
    }),
  });

/** A Lens chart by value. */
const lensShape = z.discriminatedUnion('visualizationType', [
  lensAttributes('lnsXY', xy),
  lensAttributes('lnsPie', pie),
  lensAttributes('lnsHeatmap', heat),
  lensAttributes('lnsMetric', metric),
  lensAttributes('lnsDatatable', table),
]);

const grid = strict({ x: z.int(), y: z.int(), w: z.int().min(1).max(48), h: z.int().min(1), i: z.string() });
const panel = { panelIndex: z.string(), gridData: grid, title: optional(z.string()) };
const timeRange = strict({ from: z.string(), to: z.string() });
const link = { id: z.string(), label: z.string().min(1), order: z.int() };

/** An entry of `panelsJSON`. */
export const panelShape = z.discriminatedUnion('type', [
  strict({
    ...panel,
    type: z.literal('lens'),
    embeddableConfig: strict({
      attributes: lensShape,
      title: z.string(),
      description: z.string(),
      timeRange: optional(timeRange),
      enhancements: strict({}),
    }),
  }),
  strict({
    ...panel,
    type: z.literal('visualization'),
    embeddableConfig: strict({
      title: z.string(),
      enhancements: strict({}),
      savedVis: strict({
        id: z.literal(''),
        title: z.string(),
        description: z.string(),
        type: z.literal('markdown'),
        params: strict({ fontSize: z.int(), openLinksInNewTab: z.boolean(), markdown: z.string() }),
        uiState: strict({}),
        data: strict({
          aggs: z.array(z.never()),
          searchSource: strict({ query, filter: z.array(z.never()) }),
        }),
      }),
    }),
  }),
  strict({
    ...panel,
    type: z.literal('links'),
    embeddableConfig: strict({
      hidePanelTitles: z.boolean(),
      enhancements: strict({}),
      attributes: strict({
        layout: z.enum(['horizontal', 'vertical']),
        links: z.array(
          z.discriminatedUnion('type', [
            strict({
              ...link,
              type: z.literal('dashboardLink'),
              destinationRefName: z.string(),
              options: strict({
                openInNewTab: z.boolean(),
                useCurrentDateRange: z.boolean(),
                useCurrentFilters: z.boolean(),
              }),
            }),
            strict({
              ...link,
              type: z.literal('externalLink'),
              destination: z.url(),
              options: strict({ openInNewTab: z.boolean(), encodeUrl: z.boolean() }),
            }),
          ]),
        ),
      }),
    }),
  }),
]);

/** An entry of the control group's `panelsJSON`. */
export const controlShape = strict({
  type: z.literal('optionsListControl'),
  order: z.int(),
  grow: z.boolean(),
  width: z.enum(['small', 'medium', 'large']),
  explicitInput: strict({
    id: z.string(),
    dataViewRefName: z.string(),
    dataViewId: z.string(),
    fieldName: z.string(),
    title: z.string(),
    selectedOptions: z.array(z.string()),
    searchTechnique: z.enum(['prefix', 'wildcard', 'exact']),
    sort: strict({ by: z.enum(['_key', '_count']), direction: z.enum(['asc', 'desc']) }),
    enhancements: strict({}),
  }),
});

/** A dashboard's attributes, of model version 2, which forbids what it does not know. */
export const dashboardShape = strict({
  title: z.string().min(1),
  description: z.string(),
  timeRestore: z.boolean(),
  timeFrom: z.string(),
  timeTo: z.string(),
  refreshInterval: strict({ pause: z.boolean(), value: z.number() }),
  optionsJSON: z.string(),
  panelsJSON: z.string(),
  controlGroupInput: strict({
    controlStyle: z.enum(['oneLine', 'twoLine']),
    chainingSystem: z.enum(['HIERARCHICAL', 'NONE']),
    showApplySelections: z.boolean(),
    ignoreParentSettingsJSON: z.string(),
    panelsJSON: z.string(),
  }),
  kibanaSavedObjectMeta: strict({ searchSourceJSON: z.string() }),
});

/** What `optionsJSON` holds. */
export const optionsShape = strict({
  useMargins: z.boolean(),
  syncColors: z.boolean(),
  syncCursor: z.boolean(),
  syncTooltips: z.boolean(),
  hidePanelTitles: z.boolean(),
});

/** A data view's attributes. */
export const dataViewShape = strict({
  title: z.string().min(1),
  name: z.string().min(1),
  timeFieldName: z.string(),
  allowNoIndex: z.boolean(),
  fields: z.literal('[]'),
  fieldAttrs: z.literal('{}'),
  fieldFormatMap: z.string(),
  runtimeFieldMap: z.literal('{}'),
  sourceFilters: z.literal('[]'),
});
