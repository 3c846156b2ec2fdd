import { Gauge, type Registry } from 'prom-client';
import { type QueueState, queueStates } from '../shared/activemq/queue-states.ts';
import { connectStomp, type StompClient } from '../shared/activemq/stomp.ts';
import type { ActivemqConfig } from '../shared/config/common.ts';
import type { Logger } from '../shared/logger.ts';
import { alertNamesOf, namesOf } from '../shared/names.ts';
import { Outage } from '../shared/outage.ts';
import { sensorTypes } from '../shared/sensors/index.ts';
import { createWatch, type Watch } from './watch.ts';

const lookMs = 15_000;
const patienceMs = 5000;

export type QueueStates = ReadonlyMap<string, QueueState>;

/** Every queue of a customer, dead letters included. */
export const queuesOf = (customer: string): readonly string[] => {
  const { queue } = alertNamesOf(customer);
  const ofTypes = sensorTypes.flatMap(({ name }) => {
    const { queue, rejectedQueue } = namesOf(customer, name);
    return [queue, rejectedQueue];
  });
  return [...ofTypes, queue, `${queue}.rejected`];
};

/** Connects to the first address that answers; throws with the reasons of all of them. */
export async function connectToAny(config: ActivemqConfig): Promise<StompClient> {
  const reasons: unknown[] = [];
  for (const url of config.urls) {
    try {
      const client = await connectStomp(url, config);
      client.on('error', () => undefined);
      return client;
    } catch (error) {
      reasons.push(error);
    }
  }
  throw new AggregateError(reasons);
}

/** What the queues hold; undefined when the broker does not tell. Throws when it is away. */
export async function readQueues(config: ActivemqConfig, customer: string): Promise<QueueStates | undefined> {
  const client = await connectToAny(config);
  try {
    return await queueStates(client, queuesOf(customer), patienceMs);
  } finally {
    client.destroy(new Error('done'));
  }
}

/** Measures the queues, for Prometheus. What cannot be measured has no figure: an old one would look like a good one. */
export function createQueueWatch(options: {
  readonly config: ActivemqConfig;
  readonly customer: string;
  readonly logger: Logger;
  readonly registry: Registry;
}): Watch {
  const { config, customer, logger, registry } = options;
  const outage = new Outage('ActiveMQ', logger);
  let states: QueueStates | undefined;
  let silent = false;

  const gauge = (name: string, help: string, of: (state: QueueState) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['queue'],
      registers: [registry],
      collect() {
        this.reset();
        if (!states) return;
        for (const queue of queuesOf(customer)) {
          this.set({ queue: queue.replace('/queue/', '') }, of(states.get(queue) ?? { messages: 0 }));
        }
      },
    });
  gauge(
    'telemetry_operations_queue_messages',
    'Messages in a queue, unacknowledged ones included',
    (state) => state.messages,
  );
  gauge(
    'telemetry_operations_queue_oldest_message_age_seconds',
    'How long the first message of a queue has been there; 0: there is none',
    ({ messages, oldestAt }) =>
      messages > 0 && oldestAt !== undefined ? Math.max(0, Date.now() - oldestAt) / 1000 : 0,
  );

  return createWatch(lookMs, async () => {
    try {
      states = await readQueues(config, customer);
      outage.ended();
      if (!states && !silent) logger.warn('ActiveMQ does not tell what its queues hold: is its statistics plug-in on?');
      silent = states === undefined;
    } catch (error) {
      states = undefined;
      outage.began(error);
    }
  });
}
