import { setTimeout as sleep } from 'node:timers/promises';
import { dataTemplate, installTemplate, ledgerTemplate, meterTemplate } from '../../shared/elasticsearch/templates.ts';
import { meterNamesOf, namesOf } from '../../shared/names.ts';
import type { SensorType } from '../../shared/sensors/sensor.ts';
import { createMeteringStore } from '../metering/elasticsearch/store.ts';
import { Conflict, type Reach, type Recomputed, recompute } from '../metering/recompute.ts';
import type { DayRange } from '../metering/repairs.ts';
import type { MeteringStore } from '../metering/store.ts';
import { createMeterSwaps, type MeterSwaps } from '../swaps.ts';
import { Refusal, type ToolContext } from './tool.ts';

export interface ToolMetering {
  readonly store: MeteringStore;
  readonly swaps: MeterSwaps;
  /** A device by its id or by its name. Throws a Refusal where there is none, or the name is not unique. */
  deviceId(idOrName: string): Promise<string>;
  recompute(deviceId: string, range: DayRange, reach?: Reach): Promise<Recomputed>;
}

/** Two ingestors may write the same day meanwhile; both give way within a second. */
const attempts = 8;

/** Opens the metering of a sensor type, with the templates of its indices in place. */
export async function openMetering(sensor: SensorType, context: ToolContext): Promise<ToolMetering> {
  const { client, customer, siteTime, periodMs, replicas, meterSettings } = context;
  const names = namesOf(customer, sensor.name);
  for (const template of [
    dataTemplate(sensor, names.dataIndex, replicas),
    ledgerTemplate(sensor, names.ledgerIndex, replicas),
    meterTemplate(meterNamesOf(customer).prefix, replicas),
  ]) {
    await installTemplate(client, template);
  }
  const swaps = createMeterSwaps(client, customer, sensor.name);
  const store = createMeteringStore({ client, names, siteTime, counter: sensor.counter, swaps });
  const indices = [`${names.dataIndex}-*`, `${names.ledgerIndex}-*`];

  async function ids(field: 'deviceId' | 'device', value: string): Promise<string[]> {
    const { aggregations } = await client.search({
      index: indices,
      size: 0,
      query: { term: { [field]: value } },
      aggs: { ids: { terms: { field: 'deviceId', size: 3 } } },
    });
    const { buckets = [] } = (aggregations?.ids ?? {}) as { buckets?: { key: string }[] };
    return buckets.map(({ key }) => key);
  }

  return {
    store,
    swaps,

    async deviceId(idOrName) {
      await client.indices.refresh({ index: indices, allow_no_indices: true });
      const [byId] = await ids('deviceId', idOrName);
      if (byId !== undefined) return byId;
      const byName = await ids('device', idOrName);
      const [only] = byName;
      if (only === undefined) throw new Refusal(`There are no readings of ${sensor.name} '${idOrName}'.`);
      if (byName.length > 1) throw new Refusal(`'${idOrName}' is the name of several devices: ${byName.join(', ')}.`);
      return only;
    },

    async recompute(deviceId, range, reach) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await recompute(store, deviceId, range, { siteTime, periodMs, settingsOf: meterSettings }, reach);
        } catch (error) {
          if (!(error instanceof Conflict)) throw error;
          if (attempt === attempts)
            throw new Refusal(`${error.message}, again and again. Nothing is lost: run it again.`);
          await sleep(200 * attempt);
        }
      }
    },
  };
}
