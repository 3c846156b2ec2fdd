import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { sampleNotices } from '../alerter/mail/samples.ts';
import { startAlerter } from './harness/alerting.ts';
import { runNode } from './harness/command.ts';
import { enqueue } from './harness/mail.ts';
import { ensurePrometheus, type FiringAlert, type RunningPrometheus, startPrometheus } from './harness/prometheus.ts';
import { publish } from './harness/publish.ts';
import { endBrokerClients } from './harness/queue.ts';
import { createRelay, type Relay } from './harness/relay.ts';
import { endServices, type RunningService, startService } from './harness/service.ts';
import { createSite } from './harness/site.ts';
import { until } from './harness/until.ts';

const site = createSite();
const rules = readFileSync(resolve(import.meta.dirname, '../docker/prometheus/rules.yml'), 'utf8');
/** The rules as they are, but for the time they take; and a disk that is as full as this machine's is full enough. */
const quickRules = rules
  .replace(/for: \w+/g, 'for: 1s')
  .replace(/\d+ \* \d{2,5}/g, '3')
  .replace('disk_size_bytes < 0.15', 'disk_size_bytes < 1');
const alertNames = [...rules.matchAll(/alert: (\w+)/g)].map(([, name]) => name);

let store: Relay;
let gateway: RunningService;
let prometheus: RunningPrometheus;
const fired = new Set<string>();

const addressOf = async (service: RunningService) => {
  const { healthPort } = await service.logged('started');
  return `http://127.0.0.1:${healthPort}`;
};
const send = (payload: Readonly<Record<string, unknown>>) => publish([{ topic: site.topic('air', 'air-1'), payload }]);

/** Waits until an alert fires that says this, with the real metrics of the real services behind it. */
const fires = (alertname: string, labels: Readonly<Record<string, string>> = {}): Promise<FiringAlert> =>
  until(
    `${alertname} to fire`,
    async () => {
      const wanted = Object.entries({ alertname, ...labels });
      const found = (await prometheus.alerts()).find(
        ({ state, labels: its }) => state === 'firing' && wanted.every(([key, value]) => its[key] === value),
      );
      if (found) fired.add(alertname);
      return found;
    },
    90_000,
  );

const operationsEnvironment = {
  ...site.environment,
  // Elasticsearch may not write there, so there never is a backup.
  BACKUP_REPOSITORY: site.customer,
  BACKUP_LOCATION: '/proc/not-writable',
  CANARY_TIMEOUT_SECONDS: '1',
};

const askStore = async (path: string, method: string, body?: object): Promise<Record<string, unknown>> => {
  const answer = await fetch(`${inject('elasticsearchUrl')}${path}`, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  expect([path, answer.status]).toEqual([path, 200]);
  return (await answer.json()) as Record<string, unknown>;
};
const filler = `/${site.customer}-filler`;
/** Few more shards than there are, or as many as usual. */
const limitShards = async (limited: boolean): Promise<void> => {
  const { active_shards } = await askStore('/_cluster/health', 'GET');
  const limit = limited ? Number(active_shards) + 2 : null;
  await askStore('/_cluster/settings', 'PUT', { persistent: { 'cluster.max_shards_per_node': limit } });
};

beforeAll(async () => {
  await ensurePrometheus();
  store = await createRelay(inject('elasticsearchUrl'));
  gateway = site.gateway('air');
  const ingestor = site.ingestor('air', { ELASTICSEARCH_URL: store.url });
  // A mail server that is not there.
  const alerter = startAlerter(site, 'smtp://127.0.0.1:1');
  await Promise.all([gateway.ready(), ingestor.ready()]);
  await send({ Pres: 6.5 });
  await site.stored('air', 1);
  await askStore(filler, 'PUT', { settings: { number_of_shards: 20, number_of_replicas: 0 } });
  await limitShards(true);
  const operations = startService('operations', operationsEnvironment);
  const services = { gateway, ingestor, alerter, operations };
  const addresses = await Promise.all(
    Object.entries(services).map(async ([name, service]) => [name, await addressOf(service)] as const),
  );
  prometheus = await startPrometheus(Object.fromEntries(addresses), quickRules);
});

afterAll(async () => {
  await limitShards(false);
  await askStore(filler, 'DELETE');
  await endServices();
  endBrokerClients();
  await prometheus?.stop();
  await store?.close();
});

test('what is in order says nothing', async () => {
  await until('the first figures', async () => {
    await send({ Pres: 6.5 });
    return (await prometheus.alerts()).some(({ labels }) => labels.alertname === 'ShardsNearlyUsedUp');
  });
  const said = (await prometheus.alerts()).map(({ labels }) => labels.alertname);
  for (const name of ['ServiceDown', 'ServerAway', 'MailsFailing', 'QueueNotDrained', 'DeadLetters', 'ReadingsLate']) {
    expect(said).not.toContain(name);
  }
});

test('a cluster that is full, and no backup', async () => {
  await fires('ShardsNearlyUsedUp');
  await limitShards(false);
  await fires('DiskNearlyFull');
  await fires('BackupTooOld');
});

test('sensors that fall silent', async () => {
  await fires('NoReadings', { sensor_type: 'air' });
  await fires('SensorSilent', { device: 'air-1' });
});

test('a reading that cannot be stored', async () => {
  await send({ Pres: 'high' });
  await fires('DeadLetters', { queue: `${site.customer}.air.rejected` });
});

test('a mail server that is away, and mails that wait for it', async () => {
  await enqueue(site.customer, sampleNotices(Date.now()).slice(0, 1));
  await fires('MailsFailing');
  await fires('QueueNotDrained', { queue: `${site.customer}.alerts` });
});

test('an Elasticsearch that is slow, and then away', async () => {
  store.delay(2000);
  let sending = true;
  const sender = (async () => {
    while (sending) await send({ Pres: 6.5 });
  })();
  await fires('ReadingsLate', { sensor_type: 'air' });
  sending = false;
  await sender;
  await store.cut();
  await send({ Pres: 6.5 });
  const { annotations } = await fires('ServerAway', { dependency: 'elasticsearch' });
  expect(annotations.summary).toBe('1 of the services wait for elasticsearch');
  await store.mend();
});

test('a canary that does not come, and one that does not get through', async () => {
  await fires('CanaryOverdue');
  // Its mail does not leave.
  const { code } = await runNode('operations/canary.ts', [], operationsEnvironment);
  expect(code).toBe(1);
  await fires('CanaryFailed');
});

test('a service that is gone', async () => {
  await gateway.kill();
  await fires('ServiceDown', { instance: 'gateway' });
});

test('and so each of the alerts', () => {
  expect([...fired].sort()).toEqual([...alertNames].sort());
});
