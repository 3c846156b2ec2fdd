import { randomBytes } from 'node:crypto';
import mqtt from 'mqtt';
import nodemailer from 'nodemailer';
import type { ActivemqConfig } from '../../shared/config/common.ts';
import { withoutCredentials } from '../../shared/logger.ts';
import { describeError } from '../../shared/outage.ts';
import { sensorTypes } from '../../shared/sensors/index.ts';
import type { Finding, Part } from '../../shared/status/finding.ts';
import type { WatchedConfig } from '../config.ts';
import { type QueueStates, queuesOf, readQueues } from '../queues.ts';
import { patienceMs } from './patience.ts';

const notWatched = (part: Part, variable: string): Finding => ({
  part,
  health: 'not-watched',
  says: 'not-set',
  values: { variable },
});

/** More waiting readings than this is more than a hiccup. */
const manyWaiting = 1000;

/** Signs on at the MQTT broker, with a session of its own that ends at once. */
export async function checkMqtt(config: WatchedConfig['mqtt']): Promise<Finding> {
  const part = 'mqtt';
  if (!config) return notWatched(part, 'MQTT_URL');
  const { url, username, password, ca } = config;
  const client = mqtt.connect(url, {
    clientId: `status-${randomBytes(6).toString('hex')}`,
    connectTimeout: patienceMs,
    reconnectPeriod: 0,
    ...(username && { username }),
    ...(password && { password }),
    ...(ca && { ca }),
  });
  try {
    await new Promise<void>((resolve, reject) => {
      client.once('connect', () => resolve());
      client.once('error', reject);
      client.once('close', () => reject(new Error('the connection was closed')));
      setTimeout(() => reject(new Error(`no answer within ${patienceMs / 1000} s`)), patienceMs).unref();
    });
    return { part, health: 'ok', says: 'accepts' };
  } catch (error) {
    const detail = `${withoutCredentials(url)}: ${describeError(error)}`;
    return { part, health: 'broken', says: 'no-answer', values: { detail }, next: 'start-mqtt' };
  } finally {
    client.end(true);
  }
}

/** Signs on at ActiveMQ and asks how many messages wait in the queues. */
export async function checkActivemq(config: ActivemqConfig | undefined, customer: string): Promise<Finding[]> {
  const part = 'activemq';
  if (!config) return [notWatched(part, 'ACTIVEMQ_URL')];
  let states: QueueStates | undefined;
  try {
    states = await readQueues(config, customer);
  } catch (error) {
    const values = { detail: describeError(error) };
    return [{ part, health: 'broken', says: 'no-answer', values, next: 'start-activemq' }];
  }
  const answers: Finding = { part, health: 'ok', says: 'accepts' };
  if (!states) return [answers, unknown('queues'), unknown('dead-letters')];
  return [answers, waiting(states, customer), deadLetters(states, customer)];
}

const unknown = (part: Part): Finding => ({ part, health: 'not-watched', says: 'unknown-queues' });

/** What is in each queue, by the queue's name without the customer. */
const sizesOf = (states: QueueStates, customer: string) =>
  queuesOf(customer).map((queue) => {
    const name = queue.slice(`/queue/${customer}.`.length);
    return { name, size: states.get(queue)?.messages ?? 0 };
  });

const listOf = (sizes: readonly { name: string; size: number }[]): string =>
  sizes.map(({ name, size }) => `${name} ${size}`).join(', ');

function waiting(states: QueueStates, customer: string): Finding {
  const sizes = sizesOf(states, customer).filter(({ name }) => sensorTypes.some((type) => type.name === name));
  const many = sizes.filter(({ size }) => size > manyWaiting).map(({ name }) => name);
  const line = { part: 'queues', says: 'waiting' } as const;
  const values = { list: listOf(sizes), types: many.join(', ') };
  return many.length === 0
    ? { ...line, health: 'ok', values }
    : { ...line, health: 'warning', values, next: 'see-ingestors' };
}

function deadLetters(states: QueueStates, customer: string): Finding {
  const part = 'dead-letters';
  const rejected = /\.rejected$/;
  const some = sizesOf(states, customer)
    .filter(({ name, size }) => rejected.test(name) && size > 0)
    .map(({ name, size }) => ({ name: name.replace(rejected, ''), size }));
  if (some.length === 0) return { part, health: 'ok', says: 'none' };
  return { part, health: 'warning', says: 'letters', values: { list: listOf(some) }, next: 'see-letters' };
}

/** Signs on at the mail server, without sending anything. */
export async function checkSmtp(url: string | undefined): Promise<Finding> {
  const part = 'mail-server';
  if (!url) return notWatched(part, 'SMTP_URL');
  const patience = { connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: patienceMs };
  const transport = nodemailer.createTransport({ url, ...patience });
  try {
    await transport.verify();
    return { part, health: 'ok', says: 'accepts' };
  } catch (error) {
    const detail = `${withoutCredentials(url)}: ${describeError(error)}`;
    return { part, health: 'broken', says: 'no-answer', values: { detail }, next: 'check-mail-server' };
  } finally {
    transport.close();
  }
}
