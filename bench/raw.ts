import pino from 'pino';
import { type OutgoingMessage, Publisher } from '../shared/activemq/publisher.ts';
import { connectStomp, type StompClient } from '../shared/activemq/stomp.ts';
import { createElasticsearch } from '../shared/elasticsearch/client.ts';
import { dataTemplate, installTemplate } from '../shared/elasticsearch/templates.ts';
import { envelopeHeaders } from '../shared/envelope.ts';
import { namesOf } from '../shared/names.ts';
import type { BenchReading } from './readings.ts';
import { sensor, storedForms } from './stored-form.ts';

const quiet = pino({ level: 'silent' });

const broker = { urls: [], username: undefined, password: undefined, ca: undefined };

/** Sends messages in one transaction, and resolves when it is committed. */
type SendAll = (messages: readonly OutgoingMessage[]) => Promise<void>;

/** Persistent sends per second into one queue, by transaction size; nobody consumes meanwhile. */
async function sendRates(
  name: string,
  readings: readonly BenchReading[],
  transactionSizes: readonly number[],
  sendAll: SendAll,
): Promise<Map<number, number>> {
  const rates = new Map<number, number>();
  for (const size of transactionSizes) {
    const messages = readings.map(({ topic, payload }, at) => ({
      destination: `/queue/bench.${name}.${size}`,
      headers: envelopeHeaders({ mqttTopic: topic, receivedAt: Date.now(), readingId: String(at) }, 'devicev01'),
      body: Buffer.from(payload),
    }));
    const began = performance.now();
    for (let at = 0; at < messages.length; at += size) await sendAll(messages.slice(at, at + size));
    rates.set(size, messages.length / ((performance.now() - began) / 1000));
  }
  return rates;
}

/** What ActiveMQ takes when it is sent the frames of a transaction at once, as the pipeline does. */
export async function rawActivemq(
  url: string,
  readings: readonly BenchReading[],
  transactionSizes: readonly number[],
): Promise<Map<number, number>> {
  const publisher = new Publisher({ config: { ...broker, urls: [url] }, purpose: 'bench', logger: quiet });
  publisher.start();
  await publisher.whenConnected();
  const rates = await sendRates('frames', readings, transactionSizes, (messages) => publisher.sendAll(messages));
  await publisher.close();
  return rates;
}

/** What ActiveMQ takes through stompit's own way of sending, Nagle's algorithm off. */
export async function rawStompit(
  url: string,
  readings: readonly BenchReading[],
  transactionSizes: readonly number[],
): Promise<Map<number, number>> {
  const client = await connectStomp(url, broker);
  client.on('error', () => undefined);
  const rates = await sendRates('stompit', readings, transactionSizes, (messages) => sendByStompit(client, messages));
  client.destroy(new Error('done'));
  return rates;
}

async function sendByStompit(client: StompClient, messages: readonly OutgoingMessage[]): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const transaction = client.begin({});
  for (const { destination, headers, body } of messages) {
    transaction.send({ destination, persistent: 'true', 'content-length': body.length, ...headers }).end(body);
  }
  transaction.commit({ onReceipt: resolve } as never);
  await promise;
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
