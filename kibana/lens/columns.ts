import { toKql } from '../condition.ts';
import type { KibanaDataView } from '../data-views.ts';
import {
  type Aggregation,
  aggregationsOf,
  type Bucket,
  type ChartPanel,
  isAggregation,
  type Metric,
} from '../panel.ts';
import type { Texts } from '../texts/index.ts';
import { formatOf } from './format.ts';
import { formulaOf, mathOf } from './formula.ts';

/** Kibana's own name for "the documents", where there is no field. */
const records = '___records___';

export type Column = Readonly<Record<string, unknown>>;

export interface Layer {
  readonly columns: Readonly<Record<string, Column>>;
  readonly columnOrder: readonly string[];
  readonly incompleteColumns: Readonly<Record<string, never>>;
  readonly ignoreGlobalFilters?: true;
}

export const bucketId = (index: number): string => `bucket-${index}`;
export const metricId = (index: number): string => `metric-${index}`;

/** The table that a chart is drawn from, as Lens's form-based data source has it: one column per bucket and figure. */
export function layerOf(panel: ChartPanel, view: KibanaDataView, texts: Texts): Layer {
  const columns: Record<string, Column> = {};
  panel.buckets.forEach((bucket, index) => {
    columns[bucketId(index)] = bucketColumn(bucket, panel, view, texts);
  });
  panel.metrics.forEach((metric, index) => {
    Object.assign(columns, metricColumns(metric, metricId(index), view, texts));
  });
  const layer = { columns, columnOrder: Object.keys(columns), incompleteColumns: {} };
  // What is of no device must not vanish when one is chosen.
  return view.fields.has('device') ? layer : { ...layer, ignoreGlobalFilters: true };
}

function bucketColumn(bucket: Bucket, panel: ChartPanel, view: KibanaDataView, texts: Texts): Column {
  const label = texts.labels['label' in bucket ? (bucket.label ?? 'time') : 'time'];
  const common = { label, customLabel: true, isBucketed: true };
  const includeEmptyRows = panel.chart !== 'table';
  switch (bucket.by) {
    case 'time':
      return {
        ...common,
        dataType: 'date',
        operationType: 'date_histogram',
        sourceField: view.timeField,
        scale: 'interval',
        params: { interval: bucket.every, includeEmptyRows, dropPartials: false },
      };
    case 'terms':
      return {
        ...common,
        dataType: view.fields.get(bucket.field) === 'keyword' ? 'string' : 'number',
        operationType: 'terms',
        sourceField: bucket.field,
        scale: 'ordinal',
        params: {
          size: bucket.size,
          orderBy: { type: 'alphabetical', fallback: false },
          orderDirection: 'asc',
          otherBucket: false,
          missingBucket: false,
          parentFormat: { id: 'terms' },
        },
      };
    case 'width':
      return {
        ...common,
        dataType: 'number',
        operationType: 'range',
        sourceField: bucket.field,
        scale: 'interval',
        params: {
          type: 'histogram',
          ranges: [{ from: 0, to: 1000, label: '' }],
          maxBars: 'auto',
          includeEmptyRows: true,
        },
      };
    case 'conditions':
      return {
        ...common,
        dataType: 'string',
        operationType: 'filters',
        scale: 'ordinal',
        params: { filters: bucket.of.map(({ label, where }) => ({ label: texts.labels[label], input: kuery(where) })) },
      };
  }
}

/** One column, or for a formula also those of its figures and of its arithmetic. */
function metricColumns(metric: Metric, id: string, view: KibanaDataView, texts: Texts): Record<string, Column> {
  const label = texts.labels[metric.label];
  const shift = metric.shift && { timeShift: metric.shift };
  const format = formatOf(metric.unit, texts.days);
  if (isAggregation(metric.value)) {
    return { [id]: { ...aggregationColumn(metric.value, label, view, format), ...shift } };
  }
  const text = formulaOf(metric.value);
  const figures = aggregationsOf(metric.value);
  const ids = figures.map((_, index) => `${id}X${index}`);
  const mathId = `${id}X${figures.length}`;
  const remaining = [...ids];
  const math = mathOf(metric.value, () => remaining.shift() ?? '');
  const number = { label, customLabel: true, dataType: 'number', isBucketed: false, scale: 'ratio' };
  const columns: Record<string, Column> = {
    [id]: {
      ...number,
      operationType: 'formula',
      params: { formula: text, isFormulaBroken: false, ...format },
      references: [mathId],
      ...shift,
    },
  };
  figures.forEach((figure, index) => {
    columns[ids[index] ?? ''] = aggregationColumn(figure, label, view, {});
  });
  columns[mathId] = {
    ...number,
    operationType: 'math',
    params: {
      tinymathAst: typeof math === 'object' ? { ...math, location: { min: 0, max: text.length }, text } : math,
    },
    references: ids,
  };
  return columns;
}

function aggregationColumn(
  { fn, field, where }: Aggregation,
  label: string,
  view: KibanaDataView,
  format: object,
): Column {
  const isDate = field !== undefined && view.fields.get(field) === 'date' && fn !== 'count';
  const filter = fn === 'last_value' ? { present: field ?? '' } : where;
  return {
    label,
    customLabel: true,
    dataType: isDate ? 'date' : 'number',
    operationType: fn,
    sourceField: field ?? records,
    isBucketed: false,
    scale: 'ratio',
    params: {
      ...(fn === 'last_value' && { sortField: view.timeField, showArrayValues: false }),
      ...((fn === 'count' || fn === 'sum') && { emptyAsNull: false }),
      ...format,
    },
    ...(filter && { filter: kuery(filter) }),
  };
}

export const kuery = (condition?: Parameters<typeof toKql>[0]) => ({
  query: condition ? toKql(condition) : '',
  language: 'kuery',
});
