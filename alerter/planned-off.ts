import { Temporal } from 'temporal-polyfill';

/** Times that recur or are set once, in site time. */
export interface Schedule {
  /** Whether it holds at an instant, milliseconds since the epoch. */
  includes(instant: number): boolean;
}

export const never: Schedule = { includes: () => false };

/** An entry that cannot be read: one sentence for the person who wrote it. */
export class ScheduleError extends Error {
  override name = 'ScheduleError';
}

/** Two or three letters of each will do. */
const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const minutesPerDay = 24 * 60;
const example = 'Mo-Fr 20:00-06:00; Sa-Su; 2026-12-24 12:00/2027-01-02 06:00';

/** Local days of the week (1 Monday to 7 Sunday) and minutes since local midnight; beyond 24 h in the next day. */
interface Weekly {
  readonly days: ReadonlySet<number>;
  readonly from: number;
  readonly to: number;
}

/** Instants, `to` excluded. */
interface Window {
  readonly from: number;
  readonly to: number;
}

/**
 * Reads a schedule: entries separated by `;`, each of them days and hours of every week, or one time from when to when.
 *
 * Hours are the wall clock's: on the days when clocks change `20:00-06:00` lasts an hour more or less, as people there
 * expect. A window begins and ends at instants; one that begins in the missing hour begins at its end.
 * @throws ScheduleError
 */
export function readSchedule(text: string, timeZone: string): Schedule {
  const weekly: Weekly[] = [];
  const windows: Window[] = [];
  for (const entry of text.split(';').map((part) => part.trim())) {
    if (entry === '') continue;
    if (entry.includes('/')) windows.push(windowOf(entry, timeZone));
    else weekly.push(weeklyOf(entry));
  }
  return {
    includes(instant) {
      if (windows.some(({ from, to }) => instant >= from && instant < to)) return true;
      if (weekly.length === 0) return false;
      const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone);
      const minute = local.hour * 60 + local.minute;
      const today = local.dayOfWeek;
      const yesterday = today === 1 ? 7 : today - 1;
      return weekly.some(
        ({ days, from, to }) =>
          (days.has(today) && minute >= from && minute < to) ||
          (days.has(yesterday) && minute + minutesPerDay >= from && minute + minutesPerDay < to),
      );
    },
  };
}

function weeklyOf(entry: string): Weekly {
  const match = /^([A-Za-z][A-Za-z,\s-]*?)?\s*(?:(\d{1,2}:\d\d)\s*-\s*(\d{1,2}:\d\d))?$/.exec(entry);
  const [, days, begin, end] = match ?? [];
  if (!match || (days === undefined && begin === undefined)) throw unreadable(entry);
  if (begin === undefined || end === undefined) return { days: daysOf(days, entry), from: 0, to: minutesPerDay };
  const from = minutesOf(begin, entry);
  const to = minutesOf(end, entry);
  if (from === to) throw new ScheduleError(`'${entry}' begins when it ends; a whole day has no hours, such as 'Sa-Su'`);
  return { days: daysOf(days, entry), from, to: to > from ? to : to + minutesPerDay };
}

function daysOf(text: string | undefined, entry: string): ReadonlySet<number> {
  if (text === undefined) return new Set([1, 2, 3, 4, 5, 6, 7]);
  const days = new Set<number>();
  for (const part of text.split(',')) {
    const [first = '', last = first, ...more] = part.split('-').map((name) => name.trim());
    const from = dayOf(first, entry);
    const to = dayOf(last, entry);
    if (more.length > 0) throw unreadable(entry);
    // Sa-Mo goes over the end of the week.
    for (let day = from; ; day = (day % 7) + 1) {
      days.add(day);
      if (day === to) break;
    }
  }
  return days;
}

function dayOf(name: string, entry: string): number {
  const known = name.length < 2 ? '?' : name.toLowerCase();
  const at = dayNames.findIndex((day) => day.toLowerCase().startsWith(known));
  if (at === -1) throw new ScheduleError(`'${name}' in '${entry}' is no day: one of Mo, Tu, We, Th, Fr, Sa, Su`);
  return at + 1;
}

function minutesOf(text: string, entry: string): number {
  const [hour = 0, minute = 0] = text.split(':').map(Number);
  const minutes = hour * 60 + minute;
  if (minute > 59 || minutes > minutesPerDay) throw new ScheduleError(`'${text}' in '${entry}' is no time of day`);
  return minutes;
}

function windowOf(entry: string, timeZone: string): Window {
  const [begin = '', end = '', ...more] = entry.split('/').map((part) => part.trim());
  if (more.length > 0) throw unreadable(entry);
  const from = instantOf(begin, entry, timeZone, 0);
  // A day as the end is part of it.
  const to = instantOf(end, entry, timeZone, 1);
  if (to <= from) throw new ScheduleError(`'${entry}' ends before it begins`);
  return { from, to };
}

function instantOf(text: string, entry: string, timeZone: string, daysAfter: number): number {
  const match = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d))?$/.exec(text);
  if (!match) throw unreadable(entry);
  const [, day = '', time] = match;
  try {
    const date = Temporal.PlainDate.from(day, { overflow: 'reject' });
    const local = time === undefined ? date.add({ days: daysAfter }).toPlainDateTime() : date.toPlainDateTime(time);
    return local.toZonedDateTime(timeZone).epochMilliseconds;
  } catch {
    throw new ScheduleError(`'${text}' in '${entry}' is no date of the calendar`);
  }
}

const unreadable = (entry: string) => new ScheduleError(`'${entry}' cannot be read; write such as '${example}'`);
