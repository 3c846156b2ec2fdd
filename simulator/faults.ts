import { dayMs, hourMs } from './calendar.ts';
import type { Stream } from './random.ts';
import type { Measure } from './sensor.ts';

/** What goes wrong, and how often. Zero switches a fault off. */
export interface Faults {
  /** Share of measures that come as `'NULL'`, as null or not at all, in equal parts. */
  readonly missingMeasure: number;
  /** Share of single readings lost on the radio; their `msgCount` is used up. */
  readonly skippedReading: number;
  /** Drop-outs of 1 to 6 hours per device and week: radio gone, power gone (a reboot ends it), or kept back (see `late`). */
  readonly dropOutsPerWeek: number;
  /** Share of the drop-outs in which the sensor kept its readings and delivers them afterwards, between newer ones. */
  readonly late: number;
  /** Reboots per device and week, besides those after a loss of power: `msgCount` restarts at 0 or 1. */
  readonly rebootsPerWeek: number;
  /** Share of readings that arrive twice, the second time up to 5 s later, as QoS 1 may. */
  readonly duplicate: number;
  /** What the clock of the second devicev01 device is ahead, s. */
  readonly wrongClockSeconds: number;
  /** Share of centrale readings whose `Energy` is 0 or ten times too much. */
  readonly meterGlitch: number;
}

export const noFaults: Faults = {
  missingMeasure: 0,
  skippedReading: 0,
  dropOutsPerWeek: 0,
  late: 0,
  rebootsPerWeek: 0,
  duplicate: 0,
  wrongClockSeconds: 0,
  meterGlitch: 0,
};

/** An ordinary plant. */
export const defaultFaults: Faults = {
  missingMeasure: 0.003,
  skippedReading: 0.004,
  dropOutsPerWeek: 0.5,
  late: 0.3,
  rebootsPerWeek: 0.25,
  duplicate: 0.002,
  wrongClockSeconds: 95,
  meterGlitch: 0,
};

/** A bad week. */
export const manyFaults: Faults = {
  missingMeasure: 0.05,
  skippedReading: 0.05,
  dropOutsPerWeek: 4,
  late: 0.4,
  rebootsPerWeek: 3,
  duplicate: 0.03,
  wrongClockSeconds: 600,
  meterGlitch: 0.001,
};

/** A span without live readings, ms since 1970, `to` excluded. */
interface DropOut {
  readonly from: number;
  readonly to: number;
  readonly kind: 'radio' | 'power' | 'kept-back';
}

/** What a device's day (UTC) has in store. */
interface DayOfFaults {
  /** Those that touch this day. */
  readonly dropOuts: readonly DropOut[];
  /** Instants of this day at which the count restarts, and the last one before the day. */
  readonly reboots: readonly number[];
}

const salts = { dropOut: 100, from: 101, length: 102, kind: 103, reboot: 104, rebootAt: 105 };
/** `'NULL'`, null, absent: kinds of no value (salt 110 whether, 111 which; one pair per measure). */
const missingSalt = 110;

/** When a device's faults happen: drawn per UTC day, so that any day is known without the ones before it. */
export function createFaultPlan(faults: Faults, stream: Stream, firstPowerOn: number): (at: number) => DayOfFaults {
  // Two days stay in memory: late deliveries look back while live readings go on.
  const kept: ({ day: number; faults: DayOfFaults } | undefined)[] = [];
  const neverReboots = faults.rebootsPerWeek === 0 && faults.dropOutsPerWeek === 0;

  function dropOutStarting(day: number): DropOut | undefined {
    if (stream.uniform(day, salts.dropOut) >= faults.dropOutsPerWeek / 7) return undefined;
    const from = Math.round((day + stream.uniform(day, salts.from)) * dayMs);
    const to = from + Math.round((1 + 5 * stream.uniform(day, salts.length) ** 2) * hourMs);
    const draw = stream.uniform(day, salts.kind);
    return { from, to, kind: draw < faults.late ? 'kept-back' : draw < (1 + faults.late) / 2 ? 'radio' : 'power' };
  }

  /** In order. One that follows a power cut starting this day may lie in the next. */
  function rebootsFrom(day: number): number[] {
    const dropOut = dropOutStarting(day);
    const reboots = dropOut?.kind === 'power' ? [dropOut.to] : [];
    if (stream.uniform(day, salts.reboot) < faults.rebootsPerWeek / 7) {
      reboots.push(Math.round((day + stream.uniform(day, salts.rebootAt)) * dayMs));
    }
    return reboots;
  }

  function lastRebootBefore(at: number): number {
    if (neverReboots) return firstPowerOn;
    for (let day = Math.floor(at / dayMs); day * dayMs > firstPowerOn; day--) {
      const earlier = [...rebootsFrom(day), ...rebootsFrom(day - 1)].filter((reboot) => reboot < at);
      if (earlier.length > 0) return Math.max(...earlier);
    }
    return firstPowerOn;
  }

  return (at) => {
    const day = Math.floor(at / dayMs);
    const known = kept[day & 1];
    if (known?.day === day) return known.faults;
    const start = day * dayMs;
    const today = [...rebootsFrom(day - 1), ...rebootsFrom(day)].filter((r) => r >= start && r < start + dayMs);
    const found: DayOfFaults = {
      dropOuts: [dropOutStarting(day - 1), dropOutStarting(day)].filter(
        (d) => d !== undefined && d.to > start,
      ) as DropOut[],
      reboots: [lastRebootBefore(start), ...today.sort((a, b) => a - b)],
    };
    kept[day & 1] = { day, faults: found };
    return found;
  };
}

/** Writes the measures into the payload, some of them as the three kinds of no value. */
export function writeMeasures(
  payload: Record<string, unknown>,
  measures: readonly Measure[],
  options: { readonly units: boolean; readonly missing: number; readonly stream: Stream; readonly slot: number },
): void {
  const { units, missing, stream, slot } = options;
  measures.forEach(({ key, value, unit }, index) => {
    let shown: number | string | null | undefined = value ?? 'NULL';
    if (value !== undefined && missing > 0 && stream.uniform(slot, missingSalt + 2 * index) < missing) {
      shown = ['NULL', null, undefined][Math.floor(3 * stream.uniform(slot, missingSalt + 2 * index + 1))];
    }
    if (shown !== undefined) payload[key] = shown;
    // As in the samples: 'NULL' loses its unit too, an absent measure leaves its unit behind.
    if (units && unit !== undefined) payload[`${key}-U`] = shown === 'NULL' ? 'NULL' : unit;
  });
}
