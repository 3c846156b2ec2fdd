import { Temporal } from 'temporal-polyfill';
import { createPlant } from '../../simulator/plant.ts';

export const timeZone = 'Europe/Brussels';
/** Longer than in reality: two weeks of nine sensors are enough readings all the same. */
export const periodSeconds = 120;
/** A Tuesday afternoon; a change of the clock lies within the two weeks before it. */
export const now = Date.parse('2026-11-03T14:40:00+01:00');
export const openingPressure = 5.5;

/** Local midnight so many days before the day of `now`. */
export const midnight = (daysBefore: number): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).startOfDay().subtract({ days: daysBefore });

const at = (daysBefore: number, hour: number): Date =>
  new Date(midnight(daysBefore).add({ hours: hour }).epochMilliseconds);

export const readingDays = 14;
/** The ledger goes further back: months are compared with it. */
export const ledgerDays = 400;

/** Leaks of the two weeks; the last one is not over. */
export const leaks = [
  { device: 'air-1', deviceId: '1', from: at(6, 1), to: at(6, 6) },
  { device: 'air-2', deviceId: '2', from: at(3, 10), to: at(3, 12) },
  { device: 'air-1', deviceId: '1', from: at(0, 13), to: at(-1, 0) },
] as const;

/** Nine sensors as they are in an ordinary plant, and what happened to them in these two weeks. */
export const createSitePlant = (customer: string) =>
  createPlant({
    customer,
    timeZone,
    periodSeconds,
    seed: 7,
    leaks: leaks.map(({ device, from, to }) => ({ device, from, to, depth: 3 })),
    silences: [
      { device: 'centrale-3', from: at(5, 8), to: at(5, 13) },
      { device: '102', from: at(2, 20), to: at(1, 7) },
    ],
    meterEvents: [{ device: 'centrale-2', at: at(4, 11) }],
    faults: { wrongClockSeconds: 300, dropOutsPerWeek: 0.7 },
  });
