import { Temporal } from 'temporal-polyfill';
import type { TimeRange } from '../panel.ts';

/** Instants, ms since the epoch; `to` included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const units = { d: 'days', w: 'weeks', M: 'months', y: 'years' } as const;
type UnitLetter = keyof typeof units;

/** What a range in Kibana's date mathematics means at an instant, on the site's clock: `to` is rounded up, as Kibana does. */
export const spanOf = ({ from, to }: TimeRange, now: number, timeZone: string): Span => ({
  from: resolve(from, now, timeZone, false),
  to: resolve(to, now, timeZone, true),
});

/** @throws RangeError for what is no `now`, `now-7d`, `now/d`, `now-12M/M`. */
function resolve(text: string, now: number, timeZone: string, up: boolean): number {
  const match = /^now(?:([+-])(\d+)([dwMy]))?(?:\/([dwM]))?$/.exec(text);
  if (!match) throw new RangeError(`${text} is no time that the dashboards use.`);
  const [, sign, amount, unit, rounding] = match;
  let moment = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone);
  if (unit) moment = moment.add({ [units[unit as UnitLetter]]: (sign === '-' ? -1 : 1) * Number(amount) });
  if (!rounding) return moment.epochMilliseconds;
  let start = moment.startOfDay();
  if (rounding === 'w') start = start.subtract({ days: start.dayOfWeek - 1 });
  if (rounding === 'M') start = start.with({ day: 1 }).startOfDay();
  if (!up) return start.epochMilliseconds;
  return start.add({ [units[rounding as UnitLetter]]: 1 }).epochMilliseconds - 1;
}

/** The same wall-clock time so many weeks later. */
export const weeksLater = (instant: number, weeks: number, timeZone: string): number =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).add({ weeks }).epochMilliseconds;

/** Every cell of a time axis within a span, as Kibana draws it: empty ones too. */
export function cellsOf({ from, to }: Span, interval: string, timeZone: string): number[] {
  const [, amount, unit] = /^(\d+)([hdwM])$/.exec(interval) ?? [];
  const step = { [unit === 'h' ? 'hours' : units[unit as UnitLetter]]: Number(amount) };
  const zoned = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timeZone);
  let cell = unit === 'h' ? zoned.round({ smallestUnit: 'hour', roundingMode: 'floor' }) : zoned.startOfDay();
  if (unit === 'w') cell = cell.subtract({ days: cell.dayOfWeek - 1 });
  if (unit === 'M') cell = cell.with({ day: 1 });
  const cells: number[] = [];
  for (; cell.epochMilliseconds <= to; cell = cell.add(step)) cells.push(cell.epochMilliseconds);
  return cells;
}
