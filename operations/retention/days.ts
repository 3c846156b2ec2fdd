import { Temporal } from 'temporal-polyfill';

/** A month's readings are settled so many days after its end: what is later is folded in as it comes. */
const settledDays = 7;

/** What the name of an index or alias of readings says. */
export type DataName =
  | { readonly kind: 'day'; readonly name: string; readonly day: string }
  | { readonly kind: 'month'; readonly name: string; readonly month: string };

/** Reads `finemeca-air-data-2022-4-17` and `finemeca-air-data-2022-4`; undefined for anything else. */
export function readDataName(dataIndex: string, name: string): DataName | undefined {
  const match = name.startsWith(`${dataIndex}-`)
    ? /^(\d{4})-([1-9]\d?)(?:-([1-9]\d?))?$/.exec(name.slice(dataIndex.length + 1))
    : null;
  if (!match) return undefined;
  const [, year = '', month = '', day] = match;
  const padded = `${year}-${month.padStart(2, '0')}`;
  if (!isDay(`${padded}-01`)) return undefined;
  if (day === undefined) return { kind: 'month', name, month: padded };
  const whole = `${padded}-${day.padStart(2, '0')}`;
  return isDay(whole) ? { kind: 'day', name, day: whole } : undefined;
}

const isDay = (text: string): boolean => {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch {
    return false;
  }
};

/** The days of a month (`2022-04`), `YYYY-MM-DD`. */
export function daysOf(month: string): string[] {
  const { daysInMonth } = Temporal.PlainYearMonth.from(month);
  return Array.from({ length: daysInMonth }, (_, at) => `${month}-${String(at + 1).padStart(2, '0')}`);
}

/** From when (inclusive) to when (exclusive) a local day lasts, ISO, UTC. */
export function boundsOf(day: string, timeZone: string): { readonly from: string; readonly to: string } {
  const date = Temporal.PlainDate.from(day);
  const instant = (of: Temporal.PlainDate) => of.toZonedDateTime(timeZone).toInstant().toString();
  return { from: instant(date), to: instant(date.add({ days: 1 })) };
}

/** Whole days from one local day to another. */
const daysBetween = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days;

const lastDayOf = (name: DataName): string =>
  name.kind === 'day' ? name.day : (daysOf(name.month).at(-1) ?? `${name.month}-28`);

export interface Plan {
  /** Older than is kept: to be deleted. */
  readonly expired: readonly DataName[];
  /** Months to be made of daily indices, and of the month's index where there is one. */
  readonly compact: readonly { readonly month: string; readonly days: readonly string[] }[];
}

/** What retention does to the readings of one sensor type on a local day. `kept` undefined: for ever. */
export function planRetention(names: readonly DataName[], today: string, kept: number | undefined): Plan {
  const isExpired = (name: DataName) => kept !== undefined && daysBetween(lastDayOf(name), today) > kept;
  const months = new Map<string, string[]>();
  for (const name of names) {
    if (name.kind !== 'day' || isExpired(name)) continue;
    const month = name.day.slice(0, 7);
    if (daysBetween(daysOf(month).at(-1) ?? name.day, today) <= settledDays) continue;
    months.set(month, [...(months.get(month) ?? []), name.day].sort());
  }
  const compact = [...months].map(([month, days]) => ({ month, days })).sort((a, b) => (a.month < b.month ? -1 : 1));
  return { expired: names.filter(isExpired), compact };
}
