import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import mqtt from 'mqtt';
import { startStack } from '../stack/stack.ts';
import { untilSearchable } from './elasticsearch.ts';
import { startPipeline } from './pipeline.ts';
import { readings } from './readings.ts';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '60' }, rate: { type: 'string', default: '500' } },
});
const minutes = Number(values.minutes);
const perSecond = Number(values.rate);
const folder = resolve(import.meta.dirname, '../.stack/soak');
const chunksPerSecond = 10;

/** Resident memory of a process now, MiB. Linux only. */
const residentOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

/** Steady load for as long as asked, and what each service's memory does meanwhile: it must not grow once it is warm. */
const stack = await startStack({
  folder,
  fresh: true,
  servers: ['mosquitto', 'activemq', 'elasticsearch'],
  onProgress: (line) => console.error(`soak: ${line}`),
});
try {
  const customer = `soak${randomBytes(3).toString('hex')}`;
  const environment = {
    CUSTOMER: customer,
    MQTT_URL: stack.mqttUrl,
    ACTIVEMQ_URL: stack.activemqUrl,
    ELASTICSEARCH_URL: stack.elasticsearchUrl,
  };
  const pipeline = await startPipeline(['devicev01'], environment, join(folder, 'services'));
  const publisher = await mqtt.connectAsync(stack.mqttUrl, { clientId: 'soak-publisher' });
  const samples: Record<string, number>[] = [];
  const sample = (): Record<string, number> =>
    Object.fromEntries(Object.entries(pipeline.pids).map(([name, pid]) => [name, residentOf(pid)]));
  const sampling = setInterval(() => samples.push(sample()), 5000);
  const began = performance.now();
  const total = minutes * 60 * perSecond;
  // A minute's readings at a time: the bench must not hold an hour of them.
  const perChunk = perSecond / chunksPerSecond;
  const end = Date.now();
  let published = 0;
  for (let minute = 0; minute < minutes; minute++) {
    const until = end - (minutes - minute) * 2 * 86_400_000;
    const all = readings({ customer, type: 'devicev01', count: perSecond * 60, devices: perSecond * 2, until });
    for (let at = 0; at < all.length; at += perChunk) {
      await sleep(Math.max(0, began + (published / perSecond) * 1000 - performance.now()));
      const chunk = all.slice(at, at + perChunk);
      await Promise.all(chunk.map(({ topic, payload }) => publisher.publishAsync(topic, payload, { qos: 1 })));
      published += chunk.length;
    }
    const now = Object.entries(sample()).map(([name, mebibytes]) => `${name} ${mebibytes.toFixed(0)} MiB`);
    console.error(`soak: minute ${minute + 1} of ${minutes}, ${published} readings, ${now.join(', ')}`);
  }
  await untilSearchable(stack.elasticsearchUrl, `${customer}-*`, total);
  clearInterval(sampling);
  await publisher.endAsync();
  await pipeline.stop();
  console.log(`${total.toLocaleString('en')} readings in ${minutes} minutes, all stored`);
  // The first sixth warms up; then the first and the last sixth are compared.
  const sixth = Math.floor(samples.length / 6);
  for (const name of pipeline.names) {
    const of = (from: number, to: number) => samples.slice(from, to).map((each) => each[name] ?? Number.NaN);
    const early = median(of(sixth, 2 * sixth));
    const late = median(of(samples.length - sixth, samples.length));
    const peak = Math.max(...of(0, samples.length));
    console.log(
      `${name}: median ${early.toFixed(1)} MiB after warm-up, ${late.toFixed(1)} MiB at the end (${(late - early).toFixed(1)}), peak ${peak.toFixed(1)}`,
    );
  }
} finally {
  await stack.stop();
}
