import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeAll, expect, inject, test } from 'vitest';
import { ensureCommands } from '../stack/system-packages.ts';
import { endServices } from './harness/service.ts';
import { createSite } from './harness/site.ts';
import { until } from './harness/until.ts';

const run = promisify(execFile);
const python = resolve(import.meta.dirname, '../.stack/python');

// Foreign programs meet the pipeline at its edges: what they publish and read is all that others will ever see of it.
beforeAll(async () => {
  const foreign = [
    { command: 'mosquitto_pub', package: 'mosquitto-clients' },
    { command: 'curl', package: 'curl' },
    { command: 'python3', package: 'python3' },
    { command: 'pip3', package: 'python3-pip' },
  ];
  const missing = await ensureCommands(foreign, AbortSignal.timeout(240_000), () => undefined);
  if (missing) throw new Error(missing);
  if (existsSync(join(python, 'paho'))) return;
  await run('pip3', ['install', '--quiet', '--target', python, 'paho-mqtt==2.1.0']);
});

afterEach(endServices);

const publisher = `
import sys, paho.mqtt.client as mqtt
host, port, topic, payload = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, protocol=mqtt.MQTTv311)
client.connect(host, port)
client.loop_start()
client.publish(topic, payload, qos=1).wait_for_publish(30)
client.disconnect()
`;

test('a reading from Python (paho-mqtt) is read with curl, in the shape of the contract', async () => {
  const site = createSite();
  await Promise.all([site.gateway('devicev01').ready(), site.ingestor('devicev01').ready()]);
  const script = join(mkdtempSync(join(tmpdir(), 'paho-')), 'publish.py');
  writeFileSync(script, publisher);
  const { hostname, port } = new URL(inject('mqttUrl'));
  const payload =
    '{"Customer":"finemeca","idGateway":170,"idDevice":100,"Device":"testBroker","Time":"2022-04-09 15:05:06",' +
    '"msgCount":202,"Length":94,"RSSI":-47,"SNR":10,"Mod":"weath","Pres":1015,"Temp":14.51,"Hum":null}';
  await run('python3', [script, hostname, port, site.topic('devicev01', 100), payload], {
    env: { ...process.env, PYTHONPATH: python },
  });

  const index = `${inject('elasticsearchUrl')}/${site.customer}-devicev01-data-2022-4-9`;
  const document = await until('the document', async () => {
    const { stdout } = await run('curl', ['--silent', `${index}/_search?q=device:testBroker`]);
    const answer = JSON.parse(stdout) as { hits?: { hits: { _source: Record<string, unknown> }[] } };
    return answer.hits?.hits[0]?._source;
  });
  expect(document).toEqual({
    Customer: 'finemeca',
    idGateway: 170,
    idDevice: 100,
    Device: 'testBroker',
    msgCount: 202,
    Length: 94,
    RSSI: -47,
    SNR: 10,
    Mod: 'weath',
    Pres: 1015,
    'Pres-U': 'hPa',
    Temp: 14.51,
    'Temp-U': 'C',
    timestamp: '2022-04-09T13:05:06.000Z',
    receivedAt: expect.stringMatching(/Z$/),
    ingestedAt: expect.stringMatching(/Z$/),
    quality: ['late'],
    deviceId: '100',
    device: 'testBroker',
    delaySeconds: expect.any(Number),
    localHour: 15,
    localWeekday: 6,
  });

  const { stdout } = await run('curl', ['--silent', `${index}/_mapping`]);
  const mapping = Object.values(JSON.parse(stdout) as Record<string, { mappings: unknown }>)[0]?.mappings;
  expect(mapping).toMatchObject({
    dynamic: 'false',
    properties: {
      timestamp: { type: 'date' },
      Temp: { type: 'double' },
      deviceId: { type: 'keyword' },
      quality: { type: 'keyword' },
    },
  });
});

test('mosquitto_pub, twice: one document', async () => {
  const site = createSite();
  const ingestor = site.ingestor('devicev01');
  await Promise.all([site.gateway('devicev01').ready(), ingestor.ready()]);
  const { hostname, port } = new URL(inject('mqttUrl'));
  const payload =
    '{"Customer":"finemeca","idGateway":170,"idDevice":100,"Device":"testBroker","Time":"2022-04-17 23:52:11","msgCount":232,' +
    '"Length":94,"RSSI":-47,"SNR":10,"Mod":"weath","Pres-U":"hPa","Temp":14.51,"Temp-U":"C","Hum":"NULL","Hum-U":"NULL"}';
  const message = ['-h', hostname, '-p', port, '-q', '1', '-t', site.topic('devicev01', 100), '-m', payload];
  await run('mosquitto_pub', message);
  await run('mosquitto_pub', message);
  await until(
    'the second to be recognised',
    async () => (await ingestor.metric('telemetry_ingestor_duplicates_total')) === 1,
  );
  const [hit] = await site.stored('devicev01', 1);
  expect(hit).toMatchObject({
    _index: `${site.customer}-devicev01-data-2022-4-17`,
    _source: { timestamp: '2022-04-17T21:52:11.000Z', Temp: 14.51 },
  });
  expect(hit?._source).not.toHaveProperty('Hum');
});
