import type { BulkItem } from '../../ingestor/bulk-sink.ts';
import { RejectionLog } from '../../ingestor/rejection-log.ts';
import { createTransform } from '../../ingestor/transform.ts';
import { openEnvelope } from '../../shared/envelope.ts';
import type { Logger } from '../../shared/logger.ts';
import { Outage } from '../../shared/outage.ts';
import { sensorTypes } from '../../shared/sensors/index.ts';
import { createSiteTime } from '../../shared/site-time.ts';
import type { Written } from './documents.ts';
import { midnight, openingPressure, periodSeconds, timeZone } from './site.ts';

/** What arrived and could not be stored: days before, hour, type, device, payload, how often. */
const refused = [
  [6, 9, 'air', 'air-1', '{"Pres": "6,5"}', 12],
  [4, 14, 'centrale', 'centrale-2', 'Energy=1204', 30],
  [4, 15, 'centrale', 'centrale-2', '{"Energy": -5}', 4],
  [3, 8, 'devicev01', '102', '{"Temp": 20, "Temp-U": "R"}', 7],
  [1, 22, 'devicev01', '102', '{"Temp": 20, "Time": "1970-01-01 01:00:00"}', 9],
  [0, 11, 'air', 'air-3', '{"Pres": -40}', 3],
] as const;

const silent = { warn: () => undefined, info: () => undefined, error: () => undefined } as unknown as Logger;

/** The documents that ingestors write of the refused readings of these two weeks. */
export async function rejectionsOf(customer: string): Promise<Written[]> {
  const siteTime = createSiteTime(timeZone);
  const site = { openingPressure: () => openingPressure };
  const items: BulkItem[] = [];
  for (const [daysBefore, hour, type, device, payload, times] of refused) {
    const sensor = sensorTypes.find(({ name }) => name === type);
    if (!sensor) throw new Error(`there is no sensor type ${type}`);
    const transform = createTransform({ sensor, customer, siteTime, site, readingPeriodSeconds: periodSeconds });
    const log = new RejectionLog({
      ...{ customer, sensorType: type, siteTime, logger: silent, outage: new Outage('', silent) },
      write: async (some) => {
        items.push(...some);
        return some.map(() => ({ kind: 'stored' }));
      },
      signal: new AbortController().signal,
    });
    for (let time = 0; time < times; time++) {
      const at = midnight(daysBefore).add({ hours: hour, seconds: time * periodSeconds }).epochMilliseconds;
      const headers = {
        'reading-id': `${type}-${daysBefore}-${hour}-${time}`,
        'mqtt-topic': `${customer}/${type}/${device}`,
        'received-at': new Date(at).toISOString(),
      };
      const body = Buffer.from(payload);
      const outcome = transform(openEnvelope(headers, body, at));
      if (outcome.ok) throw new Error(`${payload} can be stored`);
      await log.record([{ delivery: { headers, body }, rejection: outcome.rejection }], at + 400);
    }
  }
  return items.map(({ id, index, json }) => ({ id, index, document: JSON.parse(json) as Written['document'] }));
}
