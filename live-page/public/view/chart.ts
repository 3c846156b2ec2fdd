import { s } from '../dom.ts';

/** A stretch of time: its lowest and highest pressure, bar. */
export interface ChartPoint {
  readonly at: number;
  readonly min: number;
  readonly max: number;
}

const width = 600;
const height = 120;

/** Consecutive points without a gap between them longer than `gapMs`: over a gap nothing is drawn. */
export function segments(points: readonly ChartPoint[], gapMs: number): ChartPoint[][] {
  const parts: ChartPoint[][] = [];
  for (const point of points) {
    const last = parts.at(-1);
    const before = last?.at(-1);
    if (last && before && point.at - before.at <= gapMs) last.push(point);
    else parts.push([point]);
  }
  return parts;
}

/** At most one stretch for each of so many columns of the drawing, as a line of thousands of points is no finer to see. */
export function columns(points: readonly ChartPoint[], from: number, to: number, count = width): ChartPoint[] {
  if (points.length <= count) return [...points];
  const found = new Map<number, ChartPoint>();
  for (const point of points) {
    const column = Math.floor(((point.at - from) / (to - from)) * count);
    const known = found.get(column);
    const [min, max] = [Math.min(point.min, known?.min ?? point.min), Math.max(point.max, known?.max ?? point.max)];
    found.set(column, { at: known?.at ?? point.at, min, max });
  }
  return [...found.values()];
}

/** Draws pressures over time with the opening pressure; what lies between two points far apart is left empty. */
export function drawChart(
  svg: SVGSVGElement,
  all: readonly ChartPoint[],
  options: { from: number; to: number; gapMs: number; opening: number | undefined },
): void {
  const { from, to, gapMs, opening } = options;
  const points = columns(all, from, to);
  const values = points.flatMap(({ min, max }) => [min, max]).concat(opening ?? []);
  if (points.length === 0) return void svg.replaceChildren();
  const low = Math.min(...values);
  const high = Math.max(...values);
  const room = Math.max(0.25, (high - low) * 0.12);
  const x = (at: number) => (((at - from) / (to - from)) * width).toFixed(1);
  const y = (bar: number) => (height - ((bar - low + room) / (high - low + 2 * room)) * height).toFixed(1);
  const path = (part: readonly ChartPoint[], key: 'min' | 'max') =>
    part.map((point) => `${x(point.at)} ${y(point[key])}`).join('L');

  const last = points.at(-1);
  const parts = segments(points, gapMs);
  const lines = parts.flatMap((part) => {
    const [only] = part;
    if (part.length === 1 && only) return [s('path', { class: 'single', d: `M${path(part, 'min')}h0.1` })];
    const band = s('path', { class: 'band', d: `M${path(part, 'max')}L${path(part.toReversed(), 'min')}Z` });
    return [band, s('path', { class: 'line', d: `M${path(part, 'min')}` })];
  });
  const mark = opening === undefined ? [] : [s('path', { class: 'opening', d: `M0 ${y(opening)}H${width}` })];
  const end = last ? [s('path', { class: 'end', d: `M${x(last.at)} ${y(last.min)}h0.1` })] : [];
  svg.replaceChildren(...mark, ...lines, ...end);
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.dataset.points = String(all.length);
}
