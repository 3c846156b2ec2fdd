import pino from 'pino';
import { Registry } from 'prom-client';
import { afterEach, expect, test } from 'vitest';
import { gatewayConfiguration } from '../gateway/config.ts';
import { createGateway } from '../gateway/gateway.ts';
import { ingestorConfiguration } from '../ingestor/config.ts';
import { createIngestor } from '../ingestor/ingestor.ts';
import { readConfig } from '../shared/config/read.ts';
import { sensorTypes } from '../shared/sensors/index.ts';
import type { SensorType } from '../shared/sensors/sensor.ts';
import type { Service } from '../shared/service.ts';
import { publish } from './harness/publish.ts';
import { createSite } from './harness/site.ts';
import { until } from './harness/until.ts';

/** All that a fourth sensor type takes. */
const chiller: SensorType = {
  name: 'chiller',
  measures: {
    Inlet: { dimension: 'temperature', unit: 'C', min: -100, max: 200 },
    Outlet: { dimension: 'temperature', unit: 'C', min: -100, max: 200 },
  },
  computed: { spread: { type: 'double' } },
  derive: ({ Inlet, Outlet }) => (Inlet === undefined || Outlet === undefined ? {} : { spread: Inlet - Outlet }),
  examples: [],
};

const services: Service[] = [];
afterEach(async () => {
  for (const service of services.splice(0)) await service.close();
});

/** The configuration of a type that the environment's schema, which knows the product's own types, would refuse. */
function contextOf<T extends { sensorType: string }>(read: { config: T } | { problems: unknown }) {
  if (!('config' in read)) throw new Error(JSON.stringify(read));
  return {
    config: { ...read.config, sensorType: chiller.name },
    logger: pino({ level: 'silent' }),
    registry: new Registry(),
  };
}

test('a fourth sensor type is one definition, and flows from MQTT to its daily index', async () => {
  const site = createSite();
  const environment = {
    ...site.environment,
    SENSOR_TYPE: 'air',
    MQTT_TOPIC: `${site.customer}/chiller/#`,
    MQTT_CLIENT_ID: `${site.customer}-gateway-chiller`,
  };
  const gateway = createGateway(contextOf(readConfig(gatewayConfiguration, environment)));
  const ingestor = createIngestor(contextOf(readConfig(ingestorConfiguration, environment)), [...sensorTypes, chiller]);
  for (const service of [gateway, ingestor]) {
    services.push(service);
    await service.start();
    await until('the service to be ready', async () => {
      const checks = await Promise.all(Object.values(service.checks).map((check) => check()));
      return checks.every(Boolean);
    });
  }

  await publish([
    {
      topic: site.topic('chiller', 'c1'),
      payload: { Time: '2022-04-17 12:00:00', Inlet: 285.15, 'Inlet-U': 'K', Outlet: 7 },
    },
  ]);
  const [hit] = await site.stored('chiller', 1);
  expect(hit).toMatchObject({
    _index: `${site.customer}-chiller-data-2022-4-17`,
    _source: { timestamp: '2022-04-17T10:00:00.000Z', Inlet: 12, 'Inlet-U': 'C', Outlet: 7, spread: 5, deviceId: 'c1' },
  });
});
