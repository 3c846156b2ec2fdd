import type { Condition } from './condition.ts';
import type { DataViewId } from './data-views.ts';
import type { LabelKey, NoteId, PanelId } from './texts/index.ts';

/** What figures are counted in; decides decimals and the suffix. */
export type Unit =
  | 'bar'
  | 'kWh'
  | 'kW'
  | '°C'
  | 'hPa'
  | '%'
  | 'dBm'
  | 'dB'
  | 's'
  | 'min'
  | 'days'
  | 'share'
  | 'count'
  | 'time';

/** One figure over the documents of a cell, by the names that Lens has for it. */
export interface Aggregation {
  readonly fn: 'average' | 'min' | 'max' | 'sum' | 'median' | 'count' | 'last_value';
  /** None for `count`: documents are counted, not values. */
  readonly field?: string;
  readonly where?: Condition;
}

export type Operator = 'add' | 'subtract' | 'multiply' | 'divide';

/** A figure, or arithmetic over figures, which Kibana does itself (a Lens formula). */
export type Expression =
  | number
  | Aggregation
  | { readonly op: Operator; readonly of: readonly [Expression, Expression] };

export interface Metric {
  readonly label: LabelKey;
  readonly value: Aggregation | Exclude<Expression, number | Aggregation>;
  readonly unit: Unit;
  readonly colour?: string;
  /** The same figure so much earlier. */
  readonly shift?: '1w';
}

/** What cells are made of. `auto`: Kibana chooses by the time range on the screen. */
export type Bucket =
  | { readonly by: 'time'; readonly every: 'auto' | '1h' | '1d' | '1w' | '1M'; readonly label?: LabelKey }
  | { readonly by: 'terms'; readonly field: string; readonly size: number; readonly label: LabelKey }
  /** Intervals of a number; Kibana chooses their width, `width` is that of the preview. */
  | { readonly by: 'width'; readonly field: string; readonly width: number; readonly label: LabelKey }
  | { readonly by: 'conditions'; readonly of: readonly { readonly label: LabelKey; readonly where: Condition }[] };

/** In Kibana's date mathematics: `now-7d/d`. */
export interface TimeRange {
  readonly from: string;
  readonly to: string;
}

/**
 * A panel as data: what it asks, of which documents, drawn how. Its texts have its id. `buckets` are, in this order: x and
 * split (line, area, bars), slices (pie), x and y (heat), rows (table), tiles (metric).
 */
export interface ChartPanel {
  readonly id: PanelId;
  readonly chart: 'line' | 'area' | 'bars' | 'pie' | 'heat' | 'metric' | 'table';
  readonly data: DataViewId;
  readonly buckets: readonly Bucket[];
  readonly metrics: readonly Metric[];
  readonly where?: Condition;
  /** A range of its own instead of the dashboard's. */
  readonly time?: TimeRange;
  /** A line across the chart. */
  readonly line?: { readonly at: number; readonly label: LabelKey; readonly colour: string };
  /** Of the split's series, in their order. */
  readonly colours?: readonly string[];
  /** Below the lower limit the first colour, between both the second, above the third. */
  readonly stops?: { readonly limits: readonly [number, number]; readonly colours: readonly [string, string, string] };
  readonly size: Size;
}

/** Text on the dashboard, for what Elasticsearch does not know. */
export interface NotePanel {
  readonly note: NoteId;
  readonly size: Size;
}

/** In cells of Kibana's grid of 48 columns. */
export interface Size {
  readonly w: number;
  readonly h: number;
}

export type Panel = ChartPanel | NotePanel;

export interface Dashboard {
  readonly id: DashboardId;
  readonly panels: readonly Panel[];
  readonly time: TimeRange;
  readonly refreshSeconds: number;
  /** Whose devices the filter offers. */
  readonly devicesOf: DataViewId;
}

export const dashboardIds = ['air', 'centrale', 'devicev01', 'health'] as const;
export type DashboardId = (typeof dashboardIds)[number];

export const isChart = (panel: Panel): panel is ChartPanel => 'chart' in panel;
export const isAggregation = (expression: Expression): expression is Aggregation =>
  typeof expression === 'object' && 'fn' in expression;

/** The figures that an expression is made of, from left to right. */
export function aggregationsOf(expression: Expression): Aggregation[] {
  if (typeof expression === 'number') return [];
  return isAggregation(expression) ? [expression] : expression.of.flatMap(aggregationsOf);
}
