import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { namesOf } from '../shared/names.ts';
import { publish } from './harness/publish.ts';
import { connectBroker, endBrokerClients, watch } from './harness/queue.ts';
import { endServices } from './harness/service.ts';
import { createSite } from './harness/site.ts';
import { until } from './harness/until.ts';

const run = promisify(execFile);

afterEach(async () => {
  endBrokerClients();
  await endServices();
});

test('a reading refused by mistake is replayed after the fix: one document, however often', async () => {
  // The mistake: a gateway of `air` that was given the topic of the weather devices, whose pressures are in hPa.
  const site = createSite();
  const topic = site.topic('devicev01', 7);
  const gateway = site.gateway('air', { MQTT_TOPIC: topic });
  const ingestor = site.ingestor('air');
  await Promise.all([gateway.ready(), ingestor.ready()]);
  const payload = { Time: '2022-04-17 12:00:00', Pres: 1015, Temp: 20 };
  await publish([{ topic, payload }]);
  await until('it to be refused', async () => (await ingestor.metric('telemetry_ingestor_rejected_total')) === 1);
  const { rejectedQueue } = namesOf(site.customer, 'air');
  const [letter] = await moved(rejectedQueue, namesOf(site.customer, 'devicev01').rejectedQueue);
  expect(letter?.headers['reason-code']).toBe('out-of-range');

  // The fix: the letter lies where its type's ingestor replays to, which takes it for what it is.
  const weather = site.ingestor('devicev01');
  await weather.ready();
  const replay = ['ingestor/rejected.ts', 'replay', '--type', 'devicev01', '--all'];
  const options = {
    cwd: resolve(import.meta.dirname, '..'),
    env: { PATH: process.env.PATH ?? '', ...site.environment },
  };
  const { stdout } = await run(process.execPath, replay, options);
  expect(stdout).toContain('1 dead letter');
  const [hit] = await site.stored('devicev01', 1);
  expect(hit?._source).toMatchObject({
    timestamp: '2022-04-17T10:00:00.000Z',
    Pres: 1015,
    'Pres-U': 'hPa',
    deviceId: '7',
  });

  // The sensor repeats the reading, now through the right gateway: it is still one.
  await site.gateway('devicev01').ready();
  await publish([{ topic, payload }]);
  await until('the repetition', async () => (await weather.metric('telemetry_ingestor_duplicates_total')) === 1);
  expect(await site.documents('devicev01')).toHaveLength(1);
});

/** Moves what lies in one queue to another, headers and all, and returns it. */
async function moved(from: string, to: string) {
  const source = await watch(from);
  await until('a dead letter', () => source.seen.length > 0);
  const client = await connectBroker();
  for (const { headers, body } of source.seen) {
    const { subscription, ack, 'message-id': _id, ...kept } = headers;
    const transaction = client.begin();
    transaction.send({ ...kept, destination: to }).end(body);
    await new Promise<void>((done, fail) => transaction.commit({ onReceipt: done, onError: fail }));
  }
  source.end();
  return source.seen;
}
