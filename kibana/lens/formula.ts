import { toKql } from '../condition.ts';
import { type Aggregation, type Expression, isAggregation, type Operator } from '../panel.ts';

const signs: Readonly<Record<Operator, string>> = { add: '+', subtract: '-', multiply: '*', divide: '/' };

/** A Lens formula as a person would type it: `sum(readings) / sum(expected)`. */
export function formulaOf(expression: Expression, nested = false): string {
  if (typeof expression === 'number') return String(expression);
  if (isAggregation(expression)) return callOf(expression);
  const [left, right] = expression.of;
  const text = `${formulaOf(left, true)} ${signs[expression.op]} ${formulaOf(right, true)}`;
  return nested ? `(${text})` : text;
}

function callOf({ fn, field, where }: Aggregation): string {
  const filter = where && `kql='${toKql(where)}'`;
  return `${fn}(${[field, filter].filter(Boolean).join(', ')})`;
}

/** A node of Kibana's parsed formula (TinyMath): a number, the id of a column, or a function of both. */
export type MathNode =
  | number
  | string
  | { readonly type: 'function'; readonly name: Operator; readonly args: MathNode[] };

/** The formula as Kibana parses it; `columnOf` names the columns of its figures from left to right. */
export function mathOf(expression: Expression, columnOf: () => string): MathNode {
  if (typeof expression === 'number') return expression;
  if (isAggregation(expression)) return columnOf();
  return { type: 'function', name: expression.op, args: expression.of.map((part) => mathOf(part, columnOf)) };
}
