import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { publish } from './harness/publish.ts';
import { createRelay, type Relay } from './harness/relay.ts';
import { endServices, type RunningService } from './harness/service.ts';
import { createSite, type Site } from './harness/site.ts';
import { until } from './harness/until.ts';

const servers = ['mqtt', 'activemq', 'elasticsearch'] as const;
type Server = (typeof servers)[number];

let relays: Record<Server, Relay>;
let site: Site;

beforeEach(async () => {
  relays = {
    mqtt: await createRelay(inject('mqttUrl')),
    activemq: await createRelay(inject('activemqUrl')),
    elasticsearch: await createRelay(inject('elasticsearchUrl')),
  };
  site = createSite({
    MQTT_URL: relays.mqtt.url,
    ACTIVEMQ_URL: relays.activemq.url,
    ELASTICSEARCH_URL: relays.elasticsearch.url,
  });
});

afterEach(async () => {
  await endServices();
  for (const relay of Object.values(relays)) await relay.close();
});

const reading = (msgCount: number) => ({
  topic: site.topic('devicev01', 1),
  payload: { Time: '2022-04-17 23:52:11', msgCount, Temp: 20 },
});

const notReady = (service: RunningService, check: Server) =>
  until(`${check} to be missed`, async () => {
    const { status, checks } = await service.readiness();
    return status === 503 && checks[check] === false;
  });

const away = (service: RunningService) => service.log.filter(({ msg }) => msg.includes('is away'));

/** Which service depends on which server. */
const dependants: Record<Server, readonly ('gateway' | 'ingestor')[]> = {
  mqtt: ['gateway'],
  activemq: ['gateway', 'ingestor'],
  elasticsearch: ['ingestor'],
};

describe.each(servers)('%s', (server) => {
  test('absent at start: the services wait, say so once, and begin when it comes', async () => {
    await relays[server].cut();
    const services = { gateway: site.gateway('devicev01'), ingestor: site.ingestor('devicev01') };
    for (const name of dependants[server]) {
      await services[name].logged('is away');
      await notReady(services[name], server);
    }
    await relays[server].mend();
    await Promise.all([services.gateway.ready(), services.ingestor.ready()]);
    for (const name of dependants[server]) {
      // One line for each connection that waited, whatever the number of attempts.
      const lines = away(services[name]).map(({ msg }) => msg);
      expect(lines).toEqual([...new Set(lines)]);
      await services[name].logged('is back after');
    }
    await publish([reading(1)]);
    await site.stored('devicev01', 1);
  });

  test('gone later: nothing is lost, and the services recover by themselves', async () => {
    const services = { gateway: site.gateway('devicev01'), ingestor: site.ingestor('devicev01') };
    await Promise.all([services.gateway.ready(), services.ingestor.ready()]);
    await publish([reading(1)]);
    await site.stored('devicev01', 1);
    await relays[server].cut();
    for (const name of dependants[server]) await notReady(services[name], server);
    await publish([reading(2), reading(3)]);
    await relays[server].mend();
    await site.stored('devicev01', 3);
    await Promise.all([services.gateway.ready(), services.ingestor.ready()]);
    expect(await services.gateway.stop()).toBe(0);
    expect(await services.ingestor.stop()).toBe(0);
  });

  test('away when the services are told to stop: they stop all the same, and lose nothing', async () => {
    const services = { gateway: site.gateway('devicev01'), ingestor: site.ingestor('devicev01') };
    await Promise.all([services.gateway.ready(), services.ingestor.ready()]);
    await relays[server].cut();
    await publish([reading(1), reading(2)]);
    for (const name of dependants[server]) await notReady(services[name], server);
    expect(await services.gateway.stop()).toBe(0);
    expect(await services.ingestor.stop()).toBe(0);
    await relays[server].mend();
    site.gateway('devicev01');
    site.ingestor('devicev01');
    await site.stored('devicev01', 2);
  });
});

test('an address that does not answer is passed over for the next', async () => {
  const activemq = `stomp://127.0.0.1:9,${relays.activemq.url}`;
  await Promise.all([
    site.gateway('devicev01', { ACTIVEMQ_URL: activemq }).ready(),
    site.ingestor('devicev01', { ACTIVEMQ_URL: activemq }).ready(),
  ]);
  await publish([reading(1)]);
  await site.stored('devicev01', 1);
});

test('a gateway killed between receipt and PUBACK: MQTT delivers the messages again', async () => {
  const gateway = site.gateway('devicev01');
  await Promise.all([gateway.ready(), site.ingestor('devicev01').ready()]);
  // ActiveMQ confirms nothing, so the gateway owes its PUBACKs.
  relays.activemq.freeze();
  await publish([reading(1), reading(2)]);
  await until('both to be received', async () => (await gateway.metric('telemetry_gateway_received_total')) >= 1);
  await gateway.kill();
  await relays.activemq.mend();
  expect(await site.documents('devicev01')).toEqual([]);
  // The broker was never told that they had arrived: the next gateway is given them again.
  await site.gateway('devicev01').ready();
  await site.stored('devicev01', 2);
});
