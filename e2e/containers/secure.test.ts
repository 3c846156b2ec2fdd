import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { IClientOptions } from 'mqtt';
import mqtt from 'mqtt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSecrets } from '../../docker/secrets/make.ts';
import { sensorTypes } from '../../shared/sensors/index.ts';
import { ensureCommands } from '../../stack/system-packages.ts';
import { until } from '../harness/until.ts';
import { fillActivemqLibrary } from './activemq-library.ts';
import { type Containers, createContainers, freePort } from './compose.ts';
import { createSender } from './sender.ts';

const types = sensorTypes.map(({ name }) => name);
const services = [
  ...types.flatMap((type) => [`gateway-${type}`, `ingestor-${type}`]),
  ...['alerter', 'live-page', 'operations', 'mosquitto', 'activemq', 'elasticsearch', 'elasticsearch-tls', 'mail'],
];
const work = mkdtempSync(join(tmpdir(), 'secrets-'));
const good = join(work, 'good');
const wrong = join(work, 'wrong');
// The stand-ins show the certificate of Elasticsearch.
const hosts = ['elasticsearch-tls', 'mail'].map((name) => ({ server: 'elasticsearch', name }));
const mailPassword = randomBytes(12).toString('hex');
const smtpUrl = (password: string) => `smtps://alerter:${password}@mail:1025`;

const patienceMs = 180_000;

let stack: Containers;
let mqttUrl: string;

const secrets = (folder: string) =>
  makeSecrets({
    folder,
    customer: stack.customer,
    space: 'default',
    hosts,
    rotate: [],
    smtpUrl: smtpUrl(mailPassword),
  });
const secretOf = (name: string) => readFileSync(join(good, name), 'utf8');
const sensors = (type: string): IClientOptions => ({
  username: `sensors-${type}`,
  password: secretOf(`sensors-${type}.mqtt.password`),
  ca: secretOf('ca.pem'),
  protocolVersion: 5,
});
const topic = (type: string, device: string) => `${stack.customer}/${type}/${device}`;
/** Waits until a service says, as a warning, why it is refused. */
const complaint = (service: string, reason: RegExp) =>
  until(
    `a complaint of ${service}`,
    async () => {
      const lines = (await stack.logs(service)).split('\n');
      return lines.some((line) => line.includes('"level":"warn"') && reason.test(line));
      // A connection that comes and goes is named only when it keeps doing so.
    },
    patienceMs,
  );

beforeAll(async () => {
  const openssl = [{ command: 'openssl', package: 'openssl' }];
  const missing = await ensureCommands(openssl, AbortSignal.timeout(120_000), () => undefined);
  if (missing) throw new Error(missing);
  const library = join(work, 'activemq');
  await fillActivemqLibrary(library);
  const port = await freePort();
  mqttUrl = `mqtts://localhost:${port}`;
  stack = await createContainers({
    files: [
      'docker-compose.yml',
      'docker-compose.secure.yml',
      'e2e/containers/health.yml',
      'e2e/containers/stand-in.yml',
    ],
    // What is not in a profile here is not removed at the end either.
    profiles: ['broker', 'demo'],
    environment: {
      SECRETS_FOLDER: good,
      MQTT_URL: 'mqtts://mosquitto:8883',
      MQTT_PORT: String(port),
      ELASTICSEARCH_URL: 'https://elasticsearch-tls:9443',
      ELASTICSEARCH_HEALTH_URL: 'http://127.0.0.1:9200',
      TEST_MAIL_PASSWORD: mailPassword,
      TEST_ACTIVEMQ_LIBRARY: library,
      ...{ POLL_SECONDS: '1', LEAK_AFTER_SECONDS: '2' },
    },
  });
  secrets(good);
  await stack.compose('up', '--detach', '--build', '--wait', ...services);
});
afterAll(async () => {
  await stack.remove();
  rmSync(work, { recursive: true, force: true });
});

test.each(types)('a reading of %s goes its way over TLS with sign-on at every hop', async (type) => {
  const device = `secure-${type}`;
  const sender = createSender(topic(type, device), device, mqttUrl, sensors(type));
  await sender.send(100);
  await stack.stored(type, device, 100);
  await sender.end();
});

test('operations asks for queues and makes a backup with its own accounts, and everybody is ready', async () => {
  expect(await stack.exec('operations', 'node', 'operations/backup.ts')).toMatch(/, verified$/m);
  const screen = await stack.exec('operations', 'sh', '-c', 'node operations/status.ts || true');
  expect(screen).toMatch(/ok +ActiveMQ +accepts the sign-on/);
  expect(screen).toMatch(/ok +Queues +air \d/);
  for (const service of [...types.flatMap((type) => [`gateway-${type}`, `ingestor-${type}`]), 'alerter', 'live-page']) {
    expect(screen).toMatch(new RegExp(`ok +${service} +ready`));
  }
});

// docs/operations.md, "Restore drill".
test('operations restores a backup beside what is there with its own account', async () => {
  const restore = ['operations/restore.ts', '--snapshot', 'latest', '--as', 'drill-'];
  expect(await stack.exec('operations', 'node', ...restore)).toContain('counts and checksums are those of the backup');
});

test('operations migrates readings and incidents, and erases names, with its own account', async () => {
  const put = (path: string, body: object) =>
    stack.exec(
      'elasticsearch',
      ...['curl', '-sf', '-XPUT', `http://127.0.0.1:9200/${stack.customer}-${path}`],
      ...['-H', 'content-type: application/json', '-d', JSON.stringify(body)],
    );
  const [year, at] = ['2020', '2020-05-04T10:00:00.000Z'];
  await put(`air-data-${year}-5-4/_doc/old?refresh=true`, { timestamp: at, receivedAt: at, Pres: 6 });
  const acknowledged = { at, by: 'Anne Dupont' };
  await put(`alerts-${year}/_doc/old?refresh=true`, { kind: 'leak', state: 'closed', openedAt: at, acknowledged });
  await put(`alerts-${year}/_mapping`, { _meta: { unindexed: ['acknowledged.by'] } });
  const migrated = await stack.exec('operations', 'node', 'operations/migrate.ts');
  for (const index of [`air-data-${year}-5-4`, `alerts-${year}`]) {
    expect(migrated).toMatch(new RegExp(`${stack.customer}-${index}: .*1 documents written`));
  }
  await stack.exec('operations', 'node', 'operations/personal-data.ts', '--name', 'Anne Dupont', '--erase');
  const incident = `http://127.0.0.1:9200/${stack.customer}-alerts-${year}/_doc/old`;
  expect(await stack.exec('elasticsearch', 'curl', '-sf', incident)).toContain('[erased]');
});

test('the canary goes the whole way with the accounts of operations and of everybody', async () => {
  const screen = await stack.exec('operations', 'sh', '-c', 'node operations/canary.ts || true');
  expect(screen).toMatch(/^PASSED/);
  expect(screen).not.toContain('skipped');
});

describe('sensors', () => {
  test.each([
    ['without a password', { username: '', password: '' }, /not authori[sz]ed/i],
    ['with a wrong password', { password: 'wrong' }, /not authori[sz]ed/i],
    ['that do not know the authority', { ca: [] }, /certificate/i],
  ])('%s are refused', async (_who, change, reason) => {
    const attempt = mqtt.connectAsync(mqttUrl, { ...sensors('air'), ...change, reconnectPeriod: 0 }, false);
    await expect(attempt).rejects.toThrow(reason);
  });

  test('of one type cannot publish as another, and cannot read', async () => {
    const client = await mqtt.connectAsync(mqttUrl, sensors('air'));
    await expect(client.publishAsync(topic('centrale', 'x'), '{}', { qos: 1 })).rejects.toThrow(/not authori[sz]ed/i);
    const [granted] = await client.subscribeAsync(topic('air', '#'), { qos: 1 }).catch(() => []);
    expect(granted?.qos ?? 128).toBeGreaterThanOrEqual(128);
    await client.endAsync(true);
  });
});

describe('what is wrong is refused and said, and nothing is lost when it is put right', () => {
  const password = (file: string) => () => writeFileSync(join(wrong, file), 'wrong');
  const otherAuthority = () => {
    const other = join(work, 'other');
    secrets(other);
    cpSync(join(other, 'ca.pem'), join(wrong, 'ca.pem'));
  };
  const noGroup = () => {
    const groups = readFileSync(join(wrong, 'activemq.groups'), 'utf8');
    writeFileSync(join(wrong, 'activemq.groups'), groups.replace('gateway-air=gateway-air\n', ''));
  };
  test.each([
    ['gateway-air', 'an authority that did not sign', otherAuthority, /certificate/i],
    ['gateway-air', 'a wrong password at MQTT', password('gateway-air.mqtt.password'), /not authori[sz]ed/i],
    ['gateway-air', 'a wrong password at ActiveMQ', password('gateway-air.activemq.password'), /user name|password/i],
    ['gateway-air', 'no right at ActiveMQ', noGroup, /not authorized to (write|create)/i, 'activemq'],
    ['ingestor-air', 'an authority that did not sign', otherAuthority, /certificate/i],
    ['ingestor-air', 'a wrong password at ActiveMQ', password('ingestor-air.activemq.password'), /user name|password/i],
    [
      'ingestor-air',
      'a wrong password at Elasticsearch',
      password('ingestor-air.elasticsearch.password'),
      /401|security/,
    ],
  ] as const)('%s with %s', async (service, what, spoil, reason, changed: string = service) => {
    const device = `wrong-${what.replace(/\W+/g, '-')}-${service}`;
    rmSync(wrong, { recursive: true, force: true });
    // With their owner, which node:fs does not copy.
    execFileSync('cp', ['-a', good, wrong]);
    spoil();
    const restart = ['up', '--detach', '--no-deps', '--force-recreate', changed];
    await stack.composeWith({ SECRETS_FOLDER: wrong }, ...restart);
    const sender = createSender(topic('air', device), device, mqttUrl, sensors('air'));
    await sender.send(50);
    try {
      await complaint(service, reason);
      expect(await stack.count('air', device)).toBe(0);
    } finally {
      await stack.compose(...restart);
    }
    await stack.stored('air', device, 50);
    await sender.end();
  });

  test('the alerter with a wrong password at the mail server: the mail leaves when it is right', async () => {
    const device = 'leaking';
    const restart = ['up', '--detach', '--no-deps', '--force-recreate', 'alerter'];
    rmSync(wrong, { recursive: true, force: true });
    execFileSync('cp', ['-a', good, wrong]);
    writeFileSync(join(wrong, 'smtp.url'), smtpUrl('wrong'));
    await stack.composeWith({ SECRETS_FOLDER: wrong }, ...restart);
    const sensor = await mqtt.connectAsync(mqttUrl, sensors('air'));
    const leak = setInterval(() => sensor.publish(topic('air', device), '{"Pres":4}', { qos: 1 }), 500);
    const mails = () => stack.exec('mail', 'wget', '-qO-', 'http://localhost:1080/api/email');
    try {
      await complaint('alerter', /auth|login|535/i);
      expect(await mails()).not.toContain(device);
    } finally {
      await stack.compose(...restart);
    }
    await until('the mail', async () => (await mails()).includes(device), patienceMs);
    clearInterval(leak);
    await sensor.endAsync(true);
  });

  // Mosquitto grants any subscription, and then delivers nothing that may not be read.
  test.each([
    ['hears', 'air', true],
    ['does not hear', 'centrale', false],
  ])('whoever has the password of gateway-air %s %s', async (_what, type, hears) => {
    const device = `overheard-${type}`;
    const sender = createSender(topic(type, device), device, mqttUrl, sensors(type));
    sender.start();
    const environment = {
      SENSOR_TYPE: type,
      MQTT_CLIENT_ID: 'stolen',
      ACTIVEMQ_USERNAME: 'gateway-air',
      LOG_LEVEL: 'debug',
    };
    const log = await stack.runFor(8, 'gateway-air', environment, 'gateway/main.ts');
    await sender.stop();
    expect(log.includes('subscribed to the MQTT broker')).toBe(true);
    expect(/telemetry_gateway|"msg":"forwarded/.test(log)).toBe(hears);
    await sender.end();
  });

  test('whoever has the password of ingestor-air takes no queue of another type', async () => {
    const log = await stack.runFor(6, 'ingestor-air', { SENSOR_TYPE: 'centrale' }, 'ingestor/main.ts');
    expect(log).toMatch(/"level":"warn".*not authorized to (read|create).*centrale/i);
  });
});

test('nobody was refused what it needs of Elasticsearch', async () => {
  const refused = (await stack.logs('elasticsearch-tls')).split('\n').filter((line) => line.includes('unauthorized'));
  // What the intruder above asked for.
  expect(refused.filter((line) => !/-centrale-.*user \[ingestor-air\]/.test(line))).toEqual([]);
});

// docs/install.md, "New passwords and certificates": the same two commands, while sensors send.
describe('rotation under load loses nothing:', () => {
  test.each([
    ['new passwords and certificates, and a new authority is announced', ['services', 'certificates', 'authority']],
    ['the new authority signs, and the old one is forgotten', ['authority']],
  ])('%s', async (_what, rotate) => {
    const device = `rotation-${rotate.length}`;
    const [password, certificate] = [secretOf('gateway-air.mqtt.password'), secretOf('mosquitto.pem')];
    const sender = createSender(topic('air', device), device, mqttUrl, sensors('air'));
    sender.start();
    await until('some readings', () => sender.sent > 20);
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...['docker/secrets/main.ts', '--folder', good, '--customer', stack.customer],
      ...rotate.flatMap((kind) => ['--rotate', kind]),
    ]);
    expect(secretOf('gateway-air.mqtt.password') !== password).toBe(rotate.includes('services'));
    expect(secretOf('mosquitto.pem')).not.toBe(certificate);
    for (const name of ['gateway-air.mqtt.password', 'ca.key']) expect(stdout).not.toContain(secretOf(name));
    await stack.compose('up', '--detach', '--wait', '--force-recreate', ...services);
    const { sent } = sender;
    await until('some more', () => sender.sent > sent + 20);
    await sender.stop();
    await stack.stored('air', device, sender.sent);
    await sender.end();
  });
});
