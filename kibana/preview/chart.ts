import type { TopLevelSpec } from 'vega-lite';
import { deviceColours } from '../colours.ts';
import type { ChartPanel } from '../panel.ts';
import { automaticInterval } from '../query/ask.ts';
import type { Row } from '../query/rows.ts';
import { cellsOf, type Span } from '../query/time.ts';
import { heatOf } from './heat.ts';
import { pieOf } from './pie.ts';
import type { Frame } from './svg.ts';
import type { Writer } from './words.ts';

interface Point {
  readonly x: string | number;
  readonly series: string;
  readonly value: number | null;
}

/** A chart as Vega-Lite: the same figures and colours as in Kibana, in a similar form. */
export function chartOf(
  panel: ChartPanel,
  rows: readonly Row[],
  writer: Writer,
  span: Span,
  frame: Frame,
): TopLevelSpec {
  const common = {
    ...frame,
    config,
    background: 'transparent',
    autosize: { type: 'fit', contains: 'padding' },
    // The last label of an axis is wider than its bar.
    padding: { left: 4, top: 4, bottom: 4, right: 20 },
  } as const;
  if (panel.chart === 'pie') return { ...common, ...pieOf(panel, rows, writer, frame) } as TopLevelSpec;
  if (panel.chart === 'heat') return { ...common, ...heatOf(panel, rows, writer, frame) } as TopLevelSpec;
  return { ...common, ...xy(panel, rows, writer, span, frame) } as TopLevelSpec;
}

/** Name of the expression function that writes an axis' figure with its unit. */
export const axisFigure = 'axisFigure';

const grey = '#64748b';
const config = {
  font: 'DejaVu Sans',
  view: { stroke: null },
  axis: {
    labelColor: grey,
    labelFontSize: 11,
    title: null,
    domainColor: '#cbd5e1',
    tickColor: '#cbd5e1',
    gridColor: '#eef2f6',
  },
  legend: {
    labelColor: '#334155',
    labelFontSize: 11,
    title: null,
    orient: 'bottom',
    symbolStrokeWidth: 3,
    labelLimit: 240,
  },
} as const;

function xy(panel: ChartPanel, rows: readonly Row[], writer: Writer, span: Span, { width }: Frame): object {
  const [x, split] = panel.buckets;
  const temporal = x?.by === 'time' && panel.chart !== 'bars';
  const points = pointsOf(panel, rows, writer, span, temporal);
  const series = [...new Set(points.map((point) => point.series))];
  const colours = split
    ? (panel.colours ?? deviceColours)
    : panel.metrics.map(({ colour }, index) => colour ?? deviceColours[index % deviceColours.length]);
  const [metric] = panel.metrics;
  const unit = metric?.unit ?? 'count';
  const stacked = panel.chart === 'area' || (panel.chart === 'bars' && split !== undefined);
  const marks = {
    line: { type: 'line', strokeWidth: 1.6, invalid: 'break-paths-filter-domains' },
    area: { type: 'area', opacity: 0.75 },
    bars: { type: 'bar' },
  } as const;
  const data = {
    mark: marks[panel.chart as keyof typeof marks],
    encoding: {
      x: temporal
        ? { field: 'x', type: 'temporal', scale: { type: 'utc' }, axis: { format: '%d/%m', grid: false, tickCount: 8 } }
        : {
            field: 'x',
            type: 'ordinal',
            sort: null,
            // A day without a bar keeps its place.
            scale: { domain: [...new Set(points.map((point) => point.x))] },
            axis: {
              labelAngle: 0,
              labelOverlap: 'greedy',
              ticks: false,
              title: x?.by === 'width' ? writer.words.labels[x.label] : null,
            },
          },
      y: {
        field: 'value',
        type: 'quantitative',
        ...(panel.chart === 'line' && { scale: { zero: false } }),
        ...(stacked && { stack: 'zero' }),
        axis: {
          labelExpr: `${axisFigure}(datum.value, '${unit}')`,
          tickCount: 6,
          ...(unit === 'count' && { tickMinStep: 1 }),
        },
      },
      ...(!stacked && panel.chart === 'bars' && series.length > 1 && { xOffset: { field: 'series', sort: null } }),
      color: {
        field: 'series',
        type: 'nominal',
        sort: null,
        scale: { domain: series, range: series.map((_, index) => colours[index % colours.length]) },
        legend: series.length < 2 ? null : { columns: legendColumns(series, width) },
      },
    },
  };
  const rule = panel.line && {
    data: { values: [{ at: panel.line.at, label: writer.words.labels[panel.line.label] }] },
    layer: [
      { mark: { type: 'rule', color: panel.line.colour, strokeDash: [6, 4], strokeWidth: 1.5 } },
      {
        mark: { type: 'text', align: 'left', x: 6, dy: -6, color: panel.line.colour, fontSize: 11 },
        encoding: { text: { field: 'label' } },
      },
    ],
    encoding: { y: { field: 'at', type: 'quantitative' } },
  };
  return { data: { values: points }, layer: rule ? [data, rule] : [data] };
}

/** Pixels left of the chart, where no legend is. */
const axisWidth = 64;
/** As many entries as fit beside each other: Vega makes all columns as wide as the widest. */
const legendColumns = (series: readonly string[], width: number): number =>
  Math.max(1, Math.floor((width - axisWidth) / (Math.max(...series.map(({ length }) => length)) * 7 + 40)));

/** One point per cell and metric, empty cells too: a line breaks there, and days without a bar keep their place. */
function pointsOf(panel: ChartPanel, rows: readonly Row[], writer: Writer, span: Span, temporal: boolean): Point[] {
  const [x, split] = panel.buckets;
  const xs: readonly (string | number)[] =
    x?.by === 'time'
      ? cellsOf(span, x.every === 'auto' ? automaticInterval : x.every, writer.timeZone)
      : [...new Set(rows.map(({ keys }) => keys[0] ?? ''))].sort((a, b) => (a < b ? -1 : 1));
  const splits =
    split?.by === 'conditions'
      ? split.of.map(({ label }) => label)
      : split
        ? [...new Set(rows.map(({ keys }) => keys[1] ?? ''))].sort()
        : [''];
  const known = new Map(rows.map(({ keys, values }) => [keys.join(' '), values]));
  return panel.metrics.flatMap(({ label }, position) =>
    splits.flatMap((part) =>
      xs.map((key): Point => {
        const name = split ? writer.key(split, part) : '';
        const metric = panel.metrics.length > 1 ? writer.words.labels[label] : '';
        const value = known.get(split ? `${key} ${part}` : `${key}`)?.[position] ?? null;
        return {
          x: temporal ? writer.wallClock(Number(key)) : writer.key(x, key),
          series: [name, metric].filter(Boolean).join(' · ') || writer.words.labels[label],
          value,
        };
      }),
    ),
  );
}
