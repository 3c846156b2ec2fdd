import { namesOf } from '../shared/names.ts';
import type { Check } from './checks.ts';
import type { Hit } from './elasticsearch.ts';
import type { Outgoing } from './sensors.ts';
import { site } from './site.ts';
import { whole } from './table.ts';
import { until } from './wait.ts';

/** The ledger follows the documents within seconds. */
const answerMs = 60_000;
const mostDays = 10_000;

/** Every reading is in the daily ledger, and a meter's days add up to the difference of the indices that were sent. */
export const ledgerAddsUp: Check = async ({ sent, elasticsearch }, type) => {
  const indices = `${namesOf(site.customer, type).ledgerIndex}-*`;
  const expected = sent.distinct(type).length;
  let days: readonly Hit[] = [];
  let found = 0;
  await until(async () => {
    await elasticsearch.refresh(indices);
    days = await elasticsearch.search(indices, { size: mostDays });
    found = total(days, 'readings');
    return found === expected || found;
  }, AbortSignal.timeout(answerMs));
  if (found !== expected) throw new Error(`${whole(found)} readings in the daily ledger, not ${whole(expected)}`);
  const words = `${whole(days.length)} days in the daily ledger, ${whole(found)} readings, ${whole(total(days, 'missing'))} missing`;
  if (type !== 'centrale') return words;
  for (const [deviceId, readings] of Map.groupBy(sent.distinct(type), payloadOf('idDevice'))) {
    const indicesSent = readings.map(payloadOf('Energy')).filter((index) => typeof index === 'number');
    const difference = Math.round((Math.max(...indicesSent) - Math.min(...indicesSent)) * 1e6);
    const own = days.filter(({ _source }) => _source.deviceId === String(deviceId));
    const sum = own.reduce((micro, { _source }) => micro + Math.round(Number(_source.consumption) * 1e6), 0);
    if (sum !== difference) {
      throw new Error(`the days of meter ${deviceId} add up to ${sum / 1e6} kWh, its indices to ${difference / 1e6}`);
    }
  }
  return `${words}; each meter's days add up to the difference of its indices, to the last digit`;
};

const payloadOf =
  (key: string) =>
  ({ payload }: Outgoing): unknown =>
    (JSON.parse(payload) as Record<string, unknown>)[key];

const total = (days: readonly Hit[], field: string): number =>
  days.reduce((sum, { _source }) => sum + Number(_source[field]), 0);
