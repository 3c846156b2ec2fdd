import { addDays, type SiteTime } from '../../shared/site-time.ts';
import { type DayEnergy, type DayTally, newDay } from './day.ts';
import { fromMicro, share } from './micro.ts';
import { type CounterFlag, type CounterRules, type IndexAt, type Judgement, judgeCounter, needsNext } from './rules.ts';

/** What metering needs of a stored reading. */
export interface Reading {
  readonly id: string;
  /** ms since the epoch. */
  readonly at: number;
  /** 1e-6 kWh; undefined where the reading has none, or the sensor type has no counter. */
  readonly index: number | undefined;
  readonly device: string;
  /** ISO, UTC. */
  readonly ingestedAt: string;
  /** The flags that do not come from metering. */
  readonly quality: readonly string[];
}

/** What metering says of a reading: the fields of its document. kWh. */
export interface Metered {
  readonly consumption: number;
  readonly dailyConsumption: number;
  readonly flags: readonly CounterFlag[];
}

export interface CourseOptions {
  readonly siteTime: SiteTime;
  readonly periodMs: number;
  /** The rules of the device, which may be configured by its name. */
  readonly rulesOf: (device: string) => CounterRules;
}

/** Whether the first comes before the second: by time, index and id, never by arrival. */
export const compareReadings = (a: Reading, b: Reading): number =>
  a.at - b.at || (a.index ?? -1) - (b.index ?? -1) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/**
 * One device's way through time: takes its readings in order, judges each index, and adds the days up. It is the one place
 * that computes metering, for a reading that just came as for a whole year that is computed again.
 */
export class Course<R extends Reading = Reading> {
  readonly #options: CourseOptions;
  readonly days = new Map<string, DayTally>();
  last: R | undefined;
  anchor: IndexAt | undefined;
  /** The last reading with an index that was judged. */
  metered: R | undefined;
  #latest: DayTally | undefined;
  /** One more, whose judgement waits for the next. */
  #waiting: R | undefined;
  /** The last judgement was made without the next reading, which may change it. */
  provisional = false;

  constructor(options: CourseOptions) {
    this.#options = options;
  }

  /** Begins behind a reading whose index was judged before, and is its own anchor; its day is not complete. */
  static after<R extends Reading>(options: CourseOptions, reading: R): Course<R> {
    const course = new Course<R>(options);
    course.last = reading;
    if (reading.index !== undefined) {
      course.metered = reading;
      course.anchor = { at: reading.at, index: reading.index };
    }
    return course;
  }

  /** Takes the next reading. Calls back for each index that is judged now: this one, one before it, both, or none. */
  take(reading: R, onMetered: (reading: R, metered: Metered) => void): void {
    this.#count(reading);
    if (reading.index === undefined) return;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting) onMetered(waiting, this.#meter(waiting, this.#judge(waiting, reading)));
    const judgement = this.#judge(reading, undefined);
    if (needsNext(judgement)) this.#waiting = reading;
    else onMetered(reading, this.#meter(reading, judgement));
    this.provisional = false;
  }

  /** There is no next reading yet: judges what waits for it. */
  finish(onMetered: (reading: R, metered: Metered) => void): void {
    const waiting = this.#waiting;
    if (!waiting) return;
    this.#waiting = undefined;
    onMetered(waiting, this.#meter(waiting, this.#judge(waiting, undefined)));
    this.provisional = true;
  }

  /** Takes out the days that no later reading can change. */
  settledDays(): DayTally[] {
    const reached = Math.min(this.last?.at ?? 0, this.metered?.at ?? this.last?.at ?? 0);
    const settled = [...this.days.values()].filter(({ end }) => end <= reached);
    for (const { day } of settled) this.days.delete(day);
    return settled;
  }

  #judge(reading: Reading, next: Reading | undefined): Judgement {
    const index = (of: Reading): IndexAt => ({ at: of.at, index: of.index ?? 0 });
    return judgeCounter(this.anchor, index(reading), next && index(next), this.#options.rulesOf(reading.device));
  }

  #count(reading: R): void {
    const { last } = this;
    if (last) this.#countMissing(last, reading);
    const tally = this.#dayAt(reading.at, reading.device);
    tally.device = reading.device;
    tally.readings += 1;
    tally.firstAt ??= reading.at;
    tally.lastAt = reading.at;
    if (reading.ingestedAt > tally.ingestedAt) tally.ingestedAt = reading.ingestedAt;
    for (const flag of reading.quality) tally.quality.add(flag);
    this.last = reading;
  }

  /** Missing readings were due evenly between both neighbours; each belongs to the day that it falls in. */
  #countMissing(last: Reading, reading: Reading): void {
    const length = reading.at - last.at;
    const missing = this.#missing(last, reading);
    if (missing <= 0) return;
    const dueBefore = (at: number) =>
      at >= reading.at ? missing : Math.min(missing, Math.ceil(((at - last.at) * (missing + 1)) / length) - 1);
    let counted = 0;
    for (const tally of this.#daysBetween(last.at, reading.at, last.device)) {
      const due = dueBefore(tally.end);
      tally.missing += due - counted;
      counted = due;
      const gap = { from: Math.max(last.at, tally.start), to: Math.min(reading.at, tally.end) };
      if (gap.to > gap.from) tally.gaps.push(gap);
    }
  }

  #missing(from: Reading, to: Reading): number {
    return Math.round((to.at - from.at) / this.#options.periodMs) - 1;
  }

  #meter(reading: R, { consumption, flags, anchor }: Judgement): Metered {
    const previous = this.metered;
    const before = this.anchor?.index ?? anchor.index;
    const fromAt = previous?.at ?? reading.at;
    const interpolated = previous !== undefined && this.#missing(previous, reading) > 0;
    const days = this.#daysBetween(fromAt, reading.at, previous?.device ?? reading.device);
    const crossed = days.slice(0, -1);
    let counted = 0;
    let index = before;
    for (const tally of crossed) {
      const energy = energyOf(tally, index);
      // C is rounded at each midnight, never its differences: the days add up to the last digit.
      const reached = share(consumption, tally.end - fromAt, reading.at - fromAt);
      energy.consumption += reached - counted;
      counted = reached;
      index = this.#indexAt(tally.end, before, reached, { consumption, flags, anchor }, reading);
      energy.endIndex = index;
    }
    if (interpolated && crossed.length > 0) for (const { quality } of days) quality.add('interpolated');
    const tally = this.#dayAt(reading.at, reading.device);
    const energy = energyOf(tally, previous ? index : anchor.index);
    energy.consumption += consumption - counted;
    energy.firstIndex ??= anchor.index;
    energy.lastIndex = anchor.index;
    energy.endIndex = anchor.index;
    if (flags.includes('counter-reset')) energy.resets += 1;
    for (const flag of flags) tally.quality.add(flag);
    this.metered = reading;
    this.anchor = anchor;
    return {
      consumption: fromMicro(consumption),
      dailyConsumption: fromMicro(energy.consumption),
      flags,
    };
  }

  /** The index at a midnight between two readings, `reached` (1e-6 kWh) after the first of them. */
  #indexAt(midnight: number, before: number, reached: number, judgement: Judgement, reading: Reading): number {
    const { flags, anchor, consumption } = judgement;
    const rules = this.#options.rulesOf(reading.device);
    if (flags.includes('meter-swap')) {
      const swaps = rules.swaps.filter(({ at }) => at <= midnight && at > (this.anchor?.at ?? midnight));
      if (swaps.length > 0) return Math.max(0, anchor.index - (consumption - reached));
    }
    if (flags.includes('wrap') && rules.modulus !== undefined) return (before + reached) % rules.modulus;
    return before + reached;
  }

  #dayAt(at: number, device: string): DayTally {
    const latest = this.#latest;
    if (latest && at >= latest.start && at < latest.end && this.days.has(latest.day)) return latest;
    return this.#day(this.#options.siteTime.dayOf(at), device);
  }

  #day(day: string, device: string): DayTally {
    const known = this.days.get(day);
    const { siteTime } = this.#options;
    const tally = known ?? newDay(day, siteTime.startOf(day), siteTime.startOf(addDays(day, 1)), device);
    this.days.set(day, tally);
    this.#latest = tally;
    return tally;
  }

  /** Every day from that of the first instant to that of the second, in order. */
  #daysBetween(from: number, to: number, device: string): DayTally[] {
    const days = [this.#dayAt(from, device)];
    for (let last = days[0]; last && last.end <= to; ) {
      last = this.#day(addDays(last.day, 1), device);
      days.push(last);
    }
    return days;
  }
}

/** The day's energy; where it has none yet, it begins at this index. */
function energyOf(tally: DayTally, startIndex: number): DayEnergy {
  tally.energy ??= {
    consumption: 0,
    firstIndex: undefined,
    lastIndex: undefined,
    startIndex,
    endIndex: startIndex,
    resets: 0,
  };
  return tally.energy;
}
