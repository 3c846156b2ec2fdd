import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startStack } from '../stack/stack.ts';
import { drain } from './drain.ts';
import { latency } from './latency.ts';
import { naive } from './naive.ts';
import { rawActivemq, rawElasticsearch, rawStompit } from './raw.ts';
import { readings } from './readings.ts';
import { type BenchResult, describe, machine } from './report.ts';

const folder = resolve(import.meta.dirname, '../.stack/bench');
const logFolder = join(folder, 'services');
const warmUpDrains = 4;
const progress = (line: string): void => console.error(`bench: ${line}`);

// A broker that saves its queues rarely, as one with time-based saving does: this is about our path, not about its disk.
const stack = await startStack({
  folder,
  fresh: true,
  servers: ['mosquitto', 'activemq', 'elasticsearch'],
  tuning: { mosquittoSaveEvery: 1000 },
  onProgress: progress,
});
try {
  // Both servers of the Java kind compile their code while they run, for some 200,000 readings: in a first drain that
  // costs as much again as their work.
  for (let round = 1; round <= warmUpDrains; round++) {
    progress(`the pipeline, to warm the servers up: ${round} of ${warmUpDrains}`);
    await drain(stack, { count: 60_000, devices: 10, types: ['devicev01'], logFolder });
  }
  progress('the pipeline, 10 devices');
  const oneType = await drain(stack, { count: 60_000, devices: 10, types: ['devicev01'], logFolder });
  progress('the pipeline, 3 sensor types');
  const threeTypes = await drain(stack, {
    count: 60_000,
    devices: 10,
    types: ['air', 'centrale', 'devicev01'],
    logFolder,
  });
  progress('the pipeline, 10,000 devices');
  const manyDevices = await drain(stack, { count: 60_000, devices: 10_000, types: ['devicev01'], logFolder });
  progress('latency at 20 readings/s');
  const latencies = await latency(stack, { seconds: 30, logFolder });
  progress('one message and one request a reading');
  const naiveRate = await naive(stack, 1500);
  // Last, as what nobody consumes stays with the broker, and makes all that it does afterwards dearer by a third.
  const sample = readings({ customer: 'raw', type: 'devicev01', count: 60_000, devices: 10, until: Date.now() });
  progress('the raw limits of both servers');
  const activemq = await rawActivemq(stack.activemqUrl, sample.slice(0, 30_000), [128, 250, 500, 1000]);
  const stompit = await rawStompit(stack.activemqUrl, sample.slice(0, 15_000), [128, 500]);
  const elasticsearch = await rawElasticsearch(stack.elasticsearchUrl, 'raw', sample);

  const result: BenchResult = {
    machine: machine(),
    rawActivemq: Object.fromEntries(activemq),
    rawStompit: Object.fromEntries(stompit),
    rawElasticsearch: elasticsearch,
    naive: naiveRate,
    drain: oneType,
    threeTypes,
    manyDevices,
    latency: latencies,
  };
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'result.json');
  writeFileSync(file, `${JSON.stringify(result, undefined, 2)}\n`);
  console.log(describe(result));
  progress(`the same as JSON: ${file}`);
} finally {
  await stack.stop();
}
