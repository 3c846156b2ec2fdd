import { expressionFunction, parse, View } from 'vega';
import { compile } from 'vega-lite';
import { stateColours } from '../colours.ts';
import { type ChartPanel, isChart, type Panel, type Unit } from '../panel.ts';
import type { Row } from '../query/rows.ts';
import type { Span } from '../query/time.ts';
import { axisFigure, chartOf } from './chart.ts';
import { cut, type Frame, text, wrapped } from './svg.ts';
import type { Writer } from './words.ts';

/** Draws what is inside a panel, as SVG of that size. */
export async function drawPanel(
  panel: Panel,
  rows: readonly Row[],
  writer: Writer,
  span: Span,
  frame: Frame,
): Promise<string> {
  if (!isChart(panel)) return drawNote(writer.words.notes[panel.note].text, frame);
  if (panel.chart === 'metric') return drawFigure(panel, rows, writer, frame);
  if (panel.chart === 'table') return drawTable(panel, rows, writer, frame);
  const { spec } = compile(chartOf(panel, rows, writer, span, frame));
  // Axes write their figures as the rest of the page does.
  expressionFunction(axisFigure, (value: number, unit: Unit) => writer.axisFigure(value, unit));
  const view = new View(parse(spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  // Vega counts its clip paths from 0 in every chart.
  return svg.replaceAll(/\b(clip|gradient_)(\d+)/g, `${panel.id}-$1$2`);
}

function drawFigure(panel: ChartPanel, rows: readonly Row[], writer: Writer, { width, height }: Frame): string {
  const [metric] = panel.metrics;
  const value = rows[0]?.values[0] ?? null;
  const colour =
    metric?.colour ?? (panel.stops && value !== null ? colourAt(panel.stops, value) : stateColours.unknown);
  return [
    `<rect width="${width}" height="${height}" rx="4" fill="${colour}"/>`,
    text(writer.words.labels[metric?.label ?? 'readings'], { x: 16, y: 30, size: 14, fill: '#fff' }),
    text(writer.figure(value, metric?.unit ?? 'count'), {
      x: width - 16,
      y: height - 20,
      size: 42,
      fill: '#fff',
      anchor: 'end',
      bold: true,
    }),
  ].join('');
}

function colourAt({ limits, colours }: NonNullable<ChartPanel['stops']>, value: number): string {
  if (value < limits[0]) return colours[0];
  return value < limits[1] ? colours[1] : colours[2];
}

const lineHeight = 26;
const leastColumn = 88;
/** Pixels that a letter takes at most, on average. */
const letter = 7.6;

function drawTable(panel: ChartPanel, rows: readonly Row[], writer: Writer, { width, height }: Frame): string {
  const heads = panel.buckets.map(
    (bucket) => writer.words.labels['label' in bucket ? (bucket.label ?? 'time') : 'time'],
  );
  const all = [...heads, ...panel.metrics.map(({ label }) => writer.words.labels[label])];
  // What does not fit is behind the edge: Kibana's table scrolls.
  const columns = all.slice(0, Math.max(2, Math.floor(width / leastColumn)));
  const shown = panel.buckets[0]?.by === 'time' ? rows.toReversed() : rows;
  const cells = shown.map(({ keys, values }) => [
    ...keys.map((key, depth) => writer.key(panel.buckets[depth], key)),
    ...values.map((value, position) => writer.figure(value, panel.metrics[position]?.unit ?? 'count')),
  ]);
  const step = width / columns.length;
  const line = (content: readonly string[], y: number, bold: boolean) =>
    content.slice(0, columns.length).map((cell, column) => {
      const isKey = column < panel.buckets.length;
      const x = isKey ? column * step + 8 : (column + 1) * step - 8;
      return text(cut(cell, step / letter), {
        x,
        y,
        size: 12.5,
        bold,
        anchor: isKey ? 'start' : 'end',
        fill: bold ? '#334155' : '#0f172a',
      });
    });
  const fitting = cells.slice(0, Math.floor(height / lineHeight) - 1);
  return [
    ...line(columns, 18, true),
    ...fitting.flatMap((content, index) => [
      `<line x1="0" x2="${width}" y1="${(index + 1) * lineHeight}" y2="${(index + 1) * lineHeight}" stroke="#e2e8f0"/>`,
      ...line(content, (index + 1) * lineHeight + 18, false),
    ]),
  ].join('');
}

/** Markdown's few signs are left out, but for the bullets. */
function drawNote(markdown: string, { width }: Frame): string {
  const plain = markdown.replaceAll(/[*`]/g, '').replaceAll(/^- /gm, '• ').replaceAll('<customer>', 'finemeca');
  const lines = plain.split('\n').flatMap((paragraph) => wrapped(paragraph, Math.floor(width / 8)));
  return lines.map((line, index) => text(line, { x: 8, y: 20 + index * 22, size: 13 })).join('');
}
