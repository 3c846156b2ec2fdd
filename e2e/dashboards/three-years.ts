import { Temporal } from 'temporal-polyfill';
import { daysOf } from '../../operations/retention/days.ts';
import type { Incident } from '../../shared/incidents/incident.ts';
import { alertNamesOf, healthIndexOf, namesOf, rejectionIndexOf, yearlyIndex } from '../../shared/names.ts';
import { createPlant } from '../../simulator/plant.ts';
import { type Reading, readingsOf, type Written } from './documents.ts';
import { timeZone } from './site.ts';

const perDay = 4;
const periodSeconds = 86_400 / perDay;
const midnightOf = (day: string): number => Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds;

/** `2020-01` to `2022-12`. */
export const months: readonly string[] = Array.from({ length: 36 }, (_, at) =>
  Temporal.PlainYearMonth.from('2020-01').add({ months: at }).toString(),
);

/** A change of the clock: a day that is not 24 hours long. */
const isOdd = (day: string): boolean => Temporal.PlainDate.from(day).toZonedDateTime(timeZone).hoursInDay !== 24;

/**
 * One end of each month, and the changes of the clock; of the last month ten days more. Every day is three indices, and
 * making and removing those is what takes time.
 */
const chosenDays = (month: string): string[] => {
  const position = months.indexOf(month);
  return daysOf(month).filter((day, at, { length }) => {
    const end = position % 2 === 0 ? 0 : length - 1;
    return at === end || isOdd(day) || (position === months.length - 1 && at < 10);
  });
};

/** Three years of a plant with nine sensors. */
export interface ThreeYears {
  /** By month; four a day, of some days only, as every day is three indices. */
  readonly readings: ReadonlyMap<string, readonly Reading[]>;
  /** What other families have of these years: ledgers, incidents, refused readings, the cluster's room. */
  readonly others: readonly Written[];
}

/** The local day in the name of a daily index: `2022-04-17`. */
const dayIn = ({ index }: Written): string =>
  Temporal.PlainDate.from(
    /(\d+)-(\d+)-(\d+)$/
      .exec(index)
      ?.slice(1)
      .map((part) => part.padStart(2, '0'))
      .join('-') ?? '',
  ).toString();

export function threeYearsOf(customer: string): ThreeYears {
  const plant = createPlant({ customer, timeZone, periodSeconds, seed: 7, faults: 'none' });
  const ofDay = (day: string) =>
    readingsOf(plant, customer, {
      from: midnightOf(day),
      to: midnightOf(Temporal.PlainDate.from(day).add({ days: 1 }).toString()),
      periodSeconds,
    });
  const readings = new Map(months.map((month) => [month, chosenDays(month).flatMap(ofDay)]));
  return { readings, others: [...ledgersOf([...readings.values()].flat(), customer), ...eventsOf(customer)] };
}

function ledgersOf(readings: readonly Reading[], customer: string): Written[] {
  const days = Map.groupBy(readings, (reading) => `${reading.document.deviceId} ${dayIn(reading)}`);
  return [...days].flatMap(([id, ofDay]) => {
    const [one] = ofDay;
    if (!one) return [];
    const day = dayIn(one);
    const { deviceId, device } = one.document;
    const consumption = ofDay.reduce((sum, { document }) => sum + Number(document.consumption ?? 0), 0);
    const missing = Math.max(0, perDay - ofDay.length);
    const counts = { readings: ofDay.length, missing, expected: ofDay.length + missing, gaps: [] };
    const metered = one.type === 'centrale' ? { consumption, quality: missing > 0 ? ['interpolated'] : [] } : {};
    const document = { day, deviceId, device, ...counts, ...metered };
    return [{ index: yearlyIndex(namesOf(customer, one.type).ledgerIndex, day), id, document }];
  });
}

/** One of each a month. */
const eventsOf = (customer: string): Written[] =>
  months.flatMap((month) => {
    const at = `${month}-14T12:00:00.000Z`;
    const kind = (['leak', 'sensor-silent', 'pipeline-down'] as const)[Number(month.slice(5)) % 3] ?? 'leak';
    const incident: Incident = {
      kind,
      state: month === months.at(-1) ? 'open' : 'closed',
      openedAt: at,
      updatedAt: at,
      ...(kind !== 'pipeline-down' && { device: 'air-1', deviceId: '1' }),
      ...(kind === 'leak' && { openingPressure: 6, lowestPressure: 4 + Number(month.slice(5)) / 100 }),
      mails: [],
    };
    const refusal = { receivedAt: at, sensorType: 'air', mqttTopic: `${customer}/air/air-1`, device: 'air-1' };
    const room = { shards: 300, shardLimit: 1000, daysLeft: 200 - Number(month.slice(5)) };
    const written = (family: string, document: object) => ({
      index: yearlyIndex(family, at),
      id: at,
      document: { ...document },
    });
    return [
      written(alertNamesOf(customer).incidentIndex, incident),
      written(rejectionIndexOf(customer), { rejectedAt: at, reasonCode: 'invalid-json', ...refusal }),
      written(healthIndexOf(customer), { at, ...room }),
    ];
  });
