import { Temporal } from 'temporal-polyfill';
import type { Row } from '../../kibana/query/rows.ts';
import type { Reading, Written } from './documents.ts';
import type { FilledSite } from './fill.ts';
import { midnight, now, periodSeconds, timeZone } from './site.ts';

// What panels must show, computed from the documents one by one, without Elasticsearch and without the panels' definitions.

type Key = string | number;
type Group<T> = { readonly keys: readonly Key[]; readonly members: T[] };

const local = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
const dayStart = (at: number): number => local(at).startOfDay().epochMilliseconds;
const hourStart = (at: number): number => Math.floor(at / 3_600_000) * 3_600_000;

function grouped<T>(members: readonly T[], keysOf: (member: T) => readonly Key[]): Group<T>[] {
  const groups = new Map<string, Group<T>>();
  for (const member of members) {
    const keys = keysOf(member);
    const group = groups.get(JSON.stringify(keys)) ?? { keys, members: [] };
    groups.set(JSON.stringify(keys), group);
    group.members.push(member);
  }
  return [...groups.values()];
}

const number = (reading: { readonly document: Written['document'] }, field: string) =>
  reading.document[field] as number | undefined;
const numbers = (readings: readonly { readonly document: Written['document'] }[], field: string): number[] =>
  readings.map((reading) => number(reading, field)).filter((value) => value !== undefined);
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Up to now: what a clock that is ahead has dated later is not on the screen yet. */
const since = (readings: readonly Reading[], type: string, days: number) =>
  readings.filter(
    (reading) => reading.type === type && reading.at >= midnight(days).epochMilliseconds && reading.at <= now,
  );
const ledgerDay = ({ document }: Written) => Temporal.PlainDate.from(document.day as string);
const ledgerSince = (ledgers: readonly Written[], type: string, days: number) =>
  ledgers.filter(
    (ledger) =>
      ledger.index.includes(type) && Temporal.PlainDate.compare(ledgerDay(ledger), midnight(days).toPlainDate()) >= 0,
  );

/** As a panel's row; undefined is not computed twice. */
interface Expected {
  readonly keys: Row['keys'];
  readonly values: readonly (number | null | undefined)[];
}

/** By the panel's id: its cells, in any order. */
export const expectations: Readonly<Record<string, (site: FilledSite) => Expected[]>> = {
  // line
  'air-margin': ({ readings }) =>
    grouped(since(readings, 'air', 7), ({ at, device }) => [hourStart(at), device]).map(({ keys, members }) => {
      const margins = numbers(members, 'pressureMargin');
      return { keys, values: [margins.length > 0 ? Math.min(...margins) : null] };
    }),
  // bars of a formula
  'air-below': ({ readings }) =>
    grouped(since(readings, 'air', 7), ({ at, device }) => [dayStart(at), device]).map(({ keys, members }) => ({
      keys,
      values: [(numbers(members, 'pressureMargin').filter((margin) => margin < 0).length * periodSeconds) / 60],
    })),
  // a table of latest values
  'air-now': ({ readings }) =>
    grouped(since(readings, 'air', 7), ({ device }) => [device]).map(({ keys, members }) => {
      const latest = (field: string) => numbers(members, field).at(-1) ?? null;
      return {
        keys,
        values: [latest('Pres'), latest('PresOpen'), latest('pressureMargin'), members.at(-1)?.at ?? null],
      };
    }),
  // heat map, on the site's clock
  'air-heat': ({ readings }) =>
    grouped(since(readings, 'air', 7), ({ at }) => [local(at).hour, local(at).dayOfWeek]).map(({ keys, members }) => {
      const margins = numbers(members, 'pressureMargin');
      return { keys, values: [total(margins) / margins.length] };
    }),
  // pie
  'centrale-share': ({ ledgers }) =>
    grouped(ledgerSince(ledgers, 'centrale', 14), ({ document }) => [document.device as string]).map(
      ({ keys, members }) => ({ keys, values: [total(numbers(members, 'consumption'))] }),
    ),
  // bars by condition
  'centrale-daily': ({ ledgers }) =>
    grouped(ledgerSince(ledgers, 'centrale', 14), (ledger) => [
      Date.parse(`${ledger.document.day}T00:00:00Z`) -
        local(Date.parse(`${ledger.document.day}T00:00:00Z`)).hour * 3_600_000,
      (ledger.document.quality as string[]).some((flag) => flag !== 'clock-drift') ? 'dayFlagged' : 'dayOrdinary',
    ]).map(({ keys, members }) => ({ keys, values: [total(numbers(members, 'consumption'))] })),
  // bars of months
  'centrale-monthly': ({ ledgers }) =>
    grouped(
      ledgers.filter((ledger) => {
        const first = midnight(0).with({ day: 1 }).subtract({ months: 12 }).toPlainDate();
        return ledger.index.includes('centrale') && Temporal.PlainDate.compare(ledgerDay(ledger), first) >= 0;
      }),
      (ledger) => [
        ledgerDay(ledger).with({ day: 1 }).toZonedDateTime(timeZone).epochMilliseconds,
        ledger.document.device as string,
      ],
    ).map(({ keys, members }) => ({ keys, values: [total(numbers(members, 'consumption'))] })),
  // the same figure a week before
  'centrale-compare': ({ readings }) => {
    const meters = readings.filter(({ type }) => type === 'centrale');
    const week = 7 * 86_400_000;
    const today = midnight(0).epochMilliseconds;
    const tomorrow = midnight(-1).epochMilliseconds;
    const hours = new Map<number, [number | null, number | null]>();
    for (const reading of meters) {
      for (const [position, shifted] of [reading.at, reading.at + week].entries()) {
        if (shifted < today || shifted >= tomorrow) continue;
        const hour = hours.get(hourStart(shifted)) ?? [null, null];
        hour[position as 0 | 1] = (hour[position as 0 | 1] ?? 0) + (number(reading, 'consumption') ?? 0);
        hours.set(hourStart(shifted), hour);
      }
    }
    return [...hours].map(([at, values]) => ({ keys: [at], values }));
  },
  // histogram
  'devicev01-spread': ({ readings }) =>
    grouped(
      since(readings, 'devicev01', 7).filter((reading) => number(reading, 'Temp') !== undefined),
      (reading) => [Math.floor(number(reading, 'Temp') ?? 0)],
    ).map(({ keys, members }) => ({ keys, values: [members.length] })),
  // one figure, of a formula
  'health-complete': ({ ledgers }) => {
    const week = ledgerSince(ledgers, '-daily-', 7);
    return [{ keys: [], values: [total(numbers(week, 'readings')) / total(numbers(week, 'expected'))] }];
  },
  // one figure, the latest
  'health-room': ({ budget }) => [{ keys: [], values: [Math.floor((budget.limit - budget.used) / 3)] }],
  // area
  'health-received': ({ readings }) =>
    grouped(
      readings.filter(({ at }) => at >= midnight(7).epochMilliseconds && at <= now),
      ({ at }) => [hourStart(at)],
    ).map(({ keys, members }) => ({ keys, values: [members.length] })),
  // bars of refused readings, by reason
  'health-rejected': ({ rejections }) =>
    grouped(
      rejections.filter(({ document }) => Date.parse(String(document.rejectedAt)) >= midnight(7).epochMilliseconds),
      ({ document }) => [dayStart(Date.parse(String(document.rejectedAt))), String(document.reasonCode)],
    ).map(({ keys, members }) => ({ keys, values: [members.length] })),
  // delays, from both times of each document
  'health-sensors': ({ readings }) =>
    grouped(
      readings.filter(({ at }) => at >= midnight(7).epochMilliseconds && at <= now),
      ({ device }) => [device],
    ).map(({ keys, members }) => {
      const delays = members
        .filter(({ document }) => !document.quality.includes('no-clock'))
        .map(({ at, document }) => (Date.parse(String(document.receivedAt)) - at) / 1000);
      const signals = numbers(members, 'RSSI');
      const flagged = (name: string) => members.filter(({ document }) => document.quality.includes(name)).length;
      return {
        keys,
        values: [
          signals.length > 0 ? total(signals) / signals.length : null,
          signals.length > 0 ? Math.min(...signals) : null,
          Math.min(...delays),
          // Elasticsearch estimates a median.
          undefined,
          flagged('clock-drift'),
          flagged('late'),
          flagged('no-clock'),
          members.at(-1)?.at ?? null,
        ],
      };
    }),
  // values of a list within a document
  'health-days': ({ ledgers }) =>
    grouped(ledgerSince(ledgers, '-daily-', 7), ({ document }) => [document.device as string]).map(
      ({ keys, members }) => ({
        keys,
        values: [
          ...['expected', 'readings', 'missing'].map((field) => total(numbers(members, field))),
          total(members.map(({ document }) => (document.gaps as unknown[]).length)),
        ],
      }),
    ),
};
