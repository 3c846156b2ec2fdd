import { Client } from '@elastic/elasticsearch';
import { createHealthRecord } from '../../operations/health-record.ts';
import { readShardBudget, type ShardBudget } from '../../operations/retention/shards.ts';
import {
  dataTemplate,
  incidentTemplate,
  installTemplate,
  ledgerTemplate,
  rejectionTemplate,
} from '../../shared/elasticsearch/templates.ts';
import type { Logger } from '../../shared/logger.ts';
import { alertNamesOf, namesOf, rejectionIndexOf } from '../../shared/names.ts';
import { sensorTypes } from '../../shared/sensors/index.ts';
import type { Plant } from '../../simulator/plant.ts';
import { type Reading, readingsOf, type Written } from './documents.ts';
import { incidentsOf } from './incidents.ts';
import { ledgersOf } from './ledgers.ts';
import { rejectionsOf } from './rejections.ts';
import { createSitePlant, now, timeZone } from './site.ts';

export interface FilledSite {
  readonly client: Client;
  readonly plant: Plant;
  readonly readings: readonly Reading[];
  readonly ledgers: readonly Written[];
  readonly rejections: readonly Written[];
  readonly budget: ShardBudget;
}

const batch = 4000;

/** A former release, by which the readings were stored. */
export interface FormerRelease {
  readonly install: (client: Client, customer: string) => Promise<void>;
  readonly stored: (reading: Written) => Written;
}

/** Fills Elasticsearch with two weeks of a simulated site, under the product's own index templates. */
export async function fillSite(url: string, customer: string, former?: FormerRelease): Promise<FilledSite> {
  const client = new Client({ node: url });
  for (const sensor of sensorTypes) {
    const { dataIndex, ledgerIndex } = namesOf(customer, sensor.name);
    await installTemplate(client, dataTemplate(sensor, dataIndex, 0));
    await installTemplate(client, ledgerTemplate(sensor, ledgerIndex, 0));
  }
  await installTemplate(client, incidentTemplate(alertNamesOf(customer).incidentIndex, 0));
  await installTemplate(client, rejectionTemplate(rejectionIndexOf(customer), 0));
  await former?.install(client, customer);
  const plant = createSitePlant(customer);
  const readings = readingsOf(plant, customer);
  const ledgers = ledgersOf(plant, readings, customer);
  const rejections = await rejectionsOf(customer);
  const stored = former ? readings.map(former.stored) : readings;
  const all: Written[] = [...stored, ...ledgers, ...incidentsOf(customer), ...rejections];
  for (let from = 0; from < all.length; from += batch) {
    const operations = all
      .slice(from, from + batch)
      .flatMap(({ index, id, document }) => [{ index: { _index: index, _id: id } }, document]);
    const { errors, items } = await client.bulk({ operations });
    if (errors) throw new Error(JSON.stringify(items.find(({ index }) => index?.error)));
  }
  const budget = await readShardBudget(client, sensorTypes.length);
  const silent = { error: () => undefined } as unknown as Logger;
  await createHealthRecord(client, { customer, siteTimeZone: timeZone, replicas: 0 }, silent)(budget, now - 60_000);
  await client.indices.refresh({ index: `${customer}-*` });
  return { client, plant, readings, ledgers, rejections, budget };
}
