import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startStack } from '../stack/stack.ts';
import { untilSearchable } from './elasticsearch.ts';
import { environmentOf, type Pipeline, startPipeline } from './pipeline.ts';
import { publishSteadily } from './steady.ts';
import { memoryInWords } from './usage.ts';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '60' }, rate: { type: 'string', default: '500' } },
});
const minutes = Number(values.minutes);
const perSecond = Number(values.rate);
const folder = resolve(import.meta.dirname, '../.stack/soak');

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

/** Steady load for as long as asked, and what each service's memory does meanwhile: it must not grow once it is warm. */
const stack = await startStack({
  folder,
  fresh: true,
  servers: ['mosquitto', 'activemq', 'elasticsearch'],
  onProgress: (line) => console.error(`soak: ${line}`),
});
let pipeline: Pipeline | undefined;
try {
  const customer = `soak${randomBytes(3).toString('hex')}`;
  const environment = environmentOf(stack, customer);
  const start = () => startPipeline(['devicev01'], environment, join(folder, 'services'));
  // In an image the code is compiled before; what compiles it keeps 10 MB.
  await (await start()).stop();
  pipeline = await start();
  const { usage } = pipeline;
  const samples: ReturnType<typeof usage>[] = [];
  const sampling = setInterval(() => samples.push(usage()), 5000);
  await publishSteadily(stack.mqttUrl, {
    customer,
    perSecond,
    minutes,
    onMinute: (minute, published) =>
      console.error(`soak: minute ${minute} of ${minutes}, ${published} readings, ${memoryInWords(usage())}`),
  });
  const total = minutes * 60 * perSecond;
  await untilSearchable(stack.elasticsearchUrl, `${customer}-*-data-*`, total);
  clearInterval(sampling);
  console.log(`${total.toLocaleString('en')} readings in ${minutes} minutes, all stored`);
  // The first sixth warms up; then the first and the last sixth are compared.
  const sixth = Math.floor(samples.length / 6);
  for (const name of pipeline.names) {
    const of = (from: number, to: number) => samples.slice(from, to).map((each) => each[name]?.megabytes ?? Number.NaN);
    const early = median(of(sixth, 2 * sixth));
    const late = median(of(samples.length - sixth, samples.length));
    const peak = Math.max(...of(0, samples.length));
    console.log(
      `${name}: median ${early.toFixed(1)} MiB after warm-up, ${late.toFixed(1)} MiB at the end (${(late - early).toFixed(1)}), peak ${peak.toFixed(1)}`,
    );
  }
} finally {
  await pipeline?.stop();
  await stack.stop();
}
