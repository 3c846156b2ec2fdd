import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { endServices, startService } from './harness/service.ts';
import { createSite } from './harness/site.ts';

afterEach(endServices);

describe('a service with a wrong environment says everything that is wrong, and exits 78', () => {
  test.each([
    ['gateway', {}, ['SENSOR_TYPE', 'MQTT_URL', 'ACTIVEMQ_URL']],
    [
      'gateway',
      {
        SENSOR_TYPE: 'gas',
        MQTT_URL: 'http://x',
        ACTIVEMQ_URL: 'stomp://',
        SITE_TIME_ZONE: 'Mars',
        LOG_LEVEL: 'loud',
        CUSTOMER: 'A B',
      },
      ['SENSOR_TYPE', 'MQTT_URL', 'ACTIVEMQ_URL', 'SITE_TIME_ZONE', 'LOG_LEVEL', 'CUSTOMER'],
    ],
    [
      'ingestor',
      { SENSOR_TYPE: '', ACTIVEMQ_URL: 'stomp://a,x', AIR_OPENING_PRESSURES: 'air-1', READING_PERIOD_SECONDS: '0' },
      ['SENSOR_TYPE', 'ACTIVEMQ_URL', 'ELASTICSEARCH_URL', 'AIR_OPENING_PRESSURES', 'READING_PERIOD_SECONDS'],
    ],
  ] as const)('%s %j', async (name, environment, variables) => {
    const service = startService(name, environment);
    const [code] = await once(service.process, 'close');
    expect(code).toBe(78);
    expect(service.errors()).toContain(`The ${name} cannot start: ${variables.length} problems in its environment.`);
    for (const variable of variables) expect(service.errors()).toMatch(new RegExp(`^ +${variable} `, 'm'));
    expect(service.log).toEqual([]);
  });
});

test('a secret is read from a file, and stands in no log', async () => {
  const file = join(tmpdir(), `password-${process.pid}`);
  writeFileSync(file, 'hunter2secret\n');
  const site = createSite({ ACTIVEMQ_USERNAME: 'u', ACTIVEMQ_PASSWORD_FILE: file, LOG_LEVEL: 'trace' });
  const gateway = site.gateway('air', {
    MQTT_URL: site.environment.MQTT_URL?.replace('//', '//me:hunter2secret@') ?? '',
  });
  await gateway.ready();
  expect(await gateway.stop()).toBe(0);
  expect(JSON.stringify(gateway.log) + gateway.errors()).not.toContain('hunter2');
});

test('health answers at once, readiness when everything is there, metrics as Prometheus text', async () => {
  const site = createSite();
  const gateway = site.gateway('air');
  const { healthPort } = await gateway.logged('started');
  const ask = (path: string) => fetch(`http://127.0.0.1:${healthPort}${path}`);
  expect((await ask('/health')).status).toBe(200);
  await gateway.ready();
  expect(await (await ask('/ready')).json()).toMatchObject({ status: 'ready', checks: { mqtt: true, activemq: true } });
  const metrics = await ask('/metrics');
  expect(metrics.headers.get('content-type')).toContain('text/plain');
  expect(await metrics.text()).toContain('# TYPE telemetry_gateway_received_total counter');
  expect((await ask('/secret')).status).toBe(404);
});

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends both services in order, with 0', async (signal) => {
  const site = createSite();
  const services = [site.gateway('air'), site.ingestor('air')];
  await Promise.all(services.map((service) => service.ready()));
  for (const service of services) {
    service.process.kill(signal);
    const [code] = await once(service.process, 'exit');
    expect(code).toBe(0);
    expect(service.log.at(-1)?.msg).toBe('stopped');
  }
});
