import type { ChartPanel } from '../panel.ts';
import type { Row } from '../query/rows.ts';
import type { Frame } from './svg.ts';
import type { Writer } from './words.ts';

const classes = 5;
/** Narrower, the legend is below. */
const leastWidth = 500;

/** Cells coloured by five equal ranges of their figure, in Vega-Lite. */
export function heatOf(panel: ChartPanel, rows: readonly Row[], writer: Writer, { width }: Frame): object {
  const [x, y] = panel.buckets;
  const unit = panel.metrics[0]?.unit ?? 'count';
  const known = rows.flatMap(({ values }) => values[0] ?? []);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const limit = (index: number) => writer.figure(least + ((most - least) * index) / classes, unit);
  const names = Array.from({ length: classes }, (_, index) => `${limit(index).split(' ')[0]} – ${limit(index + 1)}`);
  const cells = rows.map(({ keys, values }) => ({
    x: writer.key(x, keys[0] ?? ''),
    y: writer.key(y, keys[1] ?? ''),
    range: names[Math.min(classes - 1, Math.floor((((values[0] ?? least) - least) / (most - least)) * classes))],
  }));
  const named = (bucket: typeof x, depth: 0 | 1) => {
    const keys = [...new Set(rows.map(({ keys: all }) => all[depth] ?? ''))].sort((a, b) => (a < b ? -1 : 1));
    return keys.map((key) => writer.key(bucket, key));
  };
  return {
    data: { values: cells },
    mark: { type: 'rect', stroke: '#fff' },
    encoding: {
      x: {
        field: 'x',
        type: 'ordinal',
        sort: named(x, 0),
        axis: { labelAngle: 0, labelOverlap: 'greedy', ticks: false },
      },
      y: { field: 'y', type: 'ordinal', sort: named(y, 1), axis: { ticks: false } },
      color: {
        field: 'range',
        type: 'ordinal',
        scale: { domain: names, range: panel.colours },
        legend: width < leastWidth ? { orient: 'bottom', columns: 2 } : { orient: 'right', columns: 1 },
      },
    },
  };
}
