import { makeBackup } from '../../operations/backup/make.ts';
import { dataTemplate, installTemplate } from '../../shared/elasticsearch/templates.ts';
import { dailyIndex, namesOf } from '../../shared/names.ts';
import { air } from '../../shared/sensors/air.ts';
import type { OperatedSite } from './operations.ts';
import { until } from './until.ts';

/** The index, or since it was compacted the alias, of a day (`2022-04-17`). */
const indexOf = (site: OperatedSite, day: string) => dailyIndex(namesOf(site.customer, 'air').dataIndex, day);
/** What searches name. */
export const everything = (site: OperatedSite) => `${namesOf(site.customer, 'air').dataIndex}-*`;

/** As an ingestor writes: `create`, and 403 means later. Returns how many were new. */
export async function write(site: OperatedSite, days: readonly string[], perDay: number, from = 0): Promise<number> {
  let pending = days.flatMap((day) =>
    Array.from({ length: perDay }, (_, at) => {
      const second = String(from + at).padStart(2, '0');
      return {
        day,
        id: `${day}-${from + at}`,
        document: { timestamp: `${day}T12:00:${second}Z`, deviceId: `air-${at % 2}`, Pres: 6 },
      };
    }),
  );
  let created = 0;
  await until('everything to be written', async () => {
    const answer = await site.client.bulk({
      operations: pending.flatMap(({ day, id, document }) => [
        { create: { _index: indexOf(site, day), _id: id } },
        document,
      ]),
    });
    created += answer.items.filter(({ create }) => create?.status === 201).length;
    pending = pending.filter((_, at) => ![201, 409].includes(answer.items[at]?.create?.status ?? 0));
    return pending.length === 0;
  });
  return created;
}

/** Puts the template of these readings in place, as an ingestor does. */
export async function prepare(site: OperatedSite): Promise<void> {
  await installTemplate(site.client, dataTemplate(air, namesOf(site.customer, 'air').dataIndex, 0));
}

/** A verified backup, without which retention refuses. */
export const backUp = ({ client, customer, config }: OperatedSite) =>
  makeBackup(
    { client, customer, siteTimeZone: config.siteTimeZone, config: config.backup, onProgress: () => {} },
    Date.now(),
  );

export async function countOf(site: OperatedSite, index: string): Promise<number> {
  await site.client.indices.refresh({ index });
  return (await site.client.count({ index })).count;
}

/** What a dashboard asks: readings and sum of pressures by the site's day. */
export async function figures(site: OperatedSite): Promise<unknown> {
  const { aggregations } = await site.client.search({
    index: everything(site),
    size: 0,
    aggs: {
      days: {
        date_histogram: {
          field: 'timestamp',
          calendar_interval: 'day',
          time_zone: 'Europe/Brussels',
          min_doc_count: 1,
        },
        aggs: { pressure: { sum: { field: 'Pres' } }, devices: { cardinality: { field: 'deviceId' } } },
      },
    },
  });
  return aggregations?.days;
}
