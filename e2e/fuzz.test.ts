import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { namesOf } from '../shared/names.ts';
import { type Message, publish } from './harness/publish.ts';
import { endBrokerClients, watch } from './harness/queue.ts';
import { endServices } from './harness/service.ts';
import { createSite } from './harness/site.ts';
import { until } from './harness/until.ts';

const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);
const count = Number(process.env.FUZZ_PAYLOADS ?? 3000);

afterEach(async () => {
  endBrokerClients();
  await endServices();
});

const keys = fc.oneof(
  fc.constantFrom('Pres', 'Pres-U', 'PresOpen', 'Flow', 'Temp', 'Temp-U', 'Time', 'msgCount', 'Length', 'Device'),
  fc.constantFrom('idDevice', 'idGateway', 'Customer', 'Mod', 'RSSI', 'SNR', 'timestamp', 'quality', 'deviceId'),
  // What Elasticsearch has an opinion on, and JavaScript.
  fc.constantFrom('_id', '_source', '', '.', 'a..b', 'a.b', 'a', 'timestamp.x', 'Pres.x', '__proto__', 'constructor'),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const numbers = [
  '1e400',
  '-1e400',
  '1e-400',
  '0.1e308',
  '-0',
  '9007199254740993',
  '1'.repeat(400),
  `0.${'3'.repeat(400)}`,
];
const values = fc.oneof(
  fc.json({ maxDepth: 6 }),
  fc.constantFrom(...numbers, 'null', '"NULL"', '"bar"', '"psi"', '"Pa"', '6', '6.5', '"2022-04-17 23:52:11"'),
  fc.constantFrom(
    '"\\ud800"',
    '"\\u0000"',
    '"\u202eabc"',
    '"👩‍👩‍👧‍👦"',
    `"${'é'.repeat(3000)}"`,
    '"2022-03-27 02:30:00"',
  ),
);
/** Objects written by hand, so that keys may repeat and numbers be larger than any. */
const objects = fc
  .array(fc.tuple(keys, values), { maxLength: 12 })
  .map((entries) => `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`);
/** A good reading with something else in it. */
const disguised = fc
  .tuple(fc.integer({ min: 0, max: 9 }), keys, values)
  .map(([second, key, value]) => `{"Time":"2022-04-17 23:52:0${second}","Pres":6,${JSON.stringify(key)}:${value}}`);
const dotted = fc.constantFrom(2, 15, 60, 1000, 30_000).map((parts) => `{"Pres":6,"${'a.'.repeat(parts)}a":1}`);
const damaged = fc.tuple(objects, fc.nat(), fc.nat(255), fc.nat(2)).map(([text, where, byte, drop]) => {
  const bytes = Buffer.from(text);
  const at = where % (bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, at), Buffer.from([byte]), bytes.subarray(at + drop)]);
});
const nested = fc
  .tuple(fc.constantFrom(15, 16, 17, 100, 20_000), fc.constantFrom('[]', '{}'), fc.boolean())
  .map(([depth, kind, closed]) => {
    const [open, close] = kind === '[]' ? ['[', ']'] : ['{"a":', '}'];
    return `{"Pres":6,"a":${open.repeat(depth)}1${closed ? close.repeat(depth) : ''}}`;
  });
const payloads = fc.oneof(
  { weight: 3, arbitrary: objects },
  { weight: 8, arbitrary: disguised },
  { weight: 3, arbitrary: damaged },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  { weight: 1, arbitrary: nested },
  { weight: 1, arbitrary: dotted },
  { weight: 1, arbitrary: fc.nat(70_000).map((size) => `{"Pres":6,"filler":"${'x'.repeat(size)}"}`) },
);
/** Without wildcards and control characters: MQTT forbids them, and a broker throws out who sends them. */
const levels = fc
  .string({ unit: 'binary', maxLength: 30 })
  .map((text) => text.toWellFormed().replace(/[+#\p{Cc}\p{Cs}\p{Cn}]/gu, '_'));
const devices = fc.oneof(fc.constantFrom('d1', 'hall/d2', '', '%41', 'a:b\\c', 'x'.repeat(6000)), levels);

test(`${count} hostile payloads (FUZZ_SEED=${seed}): each is stored, a duplicate or a dead letter, and then a good one is stored`, {
  timeout: 600_000,
}, async () => {
  process.stdout.write(`fuzz: FUZZ_SEED=${seed}\n`);
  const site = createSite();
  const gateway = site.gateway('air', { LOG_LEVEL: 'info' });
  const ingestor = site.ingestor('air', { LOG_LEVEL: 'info' });
  await Promise.all([gateway.ready(), ingestor.ready()]);
  const deadLetters = await watch(namesOf(site.customer, 'air').rejectedQueue);
  const messages: Message[] = fc
    .sample(fc.tuple(devices, payloads), { seed, numRuns: count })
    .map(([device, payload]) => ({ topic: site.topic('air', device), payload }));
  // Every tenth comes twice.
  for (let at = 0; at + 5 < count; at += 10) messages[at + 5] = messages[at] as Message;

  const counted = async (what: string) => await ingestor.metric(`telemetry_ingestor_${what}_total`);
  const accounts = async () => ({
    stored: await counted('stored'),
    duplicates: await counted('duplicates'),
    rejected: await counted('rejected'),
  });
  const settled = async () => {
    const { stored, duplicates, rejected } = await accounts();
    return stored + duplicates + rejected;
  };
  const portion = 500;
  for (let from = 0; from < messages.length; from += portion) {
    const batch = messages.slice(from, from + portion);
    await publish(batch);
    await until(
      `payload ${from + batch.length} to be accounted for`,
      async () => (await settled()) >= from + batch.length,
    );
  }
  const good = { topic: site.topic('air', 'good'), payload: { Time: '2022-04-17 23:52:11', msgCount: 1, Pres: 6.5 } };
  await publish([good]);
  await until('the good reading to be stored', async () => (await settled()) === count + 1);

  const { stored, duplicates, rejected } = await accounts();
  const documents = await site.documents('air');
  expect(documents).toHaveLength(stored);
  expect(documents.map(({ _source }) => _source)).toContainEqual(
    expect.objectContaining({ Pres: 6.5, deviceId: 'good' }),
  );
  await until('all dead letters', () => deadLetters.seen.length === rejected);
  const byCode = Object.groupBy(deadLetters.seen, ({ headers }) => headers['reason-code'] ?? 'none');
  const reasons = Object.entries(byCode).map(([code, letters]) => `${letters?.length} ${code}`);
  process.stdout.write(
    `fuzz: ${count + 1} published, ${stored} stored, ${duplicates} duplicates, ${rejected} rejected`,
  );
  process.stdout.write(` (${reasons.join(', ')})\n`);
  expect(duplicates).toBeGreaterThan(0);
  // Neither was restarted, nor said anything that nobody has foreseen.
  for (const service of [gateway, ingestor]) {
    expect(service.process.exitCode).toBeNull();
    expect(service.errors()).toBe('');
    expect(service.log.filter(({ level }) => level === 'error' || level === 'fatal')).toEqual([]);
  }
});
