import { deviceColours } from '../colours.ts';
import type { ChartPanel } from '../panel.ts';
import type { Row } from '../query/rows.ts';
import type { Frame } from './svg.ts';
import type { Writer } from './words.ts';

/** Slices with their share, in Vega-Lite. */
export function pieOf(panel: ChartPanel, rows: readonly Row[], writer: Writer, frame: Frame): object {
  const total = rows.reduce((sum, { values }) => sum + (values[0] ?? 0), 0);
  const slices = rows.map(({ keys, values }, position) => ({
    position,
    name: writer.key(panel.buckets[0], keys[0] ?? ''),
    value: values[0] ?? 0,
    share: writer.figure((values[0] ?? 0) / total, 'share'),
  }));
  return {
    data: { values: slices },
    encoding: {
      theta: { field: 'value', type: 'quantitative', stack: true },
      // Both layers go round in the same order.
      order: { field: 'position', type: 'quantitative' },
      detail: { field: 'name' },
    },
    layer: [
      {
        mark: { type: 'arc', stroke: '#fff' },
        encoding: {
          color: {
            field: 'name',
            sort: null,
            scale: { range: deviceColours },
            legend: { orient: 'right', columns: 1 },
          },
        },
      },
      {
        mark: {
          type: 'text',
          radius: 0.3 * Math.min(frame.width, frame.height),
          fontSize: 12,
          fontWeight: 'bold',
          fill: '#fff',
        },
        encoding: { text: { field: 'share' } },
      },
    ],
  };
}
