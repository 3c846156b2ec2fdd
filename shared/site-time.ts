import { Temporal } from 'temporal-polyfill';

/** How a wall-clock time could be read: the hour that occurs twice in autumn, the hour that is missing in spring. */
export type ClockDoubt = 'ambiguous-time' | 'nonexistent-time';

export interface LocalTime {
  /** Milliseconds since the epoch. */
  readonly instant: number;
  readonly doubt?: ClockDoubt;
}

/** Hour 0 to 23, weekday 1 (Monday) to 7, as ISO 8601 counts. */
export interface WallClock {
  readonly hour: number;
  readonly weekday: number;
}

/** Reads wall-clock times of one site, by its zone's rules on each date. */
export interface SiteTime {
  /** IANA name. */
  readonly timeZone: string;
  /**
   * Reads `YYYY-MM-DD HH:MM:SS`. Undefined where it is not that, or no date of the calendar.
   *
   * A time that occurs twice is the later one, unless that would lie in the future of `receivedAt` (ms since the epoch) by
   * more than a quarter of an hour, which no sensor clock is expected to be wrong by. A time that does not occur is read
   * with the offset before the change: 02:30 in March is 01:30Z in Brussels.
   */
  parse(text: string, receivedAt: number): LocalTime | undefined;
  /** What the site's wall clock and calendar show at an instant (ms since the epoch). */
  clockOf(instant: number): WallClock;
  /** The site's calendar day of an instant (ms since the epoch), `YYYY-MM-DD`. */
  dayOf(instant: number): string;
  /** The first instant (ms since the epoch) of a calendar day of the site, `YYYY-MM-DD`. */
  startOf(day: string): number;
}

const wallClock = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})$/;
const toleratedClockLeadMs = 15 * 60_000;
const dayMs = 24 * 60 * 60_000;
/** Days whose answers are remembered: some weeks of late readings for every offset that a process meets. */
const rememberedDays = 500;

/** The calendar day so many days later, `YYYY-MM-DD`. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);

export function createSiteTime(timeZone: string): SiteTime {
  const steadyOffsets = new Map<string, number | null>();

  /** The zone's offset (ms) on a local day without a change of offset in or next to it; null on a day with one. */
  const steadyOffset = (year: number, month: number, day: number): number | null => {
    const key = `${year}-${month}-${day}`;
    const known = steadyOffsets.get(key);
    if (known !== undefined) return known;
    const midnight = Temporal.PlainDate.from({ year, month, day }).toZonedDateTime(timeZone);
    // In hours, which are exact: Samoa once left out a whole day, and a day before one that is not there is not there.
    const from = midnight.subtract({ hours: 36 });
    const next = from.getTimeZoneTransition('next');
    const until = midnight.add({ hours: 60 });
    const steady = !next || Temporal.ZonedDateTime.compare(next, until) > 0;
    const offset = steady ? midnight.offsetNanoseconds / 1e6 : null;
    if (steadyOffsets.size >= rememberedDays) steadyOffsets.clear();
    steadyOffsets.set(key, offset);
    return offset;
  };

  const parseOnDayOfChange = (local: Temporal.PlainDateTime, receivedAt: number): LocalTime => {
    const earlier = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
    const later = local.toZonedDateTime(timeZone, { disambiguation: 'later' });
    if (earlier.epochMilliseconds === later.epochMilliseconds) return { instant: later.epochMilliseconds };
    // In a gap both readings name another wall-clock time than the one given; 'later' has the offset before the change.
    if (!later.toPlainDateTime().equals(local)) return { instant: later.epochMilliseconds, doubt: 'nonexistent-time' };
    const tooFarAhead = later.epochMilliseconds > receivedAt + toleratedClockLeadMs;
    return { instant: (tooFarAhead ? earlier : later).epochMilliseconds, doubt: 'ambiguous-time' };
  };

  return {
    timeZone,

    parse(text, receivedAt) {
      const match = wallClock.exec(text);
      if (!match) return undefined;
      const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as SixNumbers;
      if (hour > 23 || minute > 59 || second > 59) return undefined;
      const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
      // Date.UTC carries 31 February over to March (and reads the years below 100 as 19xx): the day would not match.
      const date = new Date(asUtc);
      if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day)
        return undefined;
      const offset = steadyOffset(year, month, day);
      if (offset !== null) return { instant: asUtc - offset };
      return parseOnDayOfChange(new Temporal.PlainDateTime(year, month, day, hour, minute, second), receivedAt);
    },

    clockOf(instant) {
      const utc = new Date(instant);
      const offset = steadyOffset(utc.getUTCFullYear(), utc.getUTCMonth() + 1, utc.getUTCDate());
      if (offset !== null) {
        const local = new Date(instant + offset);
        return { hour: local.getUTCHours(), weekday: local.getUTCDay() || 7 };
      }
      const { hour, dayOfWeek } = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone);
      return { hour, weekday: dayOfWeek };
    },

    dayOf(instant) {
      // The UTC day's neighbours have the same offset when it is steady, so the local day follows by arithmetic.
      const utc = new Date(instant);
      const offset = steadyOffset(utc.getUTCFullYear(), utc.getUTCMonth() + 1, utc.getUTCDate());
      if (offset !== null) return new Date(instant + offset).toISOString().slice(0, 10);
      return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString();
    },

    startOf(day) {
      const [year, month, date] = day.split('-').map(Number) as [number, number, number];
      const offset = steadyOffset(year, month, date);
      if (offset !== null) return Date.UTC(year, month - 1, date) - offset;
      return Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds;
    },
  };
}

type SixNumbers = [number, number, number, number, number, number];

/** Milliseconds in a day of 24 hours. */
export const millisecondsPerDay = dayMs;

/** Whether the runtime knows this IANA zone name. */
export function isTimeZone(name: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}
