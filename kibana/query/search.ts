import { type Condition, toQuery } from '../condition.ts';
import type { KibanaDataView } from '../data-views.ts';
import { type Aggregation, aggregationsOf, type Bucket, type ChartPanel, type Metric } from '../panel.ts';
import { type Span, weeksLater } from './time.ts';

/** What a search is asked for besides its panel. */
export interface Situation {
  readonly span: Span;
  readonly timeZone: string;
  /** What `auto` stands for. */
  readonly interval: string;
  /** The dashboard's own filter, of devices. */
  readonly filter?: Condition;
}

/** A search that Kibana would send for a panel; metrics of another time have one of their own. */
export interface PanelSearch {
  readonly index: string;
  readonly body: object;
  /** Positions of its metrics in the panel. */
  readonly metrics: readonly number[];
  readonly shiftWeeks: number;
}

export const figureName = (metric: number, figure: number): string => `metric${metric}-${figure}`;
export const cellsName = 'cells';

/** The searches that a panel amounts to, in Elasticsearch's query language: without scripts and runtime fields. */
export function searchesOf(panel: ChartPanel, view: KibanaDataView, situation: Situation): PanelSearch[] {
  const groups = Map.groupBy(panel.metrics.entries(), ([, { shift }]) => (shift ? 1 : 0));
  return [...groups].map(([shiftWeeks, metrics]) => ({
    index: view.pattern,
    body: bodyOf(panel, view, situation, metrics, shiftWeeks),
    metrics: metrics.map(([position]) => position),
    shiftWeeks,
  }));
}

function bodyOf(
  panel: ChartPanel,
  view: KibanaDataView,
  { span, timeZone, interval, filter }: Situation,
  metrics: readonly (readonly [number, Metric])[],
  shiftWeeks: number,
): object {
  const [from, to] = [span.from, span.to].map((at) => new Date(weeksLater(at, -shiftWeeks, timeZone)).toISOString());
  const conditions = [panel.where, filter].filter((condition) => condition !== undefined);
  const range = { range: { [view.timeField]: { gte: from, lte: to, format: 'strict_date_optional_time' } } };
  let aggs: Record<string, object> = {};
  for (const [position, { value }] of metrics) {
    aggregationsOf(value).forEach((figure, index) => {
      aggs[figureName(position, index)] = figureOf(figure, view);
    });
  }
  for (const bucket of panel.buckets.toReversed()) {
    aggs = { [cellsName]: { ...bucketOf(bucket, view, timeZone, interval), aggs } };
  }
  return { size: 0, track_total_hits: true, query: { bool: { filter: [range, ...conditions.map(toQuery)] } }, aggs };
}

function bucketOf(bucket: Bucket, view: KibanaDataView, timeZone: string, auto: string): object {
  switch (bucket.by) {
    case 'time': {
      const every = bucket.every === 'auto' ? auto : bucket.every;
      const interval = /^1[dwM]$/.test(every) ? { calendar_interval: every } : { fixed_interval: every };
      return { date_histogram: { field: view.timeField, time_zone: timeZone, min_doc_count: 1, ...interval } };
    }
    case 'terms':
      return { terms: { field: bucket.field, size: bucket.size, order: { _key: 'asc' } } };
    case 'width':
      return { histogram: { field: bucket.field, interval: bucket.width, min_doc_count: 1 } };
    case 'conditions':
      return {
        filters: { filters: Object.fromEntries(bucket.of.map(({ label, where }) => [label, toQuery(where)])) },
      };
  }
}

/** Always within a filter of its own, so that every figure is read alike. */
function figureOf({ fn, field, where }: Aggregation, view: KibanaDataView): object {
  const filter =
    fn === 'last_value' && field ? toQuery({ present: field }) : where ? toQuery(where) : { match_all: {} };
  const figure = field === undefined ? undefined : figureAggregation(fn, field, view.timeField);
  return { filter, ...(figure && { aggs: { figure } }) };
}

function figureAggregation(fn: Aggregation['fn'], field: string, timeField: string): object {
  switch (fn) {
    case 'average':
      return { avg: { field } };
    case 'median':
      return { percentiles: { field, percents: [50] } };
    case 'count':
      return { value_count: { field } };
    case 'last_value':
      return { top_hits: { size: 1, sort: [{ [timeField]: 'desc' }], _source: [field] } };
    default:
      return { [fn]: { field } };
  }
}
