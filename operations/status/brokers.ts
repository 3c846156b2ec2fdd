import { randomBytes } from 'node:crypto';
import mqtt from 'mqtt';
import nodemailer from 'nodemailer';
import { queueDepths } from '../../shared/activemq/depths.ts';
import { connectStomp, type StompClient } from '../../shared/activemq/stomp.ts';
import type { ActivemqConfig } from '../../shared/config/common.ts';
import { withoutCredentials } from '../../shared/logger.ts';
import { namesOf } from '../../shared/names.ts';
import { describeError } from '../../shared/outage.ts';
import { sensorTypes } from '../../shared/sensors/index.ts';
import type { WatchedConfig } from '../config.ts';
import { count } from '../table.ts';
import { type Finding, patienceMs } from './finding.ts';

const notWatched = (what: string, variable: string): Finding => ({
  what,
  health: 'not watched',
  words: `${variable} is not set`,
});

/** More waiting readings than this is more than a hiccup. */
const manyWaiting = 1000;

/** Signs on at the MQTT broker, with a session of its own that ends at once. */
export async function checkMqtt(config: WatchedConfig['mqtt']): Promise<Finding> {
  const what = 'MQTT broker';
  if (!config) return notWatched(what, 'MQTT_URL');
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
    return { what, health: 'ok', words: 'accepts the sign-on' };
  } catch (error) {
    return {
      what,
      health: 'broken',
      words: `${withoutCredentials(url)}: ${describeError(error)}`,
      next: 'start Mosquitto, or check address, sign-on and firewall; sensors and gateways reconnect by themselves',
    };
  } finally {
    client.end(true);
  }
}

/** Signs on at ActiveMQ and asks how many messages wait in the queues. */
export async function checkActivemq(config: ActivemqConfig | undefined, customer: string): Promise<Finding[]> {
  const what = 'ActiveMQ';
  if (!config) return [notWatched(what, 'ACTIVEMQ_URL')];
  let client: StompClient | undefined;
  const problems: string[] = [];
  for (const url of config.urls) {
    try {
      client ??= await connectStomp(url, config);
    } catch (error) {
      problems.push(`${withoutCredentials(url)}: ${describeError(error)}`);
    }
  }
  if (!client) {
    const next = 'start ActiveMQ; what waits meanwhile is kept by the MQTT broker';
    return [{ what, health: 'broken', words: problems.join('; '), next }];
  }
  client.on('error', () => undefined);
  try {
    const depths = await queueDepths(
      client,
      sensorTypes.flatMap(({ name }) => [namesOf(customer, name).queue, namesOf(customer, name).rejectedQueue]),
      patienceMs,
    );
    return [
      { what, health: 'ok', words: 'accepts the sign-on' },
      waiting(depths, customer),
      deadLetters(depths, customer),
    ];
  } finally {
    client.destroy(new Error('done'));
  }
}

type Depths = ReadonlyMap<string, number> | undefined;

function waiting(depths: Depths, customer: string): Finding {
  const what = 'Queues';
  if (!depths) return unknown(what);
  const sizes = sensorTypes.map(({ name }) => [name, depths.get(namesOf(customer, name).queue) ?? 0] as const);
  const words = sizes.map(([name, size]) => `${name} ${count(size)}`).join(', ');
  const many = sizes.filter(([, size]) => size > manyWaiting).map(([name]) => name);
  if (many.length === 0) return { what, health: 'ok', words: `${words} waiting` };
  const next = `look at the ingestor of ${many.join(', ')}: it is away, or Elasticsearch is slow`;
  return { what, health: 'warning', words: `${words} waiting`, next };
}

function deadLetters(depths: Depths, customer: string): Finding {
  const what = 'Dead letters';
  if (!depths) return unknown(what);
  const sizes = sensorTypes.map(({ name }) => [name, depths.get(namesOf(customer, name).rejectedQueue) ?? 0] as const);
  const some = sizes.filter(([, size]) => size > 0);
  if (some.length === 0) return { what, health: 'ok', words: 'none' };
  const words = some.map(([name, size]) => `${name} ${count(size)}`).join(', ');
  return { what, health: 'warning', words, next: 'see why: npm run rejected -- list' };
}

const unknown = (what: string): Finding => ({
  what,
  health: 'not watched',
  words: "unknown: the broker's statistics plug-in is not installed",
});

/** Signs on at the mail server, without sending anything. */
export async function checkSmtp(url: string | undefined): Promise<Finding> {
  const what = 'Mail server';
  if (!url) return notWatched(what, 'SMTP_URL');
  const patience = { connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: patienceMs };
  const transport = nodemailer.createTransport({ url, ...patience });
  try {
    await transport.verify();
    return { what, health: 'ok', words: 'accepts the sign-on' };
  } catch (error) {
    return {
      what,
      health: 'broken',
      words: `${withoutCredentials(url)}: ${describeError(error)}`,
      next: 'check address and sign-on with whoever runs the mail server; leak mails wait until then',
    };
  } finally {
    transport.close();
  }
}
