import { dashboardsOf } from '../dashboards/index.ts';
import { gridColumns, placesOf } from '../layout.ts';
import { type ChartPanel, type Dashboard, isChart } from '../panel.ts';
import type { Row } from '../query/rows.ts';
import { spanOf } from '../query/time.ts';
import { drawPanel } from './draw.ts';
import { text } from './svg.ts';
import type { Writer } from './words.ts';

/** Pixels: a page of Kibana on an ordinary screen. */
const pageWidth = 1600;
const margin = 16;
const gutter = 8;
const rowHeight = 20;
const headHeight = 128;
const titleHeight = 32;

/** A whole dashboard as one SVG, laid out as in Kibana, from the cells of each of its charts. */
export async function drawDashboard(
  dashboard: Dashboard,
  rowsOf: (panel: ChartPanel) => readonly Row[],
  writer: Writer,
  now: number,
): Promise<string> {
  const places = placesOf(
    dashboard.panels.map(({ size }) => size),
    0,
  );
  const column = (pageWidth - 2 * margin + gutter) / gridColumns;
  const bodyHeight = Math.max(...places.map(({ y, h }) => (y + h) * (rowHeight + gutter)));
  const panels = await Promise.all(
    dashboard.panels.map(async (panel, index) => {
      const { x, y, w, h } = places[index] ?? { x: 0, y: 0, w: 1, h: 1 };
      const width = Math.round(w * column - gutter);
      const height = h * (rowHeight + gutter) - gutter;
      const inner = { width: width - 24, height: height - titleHeight - 12 };
      const time = (isChart(panel) && panel.time) || dashboard.time;
      const span = spanOf(time, now, writer.timeZone);
      const content = await drawPanel(panel, isChart(panel) ? rowsOf(panel) : [], writer, span, inner);
      const { title } = isChart(panel) ? writer.words.panels[panel.id] : writer.words.notes[panel.note];
      return [
        `<g transform="translate(${Math.round(margin + x * column)},${headHeight + y * (rowHeight + gutter)})">`,
        `<rect width="${width}" height="${height}" rx="6" fill="#fff" stroke="#e2e8f0"/>`,
        text(title, { x: 12, y: 21, size: 13.5, bold: true }),
        `<g transform="translate(12,${titleHeight})">${content}</g></g>`,
      ].join('');
    }),
  );
  const height = headHeight + bodyHeight + margin;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${pageWidth}" height="${height}" viewBox="0 0 ${pageWidth} ${height}" font-family="DejaVu Sans, sans-serif">`,
    `<rect width="${pageWidth}" height="${height}" fill="#f1f5f9"/>`,
    ...head(dashboard, writer),
    ...panels,
    '</svg>',
  ].join('\n');
}

/** Title, links and filter, and that this is a preview. */
function head(dashboard: Dashboard, { words }: Writer): string[] {
  const others = dashboardsOf({ readingPeriodSeconds: 30 }).map(({ id }) => words.dashboards[id].link);
  return [
    text(words.dashboards[dashboard.id].title, { x: margin, y: 36, size: 22, bold: true }),
    text(words.preview, { x: margin, y: 60, size: 12.5, fill: '#b45309' }),
    `<rect x="${margin}" y="76" width="250" height="32" rx="6" fill="#fff" stroke="#cbd5e1"/>`,
    text(`${words.labels.device}  ▾`, { x: margin + 12, y: 97, size: 13 }),
    ...others.map((link, index) => text(link, { x: 300 + index * 130, y: 97, size: 13, fill: '#1d4ed8' })),
  ];
}
