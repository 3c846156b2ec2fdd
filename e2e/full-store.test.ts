import { resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { namesOf } from '../shared/names.ts';
import { type Stack, startStack } from '../stack/stack.ts';
import { publish } from './harness/publish.ts';
import { endBrokerClients, watch } from './harness/queue.ts';
import { endServices } from './harness/service.ts';
import { createSite } from './harness/site.ts';
import { until } from './harness/until.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({
    folder: resolve(import.meta.dirname, '../.stack/full-store'),
    servers: ['mosquitto', 'activemq'],
    fresh: true,
    // Three journal files. Mosquitto would write its whole backlog at every message.
    tuning: { activemqStoreMegabytes: 96, mosquittoSaveEvery: 100_000 },
  });
});
afterEach(async () => {
  endBrokerClients();
  await endServices();
});
afterAll(() => stack?.stop());

test('a full store with bad readings at the head of the queue empties by itself', { timeout: 300_000 }, async () => {
  const site = createSite({ MQTT_URL: stack.mqttUrl, ACTIVEMQ_URL: stack.activemqUrl });
  const gateway = site.gateway('air');
  await gateway.ready();
  const topic = site.topic('air', 'air-1');
  const padding = 'x'.repeat(15_000);
  const bad = Array.from({ length: 200 }, (_, n) => ({ topic, payload: `no JSON ${n} ${padding}` }));
  const good = Array.from({ length: 7000 }, (_, msgCount) => ({ topic, payload: { msgCount, Pres: 7, padding } }));
  // Mosquitto keeps what the gateway cannot pass on.
  await publish([...bad, ...good], { url: stack.mqttUrl });
  await until('the gateway to be refused', () =>
    gateway.log.some((line) => JSON.stringify(line).includes('tore is Full')),
  );

  const rejected = await watch(namesOf(site.customer, 'air').rejectedQueue, stack.activemqUrl);
  site.ingestor('air');
  const countUrl = `${inject('elasticsearchUrl')}/${site.customer}-air-data-*`;
  await until(
    'everything to be stored',
    async () => {
      await fetch(`${countUrl}/_refresh`, { method: 'POST' });
      const { count } = (await (await fetch(`${countUrl}/_count`)).json()) as { count: number };
      return count === good.length;
    },
    240_000,
  );
  await until('every bad reading in the dead letters', () => rejected.seen.length === bad.length);
  expect(new Set(rejected.seen.map(({ headers }) => headers['reason-code']))).toEqual(new Set(['invalid-json']));
});
