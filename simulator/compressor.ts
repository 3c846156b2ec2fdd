import { type Calendar, dayMs, hourMs, minuteMs } from './calendar.ts';
import type { Stream } from './random.ts';

/** One air network: a compressor between cut-in and cut-out, a tank, the tools, and the small losses every network has. */
export interface AirNetwork {
  /** Network pressure, bar. Cheap in time order; going back integrates again from the last known state. */
  pressure(at: number): number;
  /** What tools and small losses take, Nl/min. */
  flow(at: number): number;
}

export interface AirNetworkOptions {
  readonly calendar: Calendar;
  readonly stream: Stream;
  /** `standby` (default) keeps a lower pressure outside working hours; `off` lets the week-end drain the network. */
  readonly weekend?: 'standby' | 'off';
}

export const cutOut = 7.5;
const cutIn = 6.5;
/** Outside working hours, bar: still above every opening pressure of the plant. */
const standbyCutIn = 6.3;
const standbyCutOut = 7;

const preChargeFrom = 5.5 * hourMs;
const shiftFrom = 6 * hourMs;
/** The compressor stays in its working band until the last tool is hung up. */
const workingTo = 18.25 * hourMs;
const stepMs = 10_000;

/**
 * dP/dt = (supply - demand) / volume, in steps of 10 s on a fixed grid (1 Nl in a tank of 1 l is 1 bar).
 * Every working day the compressor pre-charges the network and holds it at cut-out until the shift starts at 06:00, so the
 * state at that moment is known without the days before it: integration starts there, at most a long week-end away.
 */
export function createAirNetwork({ calendar, stream, weekend = 'standby' }: AirNetworkOptions): AirNetwork {
  const volume = 1500 + 1000 * stream.uniform(0, 1);
  const supply = volume * (0.55 + 0.1 * stream.uniform(0, 2));
  const busyness = volume * (0.2 + 0.08 * stream.uniform(0, 3));
  // 0.04 to 0.09 bar/h of an idle network, as l/min per bar.
  const lossPerBar = (volume * (0.04 + 0.05 * stream.uniform(0, 4))) / 60 / standbyCutOut;

  let step = Number.NaN;
  let before = 0;
  let after = 0;
  let running = false;

  function anchor(at: number): number {
    for (let day = calendar.day(at); ; day--) {
      const instant = calendar.instant(day, shiftFrom);
      if (calendar.weekday(day) < 5 && instant <= at) return instant;
    }
  }

  /** What the tools take, Nl/min: ramps at both ends of the shift, a lunch break, and work that comes in bursts. */
  function tools(at: number): number {
    const time = calendar.timeOfDay(at);
    if (time < shiftFrom || time > workingTo || calendar.weekday(calendar.day(at)) > 4) return 0;
    const start = Math.min(1, (time - shiftFrom + 5 * minuteMs) / (30 * minuteMs));
    const end = Math.min(1, Math.max(0, (workingTo - time) / (30 * minuteMs)));
    const lunch = time >= 12 * hourMs && time < 12.75 * hourMs ? 0.25 : 1;
    const hour = 1 + 0.25 * stream.smooth(at / hourMs, 5);
    const burst = 0.5 + stream.uniform(Math.floor(at / minuteMs), 6);
    return busyness * start * end * lunch * hour * burst;
  }

  function advance(pressure: number, at: number): number {
    const time = calendar.timeOfDay(at);
    const workday = calendar.weekday(calendar.day(at)) < 5;
    const drain = tools(at) + lossPerBar * pressure;
    const minutes = stepMs / minuteMs;
    if (workday && time >= preChargeFrom && time < shiftFrom) {
      running = false;
      return Math.min(cutOut, pressure + ((supply - drain) / volume) * minutes);
    }
    const working = workday && time >= shiftFrom && time < workingTo;
    const high = working ? cutOut : standbyCutOut;
    const low = working ? cutIn : standbyCutIn;
    if (pressure >= high) running = false;
    else if (pressure <= low) running = true;
    const off = !working && weekend === 'off' && isWeekend(at);
    const fed = running && !off ? supply : 0;
    return Math.min(Math.max(high, pressure), Math.max(0.2, pressure + ((fed - drain) / volume) * minutes));
  }

  function isWeekend(at: number): boolean {
    const day = calendar.day(at);
    const weekday = calendar.weekday(day);
    return (
      weekday > 4 ||
      (weekday === 4 && at >= calendar.instant(day, workingTo)) ||
      (weekday === 0 && at < calendar.instant(day, preChargeFrom))
    );
  }

  return {
    pressure(at) {
      const wanted = Math.floor(at / stepMs);
      // Starting again is also cheaper than walking through more than a long week-end.
      if (!(wanted >= step) || wanted - step > (4 * dayMs) / stepMs) {
        step = Math.floor(anchor(at) / stepMs);
        running = false;
        before = cutOut;
        after = advance(before, step * stepMs);
      }
      while (step < wanted) {
        step++;
        before = after;
        after = advance(before, step * stepMs);
      }
      return before + ((after - before) * (at - step * stepMs)) / stepMs;
    },
    flow: (at) => tools(at) + lossPerBar * standbyCutOut,
  };
}
