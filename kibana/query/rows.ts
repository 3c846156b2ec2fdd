import { type Aggregation, aggregationsOf, type ChartPanel, type Expression, isAggregation } from '../panel.ts';
import { cellsName, figureName, type PanelSearch } from './search.ts';
import { weeksLater } from './time.ts';

/** A cell of a panel: where it lies, and its figures in the order of the panel's metrics. A time is in ms since the epoch. */
export interface Row {
  readonly keys: readonly (string | number)[];
  /** Null where there is nothing to compute a figure of. */
  readonly values: readonly (number | null)[];
}

interface Aggregations {
  readonly [name: string]: {
    readonly doc_count?: number;
    readonly buckets?: readonly Cell[] | Readonly<Record<string, Cell>>;
  };
}
type Cell = Aggregations & { readonly key?: string | number; readonly doc_count: number };

/** An answer of Elasticsearch to a panel's search. */
export interface SearchAnswer {
  readonly aggregations?: Aggregations;
}

/** The cells of a panel from the answers to all its searches, in the order of their keys. */
export function rowsOf(
  panel: ChartPanel,
  timeZone: string,
  answers: readonly { readonly search: PanelSearch; readonly answer: SearchAnswer }[],
): Row[] {
  const rows = new Map<string, { keys: (string | number)[]; values: (number | null)[] }>();
  for (const { search, answer } of answers) {
    for (const { keys, figures } of cellsOf(answer.aggregations ?? {}, panel.buckets.length, [])) {
      const at = keys.map((key, depth) =>
        panel.buckets[depth]?.by === 'time' ? weeksLater(Number(key), search.shiftWeeks, timeZone) : key,
      );
      const row = rows.get(JSON.stringify(at)) ?? { keys: at, values: panel.metrics.map(() => null) };
      rows.set(JSON.stringify(at), row);
      for (const position of search.metrics) row.values[position] = figureIn(panel, position, figures);
    }
  }
  return [...rows.values()].sort((a, b) => compare(a.keys, b.keys));
}

function cellsOf(
  aggregations: Aggregations,
  depth: number,
  keys: readonly (string | number)[],
): { keys: readonly (string | number)[]; figures: Aggregations }[] {
  if (depth === 0) return [{ keys, figures: aggregations }];
  const buckets = aggregations[cellsName]?.buckets ?? [];
  const cells = Array.isArray(buckets)
    ? (buckets as readonly Cell[]).map((cell) => [cell.key ?? '', cell] as const)
    : Object.entries(buckets as Readonly<Record<string, Cell>>);
  return cells
    .filter(([, cell]) => cell.doc_count > 0)
    .flatMap(([key, cell]) => cellsOf(cell, depth - 1, [...keys, key]));
}

function figureIn(panel: ChartPanel, position: number, figures: Aggregations): number | null {
  const value = panel.metrics[position]?.value;
  if (value === undefined) return null;
  const known = aggregationsOf(value).map((figure, index) => read(figure, figures[figureName(position, index)]));
  return compute(value, known);
}

interface FigureAnswer {
  readonly doc_count?: number;
  readonly figure?: {
    readonly value?: number | null;
    readonly values?: Readonly<Record<string, number | null>>;
    readonly hits?: { readonly hits: readonly { readonly _source: Readonly<Record<string, number>> }[] };
  };
}

function read({ fn, field }: Aggregation, answer: FigureAnswer | undefined): number | null {
  if (!answer) return null;
  const { doc_count: documents = 0, figure } = answer;
  if (!figure) return documents;
  if (fn === 'last_value') return figure.hits?.hits[0]?._source[field ?? ''] ?? null;
  return (fn === 'median' ? figure.values?.['50.0'] : figure.value) ?? null;
}

/** As Kibana's formulas: arithmetic with nothing gives nothing, and so does a division by 0. Takes its figures in turn. */
function compute(expression: Expression, figures: (number | null)[]): number | null {
  if (typeof expression === 'number') return expression;
  if (isAggregation(expression)) return figures.shift() ?? null;
  const [left, right] = expression.of.map((part) => compute(part, figures));
  if (left === null || left === undefined || right === null || right === undefined) return null;
  switch (expression.op) {
    case 'add':
      return left + right;
    case 'subtract':
      return left - right;
    case 'multiply':
      return left * right;
    case 'divide':
      return right === 0 ? null : left / right;
  }
}

function compare(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (const [depth, key] of a.entries()) {
    const other = b[depth] ?? '';
    if (key !== other) return key < other ? -1 : 1;
  }
  return 0;
}
