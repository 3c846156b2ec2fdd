import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import mqtt from 'mqtt';
import { connectStomp } from '../shared/activemq/stomp.ts';
import { namesOf } from '../shared/names.ts';
import type { Stack } from '../stack/stack.ts';
import { type Percentiles, percentiles } from './percentiles.ts';
import { environmentOf, startPipeline } from './pipeline.ts';
import { readings } from './readings.ts';
import { storedForms } from './stored-form.ts';

export interface LatencyResult {
  readonly readings: number;
  readonly perSecond: number;
  /** From publish until Elasticsearch returns the document by its id. */
  readonly toStored: Percentiles;
  /** From publish until the document arrives on the live topic. */
  readonly toLiveTopic: Percentiles;
}

const perSecond = 20;
const pollEveryMs = 4;

/** Publishes at 20 readings/s and times each reading on its way. The first two seconds warm up and do not count. */
export async function latency(
  stack: Stack,
  options: { readonly seconds: number; readonly logFolder: string },
): Promise<LatencyResult> {
  const customer = `bench${randomBytes(3).toString('hex')}`;
  const names = namesOf(customer, 'devicev01');
  const environment = environmentOf(stack, customer);
  const pipeline = await startPipeline(['devicev01'], environment, join(options.logFolder, customer));
  const publisher = await mqtt.connectAsync(stack.mqttUrl);
  const listener = await connectStomp(stack.activemqUrl, {
    urls: [],
    username: undefined,
    password: undefined,
    ca: undefined,
  });
  listener.on('error', () => undefined);
  try {
    /** When each reading was published, by the id of its document. */
    const publishedAt = new Map<string, number>();
    const toLiveTopic: number[] = [];
    const toStored: number[] = [];
    const polls: Promise<void>[] = [];
    const count = perSecond * (options.seconds + 2);
    const arrived = Promise.withResolvers<void>();
    const pollUntilStored = async (index: string, id: string, began: number): Promise<void> => {
      while (!(await fetch(`${stack.elasticsearchUrl}/${index}/_doc/${id}?_source=false`)).ok) await sleep(pollEveryMs);
      toStored.push(performance.now() - began);
    };

    listener.subscribe({ destination: names.storedTopic, ack: 'auto' }, (error, message) => {
      if (error) return;
      const { headers } = message as unknown as { headers: Record<string, string> };
      message.resume();
      toLiveTopic.push(performance.now() - (publishedAt.get(headers['document-id'] ?? '') ?? Number.NaN));
      if (toLiveTopic.length === count) arrived.resolve();
    });
    const sample = readings({ customer, type: 'devicev01', count, devices: 10, until: Date.now() });
    const storedForm = storedForms(customer);
    const began = performance.now();
    for (const [at, { topic, payload }] of sample.entries()) {
      await sleep(Math.max(0, began + (at * 1000) / perSecond - performance.now()));
      const stored = storedForm({ topic, payload });
      publishedAt.set(stored.id, performance.now());
      publisher.publish(topic, payload, { qos: 1 });
      polls.push(pollUntilStored(stored.index, stored.id, performance.now()));
    }
    await Promise.all([arrived.promise, ...polls]);
    const warm = perSecond * 2;
    return {
      readings: count - warm,
      perSecond,
      toStored: percentiles(toStored.slice(warm)),
      toLiveTopic: percentiles(toLiveTopic.slice(warm)),
    };
  } finally {
    await publisher.endAsync();
    listener.destroy(new Error('done'));
    await pipeline.stop();
  }
}
