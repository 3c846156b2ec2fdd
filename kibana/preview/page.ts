import { dashboardsOf } from '../dashboards/index.ts';
import { gridColumns, placesOf } from '../layout.ts';
import { type ChartPanel, type Dashboard, isChart } from '../panel.ts';
import type { Row } from '../query/rows.ts';
import { spanOf } from '../query/time.ts';
import { drawPanel } from './draw.ts';
import { cut, text, wrapped } from './svg.ts';
import type { Writer } from './words.ts';

/** Pixels: a page of Kibana on an ordinary screen, and on a phone, where it puts all panels below each other. */
const pageWidths = { wide: 1600, phone: 420 } as const;
export type Screen = keyof typeof pageWidths;
export const screens = Object.keys(pageWidths) as Screen[];

const margin = 16;
const gutter = 8;
const rowHeight = 20;
const titleHeight = 32;
/** Pixels that a letter of a bold title takes at most, on average. */
const titleLetter = 8.4;

/** A whole dashboard as one SVG, laid out as in Kibana, from the cells of each of its charts. */
export async function drawDashboard(
  dashboard: Dashboard,
  rowsOf: (panel: ChartPanel) => readonly Row[],
  writer: Writer,
  now: number,
  screen: Screen = 'wide',
): Promise<string> {
  const pageWidth = pageWidths[screen];
  const top = head(dashboard, writer, pageWidth);
  const places = placesOf(
    dashboard.panels.map(({ size: { w, h } }) => ({ w: screen === 'phone' ? gridColumns : w, h })),
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
        `<g transform="translate(${Math.round(margin + x * column)},${top.height + y * (rowHeight + gutter)})">`,
        `<rect width="${width}" height="${height}" rx="6" fill="#fff" stroke="#e2e8f0"/>`,
        text(cut(title, (width - 24) / titleLetter), { x: 12, y: 21, size: 13.5, bold: true }),
        `<g transform="translate(12,${titleHeight})">${content}</g></g>`,
      ].join('');
    }),
  );
  const height = top.height + bodyHeight + margin;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${pageWidth}" height="${height}" viewBox="0 0 ${pageWidth} ${height}" font-family="DejaVu Sans, sans-serif">`,
    `<rect width="${pageWidth}" height="${height}" fill="#f1f5f9"/>`,
    ...top.parts,
    ...panels,
    '</svg>',
  ].join('\n');
}

/** Title, links and filter, and that this is a preview. */
function head(dashboard: Dashboard, { words }: Writer, pageWidth: number): { height: number; parts: string[] } {
  const inner = pageWidth - 2 * margin;
  const parts: string[] = [];
  let y = 10;
  for (const line of wrapped(words.dashboards[dashboard.id].title, inner / 14)) {
    y += 26;
    parts.push(text(line, { x: margin, y, size: 22, bold: true }));
  }
  y += 8;
  for (const line of wrapped(words.preview, inner / 7.5)) {
    y += 16;
    parts.push(text(line, { x: margin, y, size: 12.5, fill: '#b45309' }));
  }
  y += 16;
  parts.push(
    `<rect x="${margin}" y="${y}" width="250" height="32" rx="6" fill="#fff" stroke="#cbd5e1"/>`,
    text(`${words.labels.device}  ▾`, { x: margin + 12, y: y + 21, size: 13 }),
  );
  const others = dashboardsOf({ readingPeriodSeconds: 30 }).map(({ id }) => words.dashboards[id].link);
  // Beside the filter where there is room, else below it.
  const beside = pageWidth > 300 + others.length * 130;
  if (!beside) y += 38;
  const step = beside ? 130 : inner / others.length;
  parts.push(
    ...others.map((link, index) =>
      text(link, { x: (beside ? 300 : margin) + index * step, y: y + 21, size: 13, fill: '#1d4ed8' }),
    ),
  );
  return { height: y + 52, parts };
}
