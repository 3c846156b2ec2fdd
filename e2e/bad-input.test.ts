import { afterEach, expect, inject, test } from 'vitest';
import { namesOf, rejectionIndexOf } from '../shared/names.ts';
import type { RejectionCode } from '../shared/outcome.ts';
import { publish } from './harness/publish.ts';
import { connectBroker, endBrokerClients, watch } from './harness/queue.ts';
import { endServices } from './harness/service.ts';
import { createSite, type Hit } from './harness/site.ts';
import { until } from './harness/until.ts';

afterEach(async () => {
  endBrokerClients();
  await endServices();
});

const Time = '2022-04-17 23:52:11';
const nested = (depth: number) => `{"Pres":6,"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;

/** What must not be stored, and why. */
const refused: readonly [string, string | Buffer, RejectionCode][] = [
  ['nothing at all', '', 'invalid-json'],
  ['not JSON', 'Pres=6', 'invalid-json'],
  ['NUL bytes', Buffer.from([0, 0, 0]), 'invalid-json'],
  ['a list', '[{"Pres":6}]', 'not-an-object'],
  ['null', 'null', 'not-an-object'],
  ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d]), 'invalid-utf8'],
  ['1 MiB', `{"Pres":6,"a":"${'x'.repeat(1024 * 1024)}"}`, 'too-large'],
  ['deep nesting', nested(20_000), 'too-deep'],
  ['a number as text', '{"Pres":"6.5"}', 'wrong-type'],
  ['an impossible date', '{"Pres":6,"Time":"2022-02-30 10:00:00"}', 'invalid-time'],
  ['next year', `{"Pres":6,"Time":"${new Date().getFullYear() + 1}-12-31 10:00:00"}`, 'time-out-of-range'],
  ['-40 bar', '{"Pres":-40}', 'out-of-range'],
  ['1e308 bar', '{"Pres":1e308}', 'out-of-range'],
  ['an unknown unit', '{"Pres":6,"Pres-U":"atm"}', 'unknown-unit'],
  ['a device name with an escape sequence', '{"Pres":6,"Device":"\\u001b[2J"}', 'control-characters'],
  // Valid for us, refused by Elasticsearch itself.
  ['an empty key', `{"Time":"${Time}","":0}`, 'refused-by-elasticsearch'],
  ['a key with an empty part', '{"Pres":6,".":1}', 'refused-by-elasticsearch'],
];

/** What is odd and stored all the same: payload, and what its document must hold. */
const accepted: readonly [string, string, Readonly<Record<string, unknown>>][] = [
  ['no Time', '{"Pres":6.01}', { Pres: 6.01, quality: ['no-clock'] }],
  ['nested within reason', `{"Time":"${Time}",${nested(10).slice(1)}`, { Pres: 6 }],
  [
    'an unknown key of every kind',
    `{"Time":"${Time}","x":{"y":[1,"a",null]},"1e400":1e400}`,
    { x: { y: [1, 'a', null] } },
  ],
  ['half a surrogate pair', `{"Time":"${Time}","x":"\\ud800"}`, {}],
  ['a prototype', `{"Time":"${Time}","__proto__":{"Pres":5},"constructor":1}`, {}],
  ['nothing known', '{}', { quality: ['no-clock'] }],
];

test('each bad reading is buried with its reason, and the next good one is stored all the same', async () => {
  const site = createSite();
  const ingestor = site.ingestor('air');
  await Promise.all([site.gateway('air').ready(), ingestor.ready()]);
  const deadLetters = await watch(namesOf(site.customer, 'air').rejectedQueue);
  const topic = site.topic('air', 'd1');
  const good = (at: number) => ({ topic, payload: { Time, msgCount: at, Pres: 6 } });

  await publish(refused.flatMap(([, payload], at) => [{ topic, payload }, good(at)]));
  await publish(accepted.map(([, payload]) => ({ topic, payload })));
  await site.stored('air', refused.length + accepted.length);
  await until('all dead letters', () => deadLetters.seen.length === refused.length);

  for (const [what, payload, code] of refused) {
    const letter = deadLetters.seen.find(({ body }) => body.equals(Buffer.from(payload)));
    expect(letter?.headers, what).toMatchObject({
      'reason-code': code,
      reason: expect.stringMatching(/^[\x20-\x7e]{10,}$/),
      'rejected-by': 'ingestor',
      'rejected-at': expect.stringMatching(/Z$/),
      'mqtt-topic': topic,
      'sensor-type': 'air',
      'received-at': expect.stringMatching(/Z$/),
      'reading-id': expect.any(String),
    });
  }
  const told = await rejectionsOf(site.customer);
  const field = (name: string) => told.map(({ _source }) => _source[name]);
  expect(field('reasonCode').sort()).toEqual(refused.map(([, , code]) => code).sort());
  expect(new Set(field('mqttTopic'))).toEqual(new Set([topic]));
  // Nothing of what was sent.
  const known = ['device', 'mqttTopic', 'reasonCode', 'receivedAt', 'rejectedAt', 'sensorType'];
  for (const { _source } of told) expect(Object.keys(_source).sort()).toEqual(known);
  const documents = (await site.documents('air')).map(({ _source }) => _source);
  for (const [, , expected] of accepted) expect(documents).toContainEqual(expect.objectContaining(expected));
  expect(await ingestor.metric('telemetry_ingestor_rejected_total')).toBe(refused.length);
});

/** What Elasticsearch knows of the refused readings. */
async function rejectionsOf(customer: string): Promise<readonly Hit[]> {
  const base = `${inject('elasticsearchUrl')}/${rejectionIndexOf(customer)}-*`;
  await fetch(`${base}/_refresh`, { method: 'POST' });
  const answer = await fetch(`${base}/_search?size=1000`);
  return ((await answer.json()) as { hits: { hits: Hit[] } }).hits.hits;
}

test('of what no queue would take the beginning is buried, and it is counted like the others', async () => {
  const site = createSite();
  const gateway = site.gateway('air');
  await Promise.all([gateway.ready(), site.ingestor('air').ready()]);
  const deadLetters = await watch(namesOf(site.customer, 'air').rejectedQueue);
  const topic = site.topic('air', 'd1');
  const payload = `{"Pres":6,"a":"${'x'.repeat(9_000_000 - 16)}"}`;
  await publish([
    { topic, payload },
    { topic, payload: { Time, Pres: 6 } },
  ]);
  await site.stored('air', 1);
  const letter = await until('the dead letter', () => deadLetters.seen[0]);
  expect(letter.headers).toMatchObject({
    'reason-code': 'too-large',
    reason: `The payload has ${payload.length} bytes; at most 65536 are accepted.`,
    'payload-bytes': String(payload.length),
  });
  expect(payload.startsWith(letter.body.toString())).toBe(true);
  expect(letter.body.length).toBe(65_537);
  await until('its count', async () => (await rejectionsOf(site.customer)).length > 0);
  expect((await rejectionsOf(site.customer)).map(({ _source }) => _source.reasonCode)).toEqual(['too-large']);
  expect(await gateway.metric('telemetry_gateway_rejected_total')).toBe(1);
});

test('a refused reading that is delivered again is counted once', async () => {
  const site = createSite();
  const { queue, rejectedQueue } = namesOf(site.customer, 'air');
  const deadLetters = await watch(rejectedQueue);
  const broker = await connectBroker();
  const headers = { 'reading-id': 'the same', 'mqtt-topic': site.topic('air', 'd1'), persistent: 'true' };
  for (let time = 0; time < 3; time++) broker.send({ destination: queue, ...headers }).end('rubbish');
  await site.ingestor('air').ready();
  await until('all dead letters', () => deadLetters.seen.length === 3);
  await until('its count', async () => (await rejectionsOf(site.customer)).length > 0);
  expect(await rejectionsOf(site.customer)).toHaveLength(1);
});
