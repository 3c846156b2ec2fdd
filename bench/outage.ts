import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startStack } from '../stack/stack.ts';
import { found, untilSearchable } from './elasticsearch.ts';
import { environmentOf, type Pipeline, startPipeline } from './pipeline.ts';
import { publishSteadily } from './steady.ts';
import { memoryInWords } from './usage.ts';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, rate: { type: 'string', default: '100' } },
});
const outageMinutes = Number(values.minutes);
const perSecond = Number(values.rate);
const folder = resolve(import.meta.dirname, '../.stack/outage');
const progress = (line: string): void => console.error(`outage: ${line}`);

/** Elasticsearch is away for minutes while readings go on coming; then: how long until all that had come by then can be found. */
const stack = await startStack({
  folder,
  fresh: true,
  servers: ['mosquitto', 'activemq', 'elasticsearch'],
  onProgress: progress,
});
let pipeline: Pipeline | undefined;
try {
  const customer = `outage${randomBytes(3).toString('hex')}`;
  const environment = environmentOf(stack, customer);
  pipeline = await startPipeline(['devicev01'], environment, join(folder, 'services'));
  const { usage } = pipeline;
  // A minute before the outage, and one after it.
  const minutes = outageMinutes + 2;
  const total = minutes * 60 * perSecond;
  const began = performance.now();
  const publishing = publishSteadily(stack.mqttUrl, {
    customer,
    perSecond,
    minutes,
    onMinute: (minute, published) =>
      progress(`minute ${minute} of ${minutes}, ${published} readings, ${memoryInWords(usage())}`),
  });
  await sleep(60_000);
  await stack.server('elasticsearch').kill();
  progress('Elasticsearch is away');
  await sleep(outageMinutes * 60_000);
  await stack.server('elasticsearch').start();
  const backAt = performance.now();
  const waiting = Math.round(((backAt - began) / 1000) * perSecond);
  progress(`Elasticsearch is back, ${waiting} readings have come`);
  const indices = `${customer}-*-data-*`;
  while ((await found(stack.elasticsearchUrl, indices)) < waiting) await sleep(200);
  const seconds = (performance.now() - backAt) / 1000;
  await publishing;
  await untilSearchable(stack.elasticsearchUrl, indices, total);
  console.log(`${outageMinutes} minutes without Elasticsearch at ${perSecond} readings/s:`);
  console.log(
    `caught up ${seconds.toFixed(1)} s after it answered again; all ${total.toLocaleString('en')} are stored`,
  );
} finally {
  await pipeline?.stop();
  await stack.stop();
}
