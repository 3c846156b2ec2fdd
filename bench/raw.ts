import pino from 'pino';
import { Publisher } from '../shared/activemq/publisher.ts';
import { createElasticsearch } from '../shared/elasticsearch/client.ts';
import { dataTemplate, installTemplate } from '../shared/elasticsearch/templates.ts';
import { envelopeHeaders } from '../shared/envelope.ts';
import { namesOf } from '../shared/names.ts';
import type { BenchReading } from './readings.ts';
import { sensor, storedForms } from './stored-form.ts';

const quiet = pino({ level: 'silent' });

/** Persistent sends per second into one queue, by transaction size; nobody consumes meanwhile. */
export async function rawActivemq(
  url: string,
  readings: readonly BenchReading[],
  transactionSizes: readonly number[],
): Promise<Map<number, number>> {
  const config = { urls: [url], username: undefined, password: undefined, ca: undefined };
  const publisher = new Publisher({ config, purpose: 'bench', logger: quiet });
  publisher.start();
  await publisher.whenConnected();
  const rates = new Map<number, number>();
  for (const size of transactionSizes) {
    const messages = readings.map(({ topic, payload }, at) => ({
      destination: `/queue/bench.raw.${size}`,
      headers: envelopeHeaders({ mqttTopic: topic, receivedAt: Date.now(), readingId: String(at) }, 'devicev01'),
      body: Buffer.from(payload),
    }));
    const began = performance.now();
    for (let at = 0; at < messages.length; at += size) await publisher.sendAll(messages.slice(at, at + size));
    rates.set(size, messages.length / ((performance.now() - began) / 1000));
  }
  await publisher.close();
  return rates;
}

const bulkSize = 2000;
const bulksInFlight = 2;

/** Documents per second through `_bulk`: the pipeline's own documents, with ids, two large requests in flight. */
export async function rawElasticsearch(
  url: string,
  customer: string,
  readings: readonly BenchReading[],
): Promise<number> {
  const client = createElasticsearch({
    urls: [url],
    username: undefined,
    password: undefined,
    apiKey: undefined,
    ca: undefined,
  });
  await installTemplate(client, dataTemplate(sensor, namesOf(customer, sensor.name).dataIndex, 0));
  const storedForm = storedForms(customer);
  const requests: string[][] = [];
  for (let at = 0; at < readings.length; at += bulkSize) {
    requests.push(
      readings.slice(at, at + bulkSize).flatMap((reading) => {
        const { id, index, document } = storedForm(reading);
        return [`{"create":{"_index":"${index}","_id":"${id}"}}`, JSON.stringify(document)];
      }),
    );
  }
  const began = performance.now();
  const send = async (): Promise<void> => {
    for (let request = requests.shift(); request; request = requests.shift()) {
      const answer = await client.bulk({ operations: request as unknown as object[], filter_path: ['errors'] });
      if (answer.errors) throw new Error('Elasticsearch refused documents of the bench');
    }
  };
  await Promise.all(Array.from({ length: bulksInFlight }, send));
  const seconds = (performance.now() - began) / 1000;
  await client.close();
  return readings.length / seconds;
}
