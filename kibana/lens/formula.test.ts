import { expect, test } from 'vitest';
import { dataViewsOf } from '../data-views.ts';
import type { ChartPanel, Expression } from '../panel.ts';
import { texts } from '../texts/index.ts';
import { layerOf } from './columns.ts';
import { formulaOf, mathOf } from './formula.ts';

const share: Expression = {
  op: 'divide',
  of: [
    { fn: 'sum', field: 'readings' },
    { fn: 'sum', field: 'expected' },
  ],
};
const minutes: Expression = {
  op: 'multiply',
  of: [{ fn: 'count', where: { field: 'pressureMargin', below: 0 } }, 0.5],
};
const left: Expression = {
  op: 'divide',
  of: [{ op: 'subtract', of: [1000, { fn: 'max', field: 'shards' }] }, 3],
};

test.each([
  [share, 'sum(readings) / sum(expected)'],
  [minutes, "count(kql='pressureMargin < 0') * 0.5"],
  [left, '(1000 - max(shards)) / 3'],
])('%j', (expression, text) => expect(formulaOf(expression)).toBe(text));

test('the parsed formula names its columns from left to right', () => {
  const ids = ['X0', 'X1'];
  expect(mathOf(left, () => ids.shift() ?? '')).toEqual({
    type: 'function',
    name: 'divide',
    args: [{ type: 'function', name: 'subtract', args: [1000, 'X0'] }, 3],
  });
});

test('a formula is stored as Kibana does: what was typed, its figures, and the arithmetic over them', () => {
  const panel: ChartPanel = {
    id: 'health-complete',
    chart: 'metric',
    data: 'all-days',
    buckets: [],
    metrics: [{ label: 'received', value: share as never, unit: 'share' }],
    size: { w: 1, h: 1 },
  };
  const layer = layerOf(panel, dataViewsOf('finemeca')['all-days'], texts.en);
  expect(layer.columnOrder).toEqual(['metric-0', 'metric-0X0', 'metric-0X1', 'metric-0X2']);
  expect(layer.columns['metric-0']).toMatchObject({ operationType: 'formula', references: ['metric-0X2'] });
  expect(layer.columns['metric-0X1']).toMatchObject({ operationType: 'sum', sourceField: 'expected' });
  expect(layer.columns['metric-0X2']).toMatchObject({
    operationType: 'math',
    references: ['metric-0X0', 'metric-0X1'],
    params: { tinymathAst: { args: ['metric-0X0', 'metric-0X1'], text: 'sum(readings) / sum(expected)' } },
  });
});
