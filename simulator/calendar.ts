import { Temporal } from 'temporal-polyfill';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** The wall clock of the site, fast enough to be asked for every reading. All instants are milliseconds since 1970 UTC. */
export interface Calendar {
  /** What the wall clock is ahead of UTC, ms. */
  offset(at: number): number;
  /** Local days since 1970-01-01. */
  day(at: number): number;
  /** 0 = Monday ... 6 = Sunday, of a number of `day()`. */
  weekday(day: number): number;
  /** Milliseconds shown by the wall clock since its 00:00 (not elapsed ones, on the two days of the change). */
  timeOfDay(at: number): number;
  /** The instant at which the wall clock of that local day shows `timeOfDay` ms. */
  instant(day: number, timeOfDay: number): number;
  /** `YYYY-MM-DD HH:MM:SS`, as the sensors write `Time`. */
  format(at: number): string;
}

const twoDigits = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));

/** @throws RangeError when the time zone is unknown. */
export function createCalendar(timeZone: string): Calendar {
  // Spans of constant offset: Temporal is asked once per change of the clock, never per reading.
  interface Span {
    readonly from: number;
    readonly to: number;
    readonly offset: number;
  }
  const spans: Span[] = [];
  let span = findSpan(0);
  let formattedDay = Number.NaN;
  let formattedDate = '';

  function findSpan(at: number): Span {
    const known = spans.find((candidate) => at >= candidate.from && at < candidate.to);
    if (known) return known;
    // From the next millisecond, as the previous change is wanted even when it is this very instant.
    const after = Temporal.Instant.fromEpochMilliseconds(at + 1).toZonedDateTimeISO(timeZone);
    const found: Span = {
      from: after.getTimeZoneTransition('previous')?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
      to:
        after.subtract({ milliseconds: 1 }).getTimeZoneTransition('next')?.epochMilliseconds ??
        Number.POSITIVE_INFINITY,
      offset: Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).offsetNanoseconds / 1e6,
    };
    spans.push(found);
    return found;
  }

  function offset(at: number): number {
    if (at < span.from || at >= span.to) span = findSpan(at);
    return span.offset;
  }

  function day(at: number): number {
    return Math.floor((at + offset(at)) / dayMs);
  }

  return {
    offset,
    day,
    // 1970-01-01 was a Thursday.
    weekday: (day) => (((day + 3) % 7) + 7) % 7,
    timeOfDay: (at) => at + offset(at) - day(at) * dayMs,
    instant(day, timeOfDay) {
      const wall = day * dayMs + timeOfDay;
      return wall - offset(wall - offset(wall));
    },
    format(at) {
      const local = at + offset(at);
      const localDay = Math.floor(local / dayMs);
      if (localDay !== formattedDay) {
        formattedDay = localDay;
        formattedDate = new Date(localDay * dayMs).toISOString().slice(0, 10);
      }
      const seconds = Math.floor((local - localDay * dayMs) / 1000);
      const minutes = Math.floor(seconds / 60);
      return `${formattedDate} ${twoDigits[Math.floor(minutes / 60)]}:${twoDigits[minutes % 60]}:${twoDigits[seconds % 60]}`;
    },
  };
}
