import type { Point } from '../../protocol.ts';
import { h, s, setText } from '../dom.ts';
import type { Format } from '../format.ts';
import type { Texts } from '../texts/texts.ts';
import { type ChartPoint, drawChart } from './chart.ts';

/** The sparkline of the last hour; a tap shows the last day. */
export interface History {
  readonly element: HTMLElement;
  update(
    points: readonly Point[],
    options: { now: number; readingPeriodMs: number; opening: number | undefined },
  ): void;
}

interface HistoryAnswer {
  readonly intervalSeconds: number;
  readonly points: readonly { timestamp: string; min: number; max: number }[];
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const dayPoints = 288;
const renewDayMs = 60_000;
/** A gap of up to so many periods is a message that was missed, not a silence. */
const gapPeriods = 3;

export function createHistory(deviceId: string, text: Texts, format: Format): History {
  const svg = s('svg', { class: 'chart', 'aria-hidden': 'true' });
  const caption = h('span', { class: 'caption' }, text.chart.hour);
  const range = h('span', { class: 'range' });
  const element = h(
    'button',
    { class: 'history', type: 'button', title: text.chart.toDay, 'aria-pressed': 'false' },
    caption,
    range,
    svg,
  );
  let day: { readonly at: number; readonly answer: HistoryAnswer } | undefined;
  let showsDay = false;
  let last: { points: readonly Point[]; options: Parameters<History['update']>[1] } | undefined;

  async function fetchDay(now: number): Promise<void> {
    const from = new Date(now - dayMs).toISOString();
    const query = `from=${from}&to=${new Date(now).toISOString()}&points=${dayPoints}`;
    const response = await fetch(`api/v1/pressure/${encodeURIComponent(deviceId)}/history?${query}`);
    if (!response.ok) throw new Error(String(response.status));
    day = { at: now, answer: (await response.json()) as HistoryAnswer };
  }

  function draw(): void {
    if (!last) return;
    const { points, options } = last;
    const { now, readingPeriodMs, opening } = options;
    setText(caption, showsDay ? text.chart.day : text.chart.hour);
    if (showsDay && day) {
      const { intervalSeconds, points: found } = day.answer;
      const stretches = found.map(({ timestamp, min, max }): ChartPoint => ({ at: Date.parse(timestamp), min, max }));
      const gapMs = Math.max(gapPeriods * readingPeriodMs, 2 * intervalSeconds * 1000);
      say(stretches);
      drawChart(svg, stretches, { from: day.at - dayMs, to: day.at, gapMs, opening });
    } else {
      const hour = points.map(([at, bar]): ChartPoint => ({ at, min: bar, max: bar }));
      // Thinned out by the server, points lie further apart than readings.
      const gapMs = Math.max(gapPeriods * readingPeriodMs, (2 * hourMs) / Math.max(12, hour.length));
      say(hour);
      drawChart(svg, hour, { from: now - hourMs, to: now, gapMs: Math.min(gapMs, hourMs / 6), opening });
    }
  }

  /** The lowest and the highest, as the chart has no axis. */
  function say(points: readonly ChartPoint[]): void {
    const low = Math.min(...points.map(({ min }) => min));
    const high = Math.max(...points.map(({ max }) => max));
    setText(range, points.length === 0 ? '' : `${format.pressure(low)} – ${format.pressure(high)} bar`);
  }

  function show(now: number): void {
    if (!showsDay || (day && now - day.at < renewDayMs)) draw();
    else fetchDay(now).then(draw, () => setText(caption, text.chart.failed));
  }

  element.addEventListener('click', () => {
    showsDay = !showsDay;
    element.setAttribute('aria-pressed', String(showsDay));
    element.title = showsDay ? text.chart.toHour : text.chart.toDay;
    if (last) show(last.options.now);
  });

  return {
    element,
    update(points, options) {
      last = { points, options };
      show(options.now);
    },
  };
}
