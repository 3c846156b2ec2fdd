import type stompit from 'stompit';
import type { StompClient } from '../../shared/activemq/stomp.ts';
import { runOf } from '../../shared/canary.ts';
import type { ActivemqConfig } from '../../shared/config/common.ts';
import type { Drill } from '../../shared/drill.ts';
import { alertNamesOf, namesOf } from '../../shared/names.ts';
import { connectToAny } from '../queues.ts';

/** A canary's connection to ActiveMQ: it hears announcements, and sends the drill. */
export interface CanaryBroker {
  readonly client: StompClient;
  /** Resolves when the canary of that run is announced; never, where it is not. */
  readonly announced: Promise<void>;
  /** Resolves when the broker has confirmed it; rejects when it refuses. */
  send(drill: Drill): Promise<void>;
  close(): void;
}

/** Connects to the first address that answers, and listens; rejects when none does. `run`: ms since the epoch. */
export async function connectBroker(
  config: ActivemqConfig,
  { customer, sensorType, run }: { readonly customer: string; readonly sensorType: string; readonly run: number },
): Promise<CanaryBroker> {
  const client = await connectToAny(config);
  const announced = Promise.withResolvers<void>();
  client.subscribe({ destination: namesOf(customer, sensorType).storedTopic, ack: 'auto' }, (error, message) => {
    if (!error) void readJson(message).then((document) => runOf(document) === run && announced.resolve());
  });
  // The broker takes frames in their order: when it answers this one, it has the subscription.
  await new Promise<void>((resolve, reject) => {
    client.begin({ transaction: 'subscribed' }).abort({ onReceipt: resolve, onError: reject });
  });
  return {
    client,
    announced: announced.promise,
    send: (drill) =>
      new Promise((resolve, reject) => {
        const body = Buffer.from(JSON.stringify(drill));
        const transaction = client.begin({ transaction: 'drill' });
        transaction
          .send({
            destination: alertNamesOf(customer).queue,
            persistent: 'true',
            'content-type': 'application/json',
            'content-length': body.length,
            'notice-id': encodeURIComponent(drill.id),
            JMSXGroupID: encodeURIComponent(drill.id),
          })
          .end(body);
        transaction.commit({ onReceipt: resolve, onError: reject });
        client.on('error', reject);
      }),
    close: () => client.destroy(new Error('done')),
  };
}

async function readJson(message: stompit.Client.Message): Promise<unknown> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of message) chunks.push(chunk as Buffer);
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    return undefined;
  }
}
