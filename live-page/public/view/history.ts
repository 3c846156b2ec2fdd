import type { Point } from '../../protocol.ts';
import { h, s, setText } from '../dom.ts';
import type { Format } from '../format.ts';
import type { Texts } from '../texts/texts.ts';
import { type ChartPoint, drawChart } from './chart.ts';

/** The sparkline of the last hour; a tap shows the last day. */
export interface History {
  readonly element: HTMLElement;
  /** `points` gives the last hour's; it is called when there is something new to draw. */
  update(points: () => readonly Point[], options: HistoryOptions): void;
}

/** Times by the server's clock, pressures in bar. */
interface HistoryOptions {
  readonly now: number;
  /** Time of the newest reading. */
  readonly newest: number;
  readonly readingPeriodMs: number;
  readonly opening: number | undefined;
}

interface HistoryAnswer {
  readonly intervalSeconds: number;
  readonly points: readonly { timestamp: string; min: number; max: number }[];
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const dayPoints = 288;
const renewDayMs = 60_000;
/** Drawn anew with a new reading, once a second at most, and now and then as time goes on. */
const redrawMs = { newReading: 1000, noReading: 5000 };
const quarterMs = 15 * 60_000;
const hoursOfDayView = 6;
/** The part of the width in which the text of a time fits on a phone. */
const roomForText = [0.07, 0.93] as const;
/** The part of the time shown that is left free at the right, for the dot of the newest reading. */
const roomForDot = 0.012;
/** A gap of up to so many periods is a message that was missed, not a silence. */
const gapPeriods = 3;

export function createHistory(deviceId: string, text: Texts, format: Format): History {
  const svg = s('svg', { class: 'chart', 'aria-hidden': 'true' });
  const caption = h('span', { class: 'caption' }, text.chart.hour);
  const range = h('span', { class: 'range' });
  const times = h('span', { class: 'times', 'aria-hidden': 'true' });
  const element = h(
    'button',
    { class: 'history', type: 'button', title: text.chart.toDay, 'aria-pressed': 'false' },
    h('span', { class: 'legend' }, caption, range),
    svg,
    times,
  );
  let day: { readonly at: number; readonly answer: HistoryAnswer } | undefined;
  let showsDay = false;
  let last: { points: () => readonly Point[]; options: HistoryOptions } | undefined;
  let drawn: { readonly at: number; readonly newest: number } | undefined;

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
    const { now, newest, readingPeriodMs, opening } = options;
    drawn = { at: now, newest };
    setText(caption, showsDay ? text.chart.day : text.chart.hour);
    if (showsDay && day) {
      const { intervalSeconds, points: found } = day.answer;
      const stretches = found.map(({ timestamp, min, max }): ChartPoint => ({ at: Date.parse(timestamp), min, max }));
      const gapMs = Math.max(gapPeriods * readingPeriodMs, 2 * intervalSeconds * 1000);
      say(stretches);
      const [from, to] = [day.at - dayMs, day.at + roomForDot * dayMs];
      mark(from, to);
      drawChart(svg, stretches, { from, to, gapMs, opening });
    } else {
      const hour = points().map(([at, bar]): ChartPoint => ({ at, min: bar, max: bar }));
      // Thinned out by the server, points lie further apart than readings.
      const gapMs = Math.max(gapPeriods * readingPeriodMs, (2 * hourMs) / Math.max(12, hour.length));
      say(hour);
      const [from, to] = [now - hourMs, now + roomForDot * hourMs];
      mark(from, to);
      drawChart(svg, hour, { from, to, gapMs: Math.min(gapMs, hourMs / 6), opening });
    }
  }

  /** The lowest and the highest, as the chart has no axis. */
  function say(points: readonly ChartPoint[]): void {
    const low = Math.min(...points.map(({ min }) => min));
    const high = Math.max(...points.map(({ max }) => max));
    const [from, to] = [format.pressure(low), format.pressure(high)];
    setText(range, points.length === 0 ? '' : `${from === to ? to : `${from} – ${to}`} bar`);
  }

  /** The quarters of an hour, or every sixth hour of the site's day. */
  function mark(from: number, to: number): void {
    const step = showsDay ? hourMs : quarterMs;
    const [first, last] = roomForText.map((part) => from + part * (to - from)) as [number, number];
    const labels: HTMLElement[] = [];
    for (let at = Math.ceil(first / step) * step; at <= last; at += step) {
      if (showsDay && format.hour(at) % hoursOfDayView !== 0) continue;
      const label = h('span', {}, format.shortTime(at, at));
      label.style.left = `${((100 * (at - from)) / (to - from)).toFixed(2)}%`;
      labels.push(label);
    }
    times.replaceChildren(...labels);
  }

  /** Whether what is drawn shows something that is no longer so. */
  function isOld({ now, newest }: HistoryOptions): boolean {
    const wait = drawn?.newest === newest ? redrawMs.noReading : redrawMs.newReading;
    return drawn === undefined || Math.abs(now - drawn.at) >= wait;
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
      if (isOld(options)) show(options.now);
    },
  };
}
