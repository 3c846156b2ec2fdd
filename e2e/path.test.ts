import { afterEach, describe, expect, inject, test } from 'vitest';
import { namesOf } from '../shared/names.ts';
import { publish } from './harness/publish.ts';
import { endBrokerClients, watch } from './harness/queue.ts';
import { endServices } from './harness/service.ts';
import { createSite } from './harness/site.ts';
import { until } from './harness/until.ts';

afterEach(async () => {
  endBrokerClients();
  await endServices();
});

const weather = {
  Customer: 'finemeca',
  idGateway: 170,
  idDevice: 100,
  Device: 'testBroker',
  Time: '2022-04-17 23:52:11',
  msgCount: 232,
  Length: 94,
  RSSI: -47,
  SNR: 10,
  Mod: 'weath',
  'Pres-U': 'hPa',
  Temp: 14.51,
  'Temp-U': 'C',
  Hum: 'NULL',
  'Hum-U': 'NULL',
};

/** A payload of each type, and what its document must hold beyond what all documents hold. */
const types = [
  {
    type: 'air',
    payload: { idDevice: 1, Device: 'air-1', Time: '2022-04-18 00:00:00', msgCount: 7, Pres: 690, 'Pres-U': 'kPa' },
    index: '2022-4-18',
    document: { timestamp: '2022-04-17T22:00:00.000Z', Pres: 6.9, 'Pres-U': 'bar', PresOpen: 6, pressureMargin: 0.9 },
  },
  {
    type: 'centrale',
    payload: { idDevice: 12, Time: '2022-10-30 12:00:00', Energy: 1_234_567, 'Energy-U': 'Wh', Power: 4.2 },
    index: '2022-10-30',
    document: {
      timestamp: '2022-10-30T11:00:00.000Z',
      Energy: 1234.567,
      'Energy-U': 'kWh',
      Power: 4.2,
      deviceId: '12',
      device: '12',
      consumption: 0,
      dailyConsumption: 0,
      quality: ['late', 'first-reading'],
    },
  },
  {
    type: 'devicev01',
    payload: weather,
    index: '2022-4-17',
    document: {
      timestamp: '2022-04-17T21:52:11.000Z',
      Temp: 14.51,
      'Temp-U': 'C',
      RSSI: -47,
      deviceId: '100',
      device: 'testBroker',
    },
  },
] as const;

describe.each(types)('$type, from MQTT to Elasticsearch', ({ type, payload, index, document }) => {
  test('a reading is one document, in the index of its local day, however often it is published', async () => {
    const site = createSite({ AIR_OPENING_PRESSURE: '6' });
    const gateway = site.gateway(type);
    const ingestor = site.ingestor(type);
    await Promise.all([gateway.ready(), ingestor.ready()]);
    const announced = await watch(namesOf(site.customer, type).storedTopic);
    const message = { topic: site.topic(type, 'd1'), payload };

    await publish([message, message]);
    const [hit] = await site.stored(type, 1);
    await publish([message]);
    await until('two duplicates', async () => (await ingestor.metric('telemetry_ingestor_duplicates_total')) === 2);

    expect(await site.documents(type)).toHaveLength(1);
    expect(hit?._index).toBe(`${site.customer}-${type}-data-${index}`);
    expect(hit?._source).toMatchObject({
      receivedAt: expect.stringMatching(/Z$/),
      ingestedAt: expect.stringMatching(/Z$/),
      quality: ['late'],
      ...document,
    });
    for (const key of ['Time', 'Hum', 'Hum-U']) expect(hit?._source).not.toHaveProperty(key);
    expect(announced.seen.map(({ body }) => JSON.parse(body.toString()))).toEqual([hit?._source]);
    expect(await gateway.metric('telemetry_gateway_forwarded_total')).toBe(3);
    expect(await ingestor.metric('telemetry_ingestor_stored_total')).toBe(1);
  });
});

test('the queue carries the bytes as they came, with the headers of the contract', async () => {
  const site = createSite();
  await site.gateway('air').ready();
  const queue = await watch(namesOf(site.customer, 'air').queue);
  const bodies = [
    Buffer.from('{ "Pres" : 6.50 }\n'),
    Buffer.from([0, 1, 255, 0]),
    Buffer.alloc(0),
    Buffer.alloc(1024 * 1024, 'x'),
  ];
  await publish(bodies.map((payload) => ({ topic: site.topic('air', 'hall/é:3'), payload })));
  await until('four messages', () => queue.seen.length === 4);
  expect(queue.seen.map(({ body }) => body)).toEqual(bodies);
  for (const { headers } of queue.seen) {
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'sensor-type': 'air',
      'mqtt-topic': `${site.customer}/air/hall/%C3%A9:3`,
      'received-at': expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      persistent: 'true',
    });
  }
  expect(new Set(queue.seen.map(({ headers }) => headers['reading-id'])).size).toBe(4);
});

describe('every kind of MQTT', () => {
  test.each([
    ['MQTT 3.1.1', { MQTT_PROTOCOL_VERSION: '3.1.1' }],
    ['MQTT 5', { MQTT_PROTOCOL_VERSION: '5' }],
    ['WebSocket', { MQTT_URL: 'websocket' }],
  ])('%s', async (_kind, settings) => {
    const more = 'MQTT_URL' in settings ? { MQTT_URL: inject('mqttWebSocketUrl') } : settings;
    const site = createSite(more);
    await Promise.all([site.gateway('devicev01').ready(), site.ingestor('devicev01').ready()]);
    for (const publishQos of [0, 1, 2] as const) {
      await publish([{ topic: site.topic('devicev01', 1), payload: { ...weather, msgCount: publishQos } }], {
        url: inject('mqttUrl'),
        publishQos,
        protocolVersion: publishQos === 1 ? 4 : 5,
      });
    }
    await site.stored('devicev01', 3);
  });
});

test('what is published while a gateway is away waits for it', async () => {
  const site = createSite();
  const first = site.gateway('devicev01');
  const ingestor = site.ingestor('devicev01');
  await Promise.all([first.ready(), ingestor.ready()]);
  expect(await first.stop()).toBe(0);
  await publish(
    [...Array(50).keys()].map((msgCount) => ({ topic: site.topic('devicev01', 1), payload: { ...weather, msgCount } })),
  );
  await site.gateway('devicev01').ready();
  await site.stored('devicev01', 50);
  expect(await ingestor.stop()).toBe(0);
});
