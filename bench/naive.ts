import { randomBytes } from 'node:crypto';
import mqtt from 'mqtt';
import type stompit from 'stompit';
import { connectStomp, type StompClient } from '../shared/activemq/stomp.ts';
import { createElasticsearch } from '../shared/elasticsearch/client.ts';
import type { Stack } from '../stack/stack.ts';
import { untilSearchable } from './elasticsearch.ts';
import { publishAll } from './publish.ts';
import { readings } from './readings.ts';
import { storedForms } from './stored-form.ts';

const settings = { urls: [], username: undefined, password: undefined, ca: undefined };

/**
 * Readings per second of the design that this product replaces: one queue message with a receipt and one index request
 * for each reading, one after the other. The same servers, payloads and language, so that only the design differs.
 */
export async function naive(stack: Stack, count: number): Promise<number> {
  const customer = `naive${randomBytes(3).toString('hex')}`;
  const destination = `/queue/${customer}`;
  const sender = await openBroker(stack.activemqUrl);
  const receiver = await openBroker(stack.activemqUrl);
  const elasticsearch = createElasticsearch({ ...settings, urls: [stack.elasticsearchUrl], apiKey: undefined });
  const subscriber = await mqtt.connectAsync(stack.mqttUrl, { clientId: customer, clean: false });
  const storedForm = storedForms(customer);
  try {
    subscriber.handleMessage = (packet, done) => {
      const headers = { destination, persistent: 'true', 'mqtt-topic': packet.topic };
      const frame = sender.send(headers, { onReceipt: () => done(), onError: done });
      frame.end(packet.payload);
    };
    await subscriber.subscribeAsync(`${customer}/#`, { qos: 1 });
    receiver.subscribe({ destination, ack: 'client-individual' }, (error, message) => {
      if (!error) store(message).catch((failure) => receiver.destroy(failure as Error));
    });
    const store = async (message: stompit.Client.Message): Promise<void> => {
      const { headers } = message as unknown as { headers: Record<string, string> };
      const chunks = (await message.toArray()) as Buffer[];
      const reading = { topic: headers['mqtt-topic'] ?? '', payload: Buffer.concat(chunks).toString() };
      const { id, index, document } = storedForm(reading);
      await elasticsearch.index({ index, id, document });
      receiver.ack(message);
    };

    const sample = readings({ customer, type: 'devicev01', count, devices: 10, until: Date.now() });
    const began = performance.now();
    await publishAll(stack.mqttUrl, sample);
    await untilSearchable(stack.elasticsearchUrl, `${customer}-*`, count);
    return count / ((performance.now() - began) / 1000);
  } finally {
    await subscriber.endAsync();
    sender.destroy(new Error('done'));
    receiver.destroy(new Error('done'));
    await elasticsearch.close();
  }
}

async function openBroker(url: string): Promise<StompClient> {
  const client = await connectStomp(url, settings);
  client.on('error', () => undefined);
  return client;
}
