import { deviceColours } from '../colours.ts';
import type { ChartPanel } from '../panel.ts';
import { bucketId, metricId } from './columns.ts';

export const layerId = 'layer';
export const lineLayerId = 'line';
export const lineColumnId = 'line-0';

/** Lens's visualization of a chart: its type, and the state that says which column is drawn how. */
export function visualizationOf(panel: ChartPanel): { type: string; state: object } {
  switch (panel.chart) {
    case 'line':
    case 'area':
    case 'bars':
      return { type: 'lnsXY', state: xy(panel) };
    case 'pie':
      return { type: 'lnsPie', state: pie(panel) };
    case 'heat':
      return { type: 'lnsHeatmap', state: heat(panel) };
    case 'metric':
      return { type: 'lnsMetric', state: metric(panel) };
    case 'table':
      return { type: 'lnsDatatable', state: table(panel) };
  }
}

const metricIds = (panel: ChartPanel): string[] => panel.metrics.map((_, index) => metricId(index));
const data = { layerId, layerType: 'data' } as const;

/** Kibana takes a custom palette's colours in turn. */
const seriesPalette = (colours: readonly string[] = deviceColours) => ({
  type: 'palette',
  name: 'custom',
  params: { name: 'custom', colors: [...colours], gradient: false },
});

const seriesTypeOf = ({ chart, buckets }: ChartPanel): string => {
  if (chart === 'line') return 'line';
  if (chart === 'area') return 'area_stacked';
  return buckets.length > 1 ? 'bar_stacked' : 'bar';
};

function xy(panel: ChartPanel): object {
  const seriesType = seriesTypeOf(panel);
  const split = panel.buckets.length > 1;
  const layers: object[] = [
    {
      ...data,
      seriesType,
      xAccessor: bucketId(0),
      // Kibana 8 reads the first, later ones the second.
      ...(split && {
        splitAccessor: bucketId(1),
        splitAccessors: [bucketId(1)],
        palette: seriesPalette(panel.colours),
      }),
      accessors: metricIds(panel),
      yConfig: panel.metrics.flatMap(({ colour }, index) =>
        colour && !split ? [{ forAccessor: metricId(index), color: colour, axisMode: 'left' }] : [],
      ),
    },
  ];
  if (panel.line) {
    const look = { color: panel.line.colour, lineStyle: 'dashed', lineWidth: 2, fill: 'none', textVisibility: true };
    layers.push({
      layerId: lineLayerId,
      layerType: 'referenceLine',
      accessors: [lineColumnId],
      yConfig: [{ forAccessor: lineColumnId, axisMode: 'left', ...look }],
    });
  }
  return {
    preferredSeriesType: seriesType,
    layers,
    legend: { isVisible: split || panel.metrics.length > 1, position: 'bottom', showSingleSeries: false },
    valueLabels: 'hide',
    // A gap in the readings stays a gap.
    fittingFunction: 'None',
    fillOpacity: 0.5,
    // Bars and areas begin at zero; a line shows what changes.
    yLeftExtent: { mode: panel.chart === 'line' ? 'dataBounds' : 'full' },
    // A time needs no title; a figure has its unit there.
    axisTitlesVisibilitySettings: { x: panel.buckets[0]?.by === 'width', yLeft: false, yRight: false },
    tickLabelsVisibilitySettings: { x: true, yLeft: true, yRight: true },
    gridlinesVisibilitySettings: { x: false, yLeft: true, yRight: false },
  };
}

const pie = (panel: ChartPanel): object => ({
  shape: 'pie',
  palette: seriesPalette(panel.colours),
  layers: [
    {
      ...data,
      primaryGroups: [bucketId(0)],
      metrics: metricIds(panel),
      numberDisplay: 'percent',
      percentDecimals: 1,
      categoryDisplay: 'default',
      legendDisplay: 'default',
      nestedLegend: false,
    },
  ],
});

function heat(panel: ChartPanel): object {
  const colours = panel.colours ?? [];
  const steps = colours.map((color, index) => ({ color, stop: (100 * index) / colours.length }));
  return {
    ...data,
    shape: 'heatmap',
    xAccessor: bucketId(0),
    yAccessor: bucketId(1),
    valueAccessor: metricId(0),
    legend: { isVisible: true, position: 'right', type: 'heatmap_legend' },
    gridConfig: {
      type: 'heatmap_grid',
      isCellLabelVisible: false,
      isXAxisLabelVisible: true,
      isYAxisLabelVisible: true,
      isXAxisTitleVisible: false,
      isYAxisTitleVisible: false,
    },
    palette: {
      type: 'palette',
      name: 'custom',
      accessor: metricId(0),
      params: {
        ...valuePalette('percent', colours.length),
        colorStops: steps,
        stops: steps.map(({ color, stop }) => ({ color, stop: stop + 100 / colours.length })),
      },
    },
  };
}

function metric(panel: ChartPanel): object {
  const [{ colour } = {}] = panel.metrics;
  return {
    ...data,
    metricAccessor: metricId(0),
    ...(panel.buckets.length > 0 && { breakdownByAccessor: bucketId(0) }),
    ...(colour && { color: colour }),
    ...(panel.stops && { palette: { type: 'palette', name: 'custom', params: limitPalette(panel.stops) } }),
  };
}

function limitPalette({
  limits: [first, second],
  colours: [low, middle, high],
}: NonNullable<ChartPanel['stops']>): object {
  return {
    ...valuePalette('number', 3),
    colorStops: [
      { color: low, stop: 0 },
      { color: middle, stop: first },
      { color: high, stop: second },
    ],
    // A stop is where its colour ends; the last one has no end.
    stops: [
      { color: low, stop: first },
      { color: middle, stop: second },
      { color: high, stop: second + 1 },
    ],
  };
}

const valuePalette = (rangeType: 'percent' | 'number', steps: number) => ({
  name: 'custom',
  reverse: false,
  rangeType,
  rangeMin: null,
  rangeMax: null,
  progression: 'fixed',
  continuity: 'all',
  steps,
});

const table = (panel: ChartPanel): object => ({
  ...data,
  columns: [
    ...panel.buckets.map((_, index) => ({ columnId: bucketId(index), isTransposed: false, isMetric: false })),
    ...metricIds(panel).map((columnId) => ({ columnId, isTransposed: false, isMetric: true, alignment: 'right' })),
  ],
  sorting: { columnId: bucketId(0), direction: panel.buckets[0]?.by === 'time' ? 'desc' : 'asc' },
  paging: { enabled: false, size: 30 },
});
