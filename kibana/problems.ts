import { type Condition, fieldsOf } from './condition.ts';
import type { DataViewId, KibanaDataView } from './data-views.ts';
import { type Aggregation, aggregationsOf, type Bucket, type ChartPanel, type Dashboard, isChart } from './panel.ts';

const numbers = new Set(['double', 'long', 'byte']);
const ordered = new Set([...numbers, 'date']);
const any = undefined;

/** What each figure can be computed of. */
const typesOf: Readonly<Record<Aggregation['fn'], ReadonlySet<string> | undefined>> = {
  average: numbers,
  sum: numbers,
  median: numbers,
  min: ordered,
  max: ordered,
  last_value: ordered,
  count: any,
};

/** Where a panel asks for something that the index template does not have; one plain sentence each. */
export function problemsOf(
  dashboard: Dashboard,
  views: Readonly<Record<DataViewId, KibanaDataView>>,
): readonly string[] {
  return dashboard.panels.filter(isChart).flatMap((panel) => {
    const view = views[panel.data];
    return problemsOfPanel(panel, view).map((problem) => `${dashboard.id} / ${panel.id}: ${problem}`);
  });
}

function problemsOfPanel(panel: ChartPanel, view: KibanaDataView): string[] {
  const check = (field: string, types?: ReadonlySet<string>): string[] => {
    const type = view.fields.get(field);
    if (type === undefined) return [`the field ${field} is not in the template of ${view.pattern}`];
    if (type === 'text' || (types && !types.has(type))) return [`the field ${field} is a ${type}, which does not fit`];
    return [];
  };
  const conditions: Condition[] = [
    ...(panel.where ? [panel.where] : []),
    ...panel.buckets.flatMap((bucket) => (bucket.by === 'conditions' ? bucket.of.map(({ where }) => where) : [])),
  ];
  const figures = panel.metrics.flatMap(({ value }) => aggregationsOf(value));
  for (const { where } of figures) if (where) conditions.push(where);
  return [
    ...check(view.timeField, new Set(['date'])),
    ...panel.buckets.flatMap((bucket) => checkBucket(bucket, check)),
    ...figures.flatMap(({ fn, field }) => (field ? check(field, typesOf[fn]) : [])),
    ...conditions.flatMap(fieldsOf).flatMap((field) => check(field)),
  ];
}

function checkBucket(bucket: Bucket, check: (field: string, types?: ReadonlySet<string>) => string[]): string[] {
  if (bucket.by === 'terms') return check(bucket.field);
  return bucket.by === 'width' ? check(bucket.field, numbers) : [];
}
