import { type Calendar, hourMs, minuteMs } from './calendar.ts';
import type { Stream } from './random.ts';
import { round, type SensorModel } from './sensor.ts';

/** What happened to a meter and makes its index fall. */
export interface MeterEvent {
  /** The topic's last level, e.g. `centrale-1`. */
  readonly device: string;
  readonly at: Date;
  /** The index right after it, kWh (default 0: a reset). A swap is the same with the new meter's opening index. */
  readonly index?: number;
}

export interface CentraleOptions {
  readonly calendar: Calendar;
  readonly stream: Stream;
  readonly number: number;
  readonly events: readonly MeterEvent[];
  /** The index starts at 0 again when it reaches this, kWh. */
  readonly modulus?: number;
  /** Share of readings whose `Energy` is a glitch: 0, or ten times too much. */
  readonly glitches: number;
}

/** The meters were fitted on this Monday (local days since 1970); the simulated plant has no past before it. */
export const plantDay = Date.UTC(2015, 0, 5) / 86_400_000;
const blockMs = 5 * minuteMs;
const weeksKept = 2;

interface Week {
  readonly number: number;
  readonly from: number;
  readonly to: number;
  /** Wh since the plant began, at the start of each block and at the end of the last. */
  readonly energy: Float64Array;
}

/**
 * An energy meter. Power is constant within blocks of five minutes; its integral is `Energy`, counted in whole Wh. The
 * energy at the start of a week is known by a formula that gives every week a different total, and the week's total is
 * shared out over its blocks: any instant is reached without adding up the years before it.
 */
export function createCentrale({ calendar, stream, number, events, modulus, glitches }: CentraleOptions): SensorModel {
  const weeklyWh = 1000 * 168 * (12 + 30 * stream.uniform(0, 1));
  const installedWh = Math.round(1e6 * (20 + 180 * stream.uniform(0, 2)));
  const idlePower = (weeklyWh / 168) * (0.2 + 0.15 * stream.uniform(0, 3));
  const saturdayShift = number % 2 === 1;
  const weeks: Week[] = [];
  const changes = events
    .map((event) => {
      const at = event.at.getTime();
      return { at, index: Math.round((event.index ?? 0) * 1000), trueWh: Math.round(trueEnergy(at).energy) };
    })
    .sort((a, b) => a.at - b.at);

  function weekOf(at: number): Week {
    const known = weeks.find((week) => at >= week.from && at < week.to);
    if (known) return known;
    const day = calendar.day(at);
    const week = buildWeek(Math.floor((day - plantDay) / 7));
    weeks.push(week);
    if (weeks.length > weeksKept) weeks.shift();
    return week;
  }

  function buildWeek(number: number): Week {
    const from = calendar.instant(plantDay + number * 7, 0);
    const to = calendar.instant(plantDay + (number + 1) * 7, 0);
    const startWh = weeklyWh * (number + 0.3 * (stream.uniform(number, 4) - 0.5));
    const endWh = weeklyWh * (number + 1 + 0.3 * (stream.uniform(number + 1, 4) - 0.5));
    // 168 hours, but 167 or 169 in the weeks of the clock change.
    const blocks = Math.round((to - from) / blockMs);
    const idle = new Float64Array(blocks + 1);
    const energy = new Float64Array(blocks + 1);
    for (let block = 0; block < blocks; block++) {
      const at = from + block * blockMs;
      idle[block + 1] = (idle[block] ?? 0) + (idleWatts(at) * blockMs) / hourMs;
      energy[block + 1] = (energy[block] ?? 0) + work(at);
    }
    // What never stops is the same every week; the machines take the rest of the week's total.
    const scale = (endWh - startWh - (idle[blocks] ?? 0)) / (energy[blocks] ?? 1);
    for (let block = 0; block <= blocks; block++) {
      energy[block] = startWh + (idle[block] ?? 0) + (energy[block] ?? 0) * scale;
    }
    return { number, from, to, energy };
  }

  function idleWatts(at: number): number {
    return idlePower * (1 + 0.1 * stream.smooth(at / hourMs, 7)) * flicker(at);
  }

  /** The shape of the machines' load, 1 being a full shift: ramps, the lunch break, batches of half an hour. */
  function work(at: number): number {
    const weekday = calendar.weekday(calendar.day(at));
    const hour = calendar.timeOfDay(at) / hourMs;
    const end = weekday < 5 ? 18 : weekday === 5 && saturdayShift ? 12 : 0;
    const ramp = Math.max(0, Math.min(1, hour - 5.5, (end + 0.5 - hour) * 2));
    const lunch = hour >= 12 && hour < 12.75 ? 0.55 : 1;
    return ramp * lunch * (0.75 + 0.25 * stream.smooth(at / (30 * minuteMs), 5)) * flicker(at);
  }

  function flicker(at: number): number {
    return 1 + 0.12 * (stream.uniform(Math.floor(at / blockMs), 6) - 0.5);
  }

  /** Wh since the plant began, and the power in W. */
  function trueEnergy(at: number): { energy: number; power: number } {
    const week = weekOf(at);
    const block = Math.floor((at - week.from) / blockMs);
    const start = week.energy[block] ?? 0;
    const perMs = ((week.energy[block + 1] ?? start) - start) / blockMs;
    return { energy: start + perMs * (at - week.from - block * blockMs), power: perMs * hourMs };
  }

  function register(at: number, wh: number): number {
    let index = installedWh + wh;
    for (const change of changes) {
      if (change.at > at) break;
      index = change.index + wh - change.trueWh;
    }
    return modulus ? index % Math.round(modulus * 1000) : index;
  }

  return {
    mod: 'elec',
    frameBytes: 112,
    sample(at, slot) {
      const { energy, power } = trueEnergy(at);
      const wh = Math.round(energy);
      const index = register(at, wh) / 1000;
      const glitch = glitches > 0 && stream.uniform(slot, 20) < glitches;
      const shown = glitch ? (stream.uniform(slot, 21) < 0.5 ? 0 : round(index * 10, 3)) : index;
      const kilowatts = round((power / 1000) * (1 + 0.01 * stream.bell(slot, 22)), 2);
      const volts = round(400 - kilowatts / 30 + 1.2 * stream.bell(slot, 23), 1);
      const factor = round(0.8 + 0.14 * Math.min(1, power / (weeklyWh / 84)) + 0.005 * stream.bell(slot, 24), 2);
      return {
        measures: [
          { key: 'Energy', value: shown, unit: 'kWh' },
          { key: 'Power', value: kilowatts, unit: 'kW' },
          { key: 'Volt', value: volts, unit: 'V' },
          // Three phases, voltage between two of them.
          { key: 'Curr', value: round((kilowatts * 1000) / (Math.sqrt(3) * volts * factor), 2), unit: 'A' },
          { key: 'PF', value: factor },
        ],
        truth: { Energy: index, trueEnergy: wh / 1000, Power: power / 1000, glitch: glitch ? 1 : 0 },
      };
    },
  };
}
