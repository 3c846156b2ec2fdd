import { z } from 'zod';
import { optional, strict } from './lens-columns.ts';

// How Lens draws the columns of its table.

const colour = z.string().regex(/^#[0-9a-fA-F]{6}$/);
const stops = z.array(strict({ color: colour, stop: z.number() })).min(2);
const seriesPalette = strict({
  type: z.literal('palette'),
  name: z.literal('custom'),
  params: strict({ name: z.literal('custom'), colors: z.array(colour).min(1), gradient: z.boolean() }),
});
const valuePalette = {
  type: z.literal('palette'),
  name: z.literal('custom'),
  params: strict({
    name: z.literal('custom'),
    reverse: z.boolean(),
    rangeType: z.enum(['percent', 'number']),
    rangeMin: z.number().nullable(),
    rangeMax: z.number().nullable(),
    progression: z.literal('fixed'),
    continuity: z.enum(['above', 'below', 'all', 'none']),
    steps: z.int(),
    colorStops: stops,
    stops,
  }),
};
const axes = strict({ x: z.boolean(), yLeft: z.boolean(), yRight: z.boolean() });
const data = { layerId: z.string(), layerType: z.literal('data') };
const yLook = { forAccessor: z.string(), color: optional(colour), axisMode: z.enum(['left', 'right', 'auto']) };

/** State of `lnsXY`. */
export const xy = strict({
  preferredSeriesType: z.string(),
  layers: z.array(
    z.discriminatedUnion('layerType', [
      strict({
        ...data,
        seriesType: z.enum(['bar', 'bar_stacked', 'line', 'area', 'area_stacked']),
        xAccessor: z.string(),
        splitAccessor: optional(z.string()),
        splitAccessors: optional(z.array(z.string())),
        palette: optional(seriesPalette),
        accessors: z.array(z.string()).min(1),
        yConfig: z.array(strict(yLook)),
      }),
      strict({
        layerId: z.string(),
        layerType: z.literal('referenceLine'),
        accessors: z.array(z.string()).length(1),
        yConfig: z.array(
          strict({
            ...yLook,
            lineStyle: z.enum(['solid', 'dashed', 'dotted']),
            lineWidth: z.int(),
            fill: z.enum(['none', 'above', 'below']),
            textVisibility: z.boolean(),
          }),
        ),
      }),
    ]),
  ),
  legend: strict({
    isVisible: z.boolean(),
    position: z.enum(['top', 'bottom', 'left', 'right']),
    showSingleSeries: z.boolean(),
  }),
  valueLabels: z.enum(['hide', 'show']),
  fittingFunction: z.enum(['None', 'Zero', 'Linear', 'Carry', 'Lookahead', 'Average', 'Nearest']),
  fillOpacity: z.number().min(0).max(1),
  yLeftExtent: strict({ mode: z.enum(['full', 'dataBounds']) }),
  axisTitlesVisibilitySettings: axes,
  tickLabelsVisibilitySettings: axes,
  gridlinesVisibilitySettings: axes,
});

/** State of `lnsPie`. */
export const pie = strict({
  shape: z.literal('pie'),
  palette: seriesPalette,
  layers: z.array(
    strict({
      ...data,
      primaryGroups: z.array(z.string()).length(1),
      metrics: z.array(z.string()).length(1),
      numberDisplay: z.enum(['hidden', 'percent', 'value']),
      percentDecimals: z.int(),
      categoryDisplay: z.enum(['default', 'inside', 'hide']),
      legendDisplay: z.enum(['default', 'show', 'hide']),
      nestedLegend: z.boolean(),
    }),
  ),
});

/** State of `lnsHeatmap`. */
export const heat = strict({
  ...data,
  shape: z.literal('heatmap'),
  xAccessor: z.string(),
  yAccessor: z.string(),
  valueAccessor: z.string(),
  legend: strict({ isVisible: z.boolean(), position: z.literal('right'), type: z.literal('heatmap_legend') }),
  gridConfig: strict({
    type: z.literal('heatmap_grid'),
    isCellLabelVisible: z.boolean(),
    isXAxisLabelVisible: z.boolean(),
    isYAxisLabelVisible: z.boolean(),
    isXAxisTitleVisible: z.boolean(),
    isYAxisTitleVisible: z.boolean(),
  }),
  palette: strict({ ...valuePalette, accessor: z.string() }),
});

/** State of `lnsMetric`. */
export const metric = strict({
  ...data,
  metricAccessor: z.string(),
  breakdownByAccessor: optional(z.string()),
  color: optional(colour),
  palette: optional(strict(valuePalette)),
});

/** State of `lnsDatatable`. */
export const table = strict({
  ...data,
  columns: z.array(
    strict({
      columnId: z.string(),
      isTransposed: z.boolean(),
      isMetric: z.boolean(),
      alignment: optional(z.enum(['left', 'right', 'center'])),
    }),
  ),
  sorting: strict({ columnId: z.string(), direction: z.enum(['asc', 'desc', 'none']) }),
  paging: strict({ enabled: z.boolean(), size: z.int() }),
});
