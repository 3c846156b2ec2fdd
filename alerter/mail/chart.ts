import type { PressurePoint } from '../notice.ts';
import { escapeMarkup } from './escape.ts';

/** What a picture of the last 24 h shows. Times are ms since the epoch, pressures bar. */
export interface ChartInput {
  readonly pressures: readonly PressurePoint[];
  readonly opening: number | undefined;
  /** Its right end. */
  readonly until: number;
  /** In words, for those who do not see it. */
  readonly description: string;
  readonly texts: Readonly<{ title: string; opening: string; unit: string; noData: string }>;
  readonly clock: (at: number) => string;
  readonly pressure: (bar: number) => string;
  readonly axis: (bar: number) => string;
}

/** In units of the drawing; on a phone one is about a point. */
export const chartSize = { width: 360, height: 216 };
const frame = { left: 32, right: 346, top: 38, bottom: 190 };
const hourMs = 60 * 60_000;
const spanMs = 24 * hourMs;
/** Without a reading for this long there is a gap, and no line is drawn over it. Readings are thinned to one in 5 min. */
const gapMs = 15 * 60_000;

// Dark on every ground: it does not glare at night, and mail programs leave pictures as they are.
const ground = '#0b1220';
const ink = '#cbd5e1';
const faint = '#24304a';
const leak = '#f87171';
const normal = '#4ade80';

/** The last 24 h as SVG: green at or above the opening pressure, red below, hatched where nobody knows. */
export function drawChart(input: ChartInput): string {
  const { opening, until, texts } = input;
  const from = until - spanMs;
  const points = input.pressures.filter(([at]) => at >= from && at <= until);
  const scale = scaleOf([...points.map(([, bar]) => bar), ...(opening === undefined ? [] : [opening])]);
  const x = (at: number) => frame.left + ((at - from) / spanMs) * (frame.right - frame.left);
  const y = (bar: number) => frame.bottom - ((bar - scale.low) / (scale.high - scale.low)) * (frame.bottom - frame.top);
  const runs = runsOf(points);
  const line = runs.map((run) => path(run, x, y)).join('');
  const area = runs.map((run) => `${path(run, x, y)}V${y(opening ?? 0)}H${round(x(run[0]?.[0] ?? from))}Z`).join('');
  const limit = opening === undefined ? frame.bottom : y(opening);
  const { width, height } = chartSize;

  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="DejaVu Sans" font-size="11" fill="${ink}">
<defs>
<clipPath id="above"><rect x="0" y="0" width="${width}" height="${round(limit)}"/></clipPath>
<clipPath id="below"><rect x="0" y="${round(limit)}" width="${width}" height="${height}"/></clipPath>
<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="2" height="6" fill="#64748b" fill-opacity="0.35"/></pattern>
</defs>
<rect width="${width}" height="${height}" rx="10" fill="${ground}"/>
<text x="12" y="22" font-weight="bold" font-size="12">${escapeMarkup(texts.title)} (${escapeMarkup(texts.unit)})</text>
${scale.ticks.map((bar) => horizontal(y(bar), input.axis(bar))).join('')}
${ticksOf(from, until, input.clock)
  .map(({ at, label }) => vertical(x(at), label))
  .join('')}
${gapsOf(points, from, until)
  .map((gap) => hatched(x(gap.from), x(gap.to), texts.noData))
  .join('')}
${opening === undefined ? '' : `<path d="${area}" fill="${leak}" fill-opacity="0.3" clip-path="url(#below)"/>`}
<path d="${line}" fill="none" stroke="${normal}" stroke-width="2" stroke-linejoin="round" stroke-linecap="round" clip-path="url(#above)"/>
<path d="${line}" fill="none" stroke="${leak}" stroke-width="2" stroke-linejoin="round" stroke-linecap="round" clip-path="url(#below)"/>
${opening === undefined ? '' : openingLine(limit, `${texts.opening} ${input.pressure(opening)}`)}
${lastDot(points.at(-1), opening, x, y)}
</svg>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** Round pressures around all values, four to six ticks. */
function scaleOf(bars: readonly number[]): { low: number; high: number; ticks: readonly number[] } {
  const least = bars.length > 0 ? Math.min(...bars) : 0;
  const most = bars.length > 0 ? Math.max(...bars) : 1;
  const range = Math.max(most - least, 0.5);
  const step = [0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200].find((size) => range / size <= 4) ?? 500;
  const low = Math.max(0, Math.floor(least / step - 0.2)) * step;
  const count = Math.ceil(most / step + 0.2) - Math.round(low / step);
  return { low, high: low + count * step, ticks: Array.from({ length: count + 1 }, (_, index) => low + index * step) };
}

function runsOf(points: readonly PressurePoint[]): PressurePoint[][] {
  const runs: PressurePoint[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const point of points) {
    if (point[0] - last > gapMs) runs.push([]);
    runs.at(-1)?.push(point);
    last = point[0];
  }
  return runs;
}

/** A single reading between two gaps is a dot: a line of no length with round ends. */
const path = (run: readonly PressurePoint[], x: (at: number) => number, y: (bar: number) => number): string =>
  run.map(([at, bar], index) => `${index === 0 ? 'M' : 'L'}${round(x(at))} ${round(y(bar))}`).join('') +
  (run.length === 1 ? 'h0' : '');

function gapsOf(points: readonly PressurePoint[], from: number, until: number): { from: number; to: number }[] {
  const times = [from, ...points.map(([at]) => at), until];
  return times
    .map((at, index) => ({ from: at, to: times[index + 1] ?? until }))
    .filter((gap) => gap.to - gap.from > gapMs);
}

/** Every six hours by the site's clock. */
function ticksOf(from: number, until: number, clock: (at: number) => string): { at: number; label: string }[] {
  const half = hourMs / 2;
  const ticks: { at: number; label: string }[] = [];
  for (let at = Math.ceil(from / half) * half; at <= until; at += half) {
    const label = clock(at);
    if (/^(00|06|12|18)\D00/.test(label)) ticks.push({ at, label });
  }
  return ticks;
}

const horizontal = (y: number, label: string): string =>
  `<path d="M${frame.left} ${round(y)}H${frame.right}" stroke="${faint}"/><text x="${frame.left - 6}" y="${round(y) + 4}" text-anchor="end">${escapeMarkup(label)}</text>`;

function vertical(x: number, label: string): string {
  const middle = Math.min(Math.max(x, frame.left + 8), frame.right - 12);
  return `<path d="M${round(x)} ${frame.top}V${frame.bottom}" stroke="${faint}"/><text x="${round(middle)}" y="${frame.bottom + 16}" text-anchor="middle">${escapeMarkup(label)}</text>`;
}

function hatched(from: number, to: number, label: string): string {
  const rectangle = `<rect x="${round(from)}" y="${frame.top}" width="${round(to - from)}" height="${frame.bottom - frame.top}" fill="url(#hatch)"/>`;
  const wide = to - from > label.length * 6.5;
  return wide
    ? `${rectangle}<text x="${round((from + to) / 2)}" y="${frame.bottom - 8}" text-anchor="middle">${escapeMarkup(label)}</text>`
    : rectangle;
}

/** The label stands on the line, at the left, with a ground of its own so that the curve does not cross it out. */
function openingLine(y: number, label: string): string {
  const above = y - frame.top > 20;
  const base = round(above ? y - 5 : y + 14);
  return `<path d="M${frame.left} ${round(y)}H${frame.right}" stroke="#f8fafc" stroke-width="1.5" stroke-dasharray="6 4"/><rect x="${frame.left + 2}" y="${base - 11}" width="${label.length * 6.9 + 6}" height="14" rx="3" fill="${ground}" fill-opacity="0.85"/><text x="${frame.left + 5}" y="${base}" fill="#f8fafc" font-weight="bold">${escapeMarkup(label)}</text>`;
}

function lastDot(
  last: PressurePoint | undefined,
  opening: number | undefined,
  x: (at: number) => number,
  y: (bar: number) => number,
): string {
  if (!last) return '';
  const colour = opening !== undefined && last[1] < opening ? leak : normal;
  return `<circle cx="${round(x(last[0]))}" cy="${round(y(last[1]))}" r="4.5" fill="${colour}" stroke="${ground}" stroke-width="1.5"/>`;
}
