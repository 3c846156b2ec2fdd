import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Stack, startStack } from '../stack/stack.ts';
import { type CommandResult, runNode } from './harness/command.ts';
import { publish } from './harness/publish.ts';
import { createRelay, type Relay } from './harness/relay.ts';
import { endServices, type RunningService } from './harness/service.ts';
import { createSite, type Site } from './harness/site.ts';

let stack: Stack;
let site: Site;
let gateway: RunningService;
let ingestor: RunningService;
const relays: Record<string, Relay> = {};
let environment: Record<string, string> = {};

const address = async (service: RunningService) => {
  const { healthPort } = await service.logged('started');
  return `http://127.0.0.1:${healthPort}`;
};

beforeAll(async () => {
  stack = await startStack({
    folder: resolve(import.meta.dirname, '../.stack/status'),
    servers: ['mail'],
    fresh: true,
  });
  site = createSite();
  gateway = site.gateway('air');
  ingestor = site.ingestor('air');
  await Promise.all([gateway.ready(), ingestor.ready()]);
  await publish([{ topic: site.topic('air', 'air-1'), payload: { Pres: 6.5 } }]);
  await site.stored('air', 1);
  const urls = {
    MQTT_URL: inject('mqttUrl'),
    ACTIVEMQ_URL: inject('activemqUrl'),
    ELASTICSEARCH_URL: inject('elasticsearchUrl'),
    SMTP_URL: stack.smtpUrl,
  };
  environment = {
    CUSTOMER: site.customer,
    STATUS_SERVICES: `gateway-air=${await address(gateway)},ingestor-air=${await address(ingestor)}`,
    // Nobody publishes while the test waits for a slow machine.
    SILENT_AFTER_SECONDS: '3600',
  };
  for (const [name, url] of Object.entries(urls)) {
    const relay = await createRelay(url);
    relays[name] = relay;
    environment[name] = relay.url;
  }
});

afterAll(async () => {
  await endServices();
  for (const relay of Object.values(relays)) await relay.close();
  await stack?.stop();
});

const status = (): Promise<CommandResult> => runNode('operations/status.ts', [], environment);
/** The parts that are broken, as the first line names them. */
const broken = ({ out }: CommandResult): string => /^BROKEN: (.*)$/m.exec(out)?.[1] ?? '';

test('what works is said to work, and what is missing is a warning', { timeout: 300_000 }, async () => {
  const result = await status();
  expect(result).toMatchObject({ code: 0, err: '' });
  for (const part of [
    'gateway-air',
    'ingestor-air',
    'MQTT broker',
    'ActiveMQ',
    'Dead letters',
    'Elasticsearch',
    'Mail server',
  ]) {
    expect(result.out).toMatch(new RegExp(`^ok +${part} `, 'm'));
  }
  expect(result.out).toMatch(/^ok +Sensor air air-1 +last reading /m);
  expect(result.out).toMatch(/^ok +Shards +\d+ of 1,000, enough for \d+ days$/m);
  expect(result.out).toMatch(/^WARNING +Last backup +there is none\n +-> make one: npm run backup$/m);
});

test.each([
  ['MQTT_URL', 'MQTT broker'],
  ['ACTIVEMQ_URL', 'ActiveMQ'],
  ['ELASTICSEARCH_URL', 'Elasticsearch'],
  ['SMTP_URL', 'Mail server'],
])('cut off, %s is the broken part: %s', { timeout: 300_000 }, async (variable, part) => {
  await relays[variable]?.cut();
  const result = await status();
  await relays[variable]?.mend();
  expect(result.code).toBe(1);
  expect(broken(result)).toBe(part);
  expect(result.out).toMatch(new RegExp(`^BROKEN +${part} +.*\\n +-> \\w`, 'm'));
});

test('a sensor that is silent, a reading that was refused, a gateway and an ingestor that are gone', {
  timeout: 300_000,
}, async () => {
  const longAgo = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 19).replace('T', ' ');
  await publish([
    { topic: site.topic('air', 'air-2'), payload: { Pres: 6.5, Time: longAgo } },
    { topic: site.topic('air', 'air-2'), payload: { Pres: 'high' } },
  ]);
  await site.stored('air', 2);
  const silent = await status();
  expect(broken(silent)).toBe('Sensor air air-2');
  expect(silent.out).toMatch(/^WARNING +Dead letters +air 1\n +-> see why: npm run rejected/m);
  await gateway.kill();
  expect(broken(await status())).toBe('gateway-air, Sensor air air-2');
  await ingestor.kill();
  expect(broken(await status())).toBe('gateway-air, ingestor-air, Sensor air air-2');
});
