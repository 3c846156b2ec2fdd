import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { dataViewsOf } from '../kibana/data-views.ts';
import type { ElasticsearchClient } from '../shared/elasticsearch/client.ts';
import { createIncidentStore } from '../shared/incidents/store.ts';
import { canaryRunIndexOf, namesOf } from '../shared/names.ts';
import { type Stack, startStack } from '../stack/stack.ts';
import { mailbox, startAlerter } from './harness/alerting.ts';
import { type CommandResult, runNode } from './harness/command.ts';
import { openElasticsearch } from './harness/elasticsearch.ts';
import { type RunningPage, startPage, wallClock } from './harness/live-page.ts';
import { mailsTo, type ReceivedMail } from './harness/mail.ts';
import { publish } from './harness/publish.ts';
import { createRelay, type Relay } from './harness/relay.ts';
import { endServices, type RunningService, startService } from './harness/service.ts';
import { createSite, type Site } from './harness/site.ts';
import { until } from './harness/until.ts';

/** Every hop can be unplugged: a service is killed, a server is behind a relay. */
const relays: Record<string, Relay> = {};
const services: Record<string, RunningService> = {};
const addresses: Record<string, string> = {};
let stack: Stack;
let site: Site;
let client: ElasticsearchClient;
let page: RunningPage;

const dayMs = 86_400_000;
const airCost = { AIR_RECEIVER_LITRES: '1000', ELECTRICITY_PRICE: '0.25' };

const starts: Readonly<Record<string, () => Promise<RunningService> | RunningService>> = {
  'gateway-air': () => site.gateway('air'),
  'gateway-centrale': () => site.gateway('centrale'),
  'ingestor-air': () => site.ingestor('air'),
  'ingestor-centrale': () => site.ingestor('centrale'),
  alerter: () => startAlerter(site, relays.SMTP_URL?.url ?? '', airCost),
  async 'live-page'() {
    page = await startPage(site);
    return page.service;
  },
};

async function start(name: string): Promise<void> {
  const service = await starts[name]?.();
  if (!service) throw new Error(name);
  services[name] = service;
  const { healthPort } = await service.logged('started');
  addresses[name] = `http://127.0.0.1:${healthPort}`;
}
const allReady = () => Promise.all(Object.values(services).map((service) => service.ready()));

/** What is unplugged is not waited for; what works may be slow on a busy machine. */
const environment = (timeoutSeconds = 30) => ({
  ...site.environment,
  SMTP_URL: relays.SMTP_URL?.url ?? '',
  CANARY_TIMEOUT_SECONDS: String(timeoutSeconds),
  CANARY_CONTACT: 'Anne, 0470 12 34 56',
  STATUS_SERVICES: Object.entries(addresses)
    .map((pair) => pair.join('='))
    .join(','),
});
const canary = (timeoutSeconds?: number): Promise<CommandResult> =>
  runNode('operations/canary.ts', [], environment(timeoutSeconds));
const drills = async (): Promise<ReceivedMail[]> =>
  (await mailsTo(stack.mailWebUrl, mailbox(site))).filter(({ subject }) => /Essai/.test(subject));

/** As an outsider reads it: over HTTP. */
async function search(index: string): Promise<{ _index: string; _source: Record<string, unknown> }[]> {
  const base = `${inject('elasticsearchUrl')}/${index}`;
  await fetch(`${base}/_refresh`, { method: 'POST' });
  const answer = (await (await fetch(`${base}/_search?size=1000`)).json()) as { hits: { hits: never[] } };
  return answer.hits.hits;
}

beforeAll(async () => {
  stack = await startStack({
    folder: resolve(import.meta.dirname, '../.stack/canary'),
    servers: ['mail'],
    fresh: true,
  });
  const urls = {
    MQTT_URL: inject('mqttUrl'),
    ACTIVEMQ_URL: inject('activemqUrl'),
    ELASTICSEARCH_URL: inject('elasticsearchUrl'),
    SMTP_URL: stack.smtpUrl,
  };
  for (const [name, url] of Object.entries(urls)) relays[name] = await createRelay(url);
  const { SMTP_URL, ...servers } = Object.fromEntries(Object.entries(relays).map(([name, { url }]) => [name, url]));
  site = createSite(servers);
  client = openElasticsearch();
  await Promise.all(Object.keys(starts).map(start));
  await allReady();
});
afterAll(async () => {
  await endServices();
  for (const relay of Object.values(relays)) await relay.close();
  await client?.close();
  await stack?.stop();
});

/** A week as it could have been: its readings over MQTT, a leak and an outage as the alerter records them. */
async function lastWeek(): Promise<void> {
  const noon = Date.now() - 3 * dayMs;
  const at = (step: number) => wallClock(noon + step * 30_000);
  await publish([
    ...Array.from({ length: 20 }, (_, step) => ({
      topic: site.topic('air', 'air-1'),
      // Ten were lost in between.
      payload: { Device: 'air-1', Time: at(step < 10 ? step : step + 10), Pres: 6.5, PresOpen: 6 },
    })),
    ...[100, 101.5, 104.25].map((Energy, step) => ({
      topic: site.topic('centrale', 'meter-1'),
      payload: { Device: 'meter-1', Time: at(step), Energy },
    })),
    { topic: site.topic('air', 'air-1'), payload: { Device: 'air-1', Pres: 'high' } },
  ]);
  const closed = (ago: number, hours: number) => ({
    state: 'closed' as const,
    openedAt: new Date(Date.now() - ago).toISOString(),
    closedAt: new Date(Date.now() - ago + hours * 3_600_000).toISOString(),
    updatedAt: new Date().toISOString(),
    mails: [],
  });
  const incidents = createIncidentStore(client, site.customer);
  const leak = { kind: 'leak', deviceId: 'air-1', device: 'air-1', lowestPressure: 4.58, fastestFall: 12 } as const;
  await incidents.create('leak-1', { ...leak, ...closed(2 * dayMs, 2.5) });
  await incidents.create('leak-long-ago', { ...leak, ...closed(20 * dayMs, 9), lowestPressure: 1 });
  await incidents.create('outage-1', { kind: 'pipeline-down', ...closed(4 * dayMs, 1) });
  await until('the ledger', async () => {
    const days = [...(await search(ledger('air'))), ...(await search(ledger('centrale')))];
    return days.reduce((sum, { _source }) => sum + Number(_source.readings), 0) === 23;
  });
}
const ledger = (type: string) => `${namesOf(site.customer, type).ledgerIndex}-*`;

test('the mail of a drill arrives, with true figures', { timeout: 300_000 }, async () => {
  await lastWeek();
  const result = await canary();
  expect(result.out).toMatch(/^PASSED/);
  expect(result.code).toBe(0);
  const [mail, ...more] = await until('the mail', async () => (await drills()).length > 0 && (await drills()));
  expect(more).toEqual([]);
  expect(mail?.subject).toBe('● Essai réussi, aucune action requise : mesures et courriels passent');
  // Computed once more, from what Elasticsearch has.
  const total = async (type: string, field: string) =>
    (await search(ledger(type))).reduce((sum, { _source }) => sum + Number(_source[field] ?? 0), 0);
  const whole = (value: number) => new Intl.NumberFormat('fr-BE').format(value).replace(/\s/g, ' ');
  const counted = async (type: string) =>
    `${whole(await total(type, 'readings'))} (sur ${whole(await total(type, 'expected'))} attendues, il en manque ${whole(await total(type, 'missing'))})`;
  expect([await total('air', 'readings'), await total('air', 'missing')]).toEqual([20, 10]);
  expect(await total('centrale', 'consumption')).toBeCloseTo(4.25);
  const text = mail?.text ?? '';
  expect(text).toContain(`Mesures, air comprimé : ${await counted('air')}\n`);
  expect(text).toContain(`Mesures, électricité : ${await counted('centrale')}\n`);
  expect(text).not.toContain('météo');
  expect(text).toContain('Mesures refusées : 1 (');
  expect(text).toContain('Pannes de surveillance : 1 (1 h en tout)');
  expect(text).toContain('Fuites : 1 (2 h 30 min en tout, minimum 4,58 bar)');
  expect(text).toContain('Électricité : 4,3 kWh');
  // 1,000 l falling by 12 bar/h for 2.5 h: 30 bar; 27.6 Nm3 at 0.12 kWh, 0.25 EUR/kWh.
  expect(text).toContain('Coût des fuites : ≈ 0,83 € (estimation, ≈ 3,3 kWh)');
  expect(text).toContain('chaque lundi vers 08:00');
  expect(text).toContain('appelez Anne, 0470 12 34 56');
  expect(text).toMatch(
    /broker MQTT [\d ]+ ms · passerelle [\d ]+ ms · base de données [\d ]+ ms · annonce [\d ]+ ms · page en direct [\d ]+ ms/,
  );
  expect(mail?.html).toContain('Ceci est un essai de la surveillance, pas une alerte.');
});

test('what it sent is in no figure, on no dashboard and on no page', async () => {
  const [stored, ...more] = await search(`${namesOf(site.customer, 'air').canaryIndex}-*`);
  expect(more).toEqual([]);
  expect(stored?._source).toMatchObject({ synthetic: true, device: 'canary' });
  // The patterns of all dashboards: readings and ledgers of every type, incidents.
  for (const { id, pattern } of Object.values(dataViewsOf(site.customer))) {
    const found = (await search(pattern)).map(({ _source }) => _source.device ?? _source.deviceId ?? _source.kind);
    expect([id, found.includes('canary')]).toEqual([id, false]);
  }
  expect(await site.documents('air')).toHaveLength(20);
  const { devices } = (await (await fetch(`${page.url}/api/v1/pressure`)).json()) as { devices: { device: string }[] };
  expect(devices.map(({ device }) => device)).toEqual(['air-1']);
  expect((await fetch(`${page.url}/api/v1/pressure/canary/history`)).status).toBe(404);
  expect(await services['live-page']?.metric('telemetry_live_page_readings_total')).toBe(20);
  const exported = await runNode('ingestor/export.ts', ['--type', 'air'], site.environment);
  expect(exported.out).not.toContain('canary');
  const metrics = await (await fetch(`${addresses['ingestor-air']}/metrics`)).text();
  expect(metrics).not.toContain('canary');
});

const kill = (name: string) => async () => services[name]?.kill();
const cut = (name: string) => async () => relays[name]?.cut();
const mend = (name: string) => async () => relays[name]?.mend();
test.each([
  ['the live page', kill('live-page'), () => start('live-page'), 'live-page', 'seen by the live page'],
  ['the ingestor', kill('ingestor-air'), () => start('ingestor-air'), 'ingestor-air', 'stored in Elasticsearch'],
  ['the gateway', kill('gateway-air'), () => start('gateway-air'), 'gateway-air', 'forwarded by the gateway'],
  ['the alerter', kill('alerter'), () => start('alerter'), 'alerter', 'mail taken by the SMTP server'],
  ['Mosquitto', cut('MQTT_URL'), mend('MQTT_URL'), 'MQTT broker', 'acknowledged by the MQTT broker'],
  ['ActiveMQ', cut('ACTIVEMQ_URL'), mend('ACTIVEMQ_URL'), 'ActiveMQ', 'forwarded by the gateway'],
  ['Elasticsearch', cut('ELASTICSEARCH_URL'), mend('ELASTICSEARCH_URL'), 'Elasticsearch', 'stored in Elasticsearch'],
  ['the mail server', cut('SMTP_URL'), mend('SMTP_URL'), 'Mail server', 'mail taken by the SMTP server'],
])('without %s it fails, and says so', { timeout: 300_000 }, async (_, unplug, plug, culprit, station) => {
  await unplug();
  const { code, out } = await canary(3);
  await plug();
  expect(out).toMatch(new RegExp(`^FAILED: ${culprit} `));
  expect(out).toMatch(new RegExp(`^FAILED +${station} +${culprit}: .*\\n +-> \\w`, 'm'));
  expect(code).toBe(1);
  await allReady();
});

test('status says that it failed, until one gets through again', { timeout: 300_000 }, async () => {
  const status = async () => (await runNode('operations/status.ts', [], environment())).out;
  expect(await status()).toMatch(
    /^BROKEN +Canary +did not get through, \d+ s ago: Mail server: .*\n +-> .*npm run canary$/m,
  );
  // Its own mail says where one stopped.
  await until('the mails', async () => (await drills()).some(({ subject }) => subject.startsWith('■')));
  const failed = (await drills()).find(({ subject }) => subject.includes('passerelle'));
  expect(failed?.subject).toBe('■ Essai échoué, prévenir l’informatique (arrêt : passerelle)');
  await until('one to get through', async () => (await canary()).code === 0);
  expect(await status()).toMatch(/^ok +Canary +got through \d+ s ago$/m);
});

/** Runs as they are recorded: hours ago, and whether they got through. */
type History = readonly (readonly [hoursAgo: number, passed: boolean])[];
test.each<[string, History, string | undefined]>([
  ['the one that is due', [[9 * 24, true]], undefined],
  [
    'one that failed once more, and says so',
    [
      [30, true],
      [5, false],
      [3, false],
    ],
    '2 essais ont échoué avant celui-ci, le premier ',
  ],
])('the operations service sends %s', { timeout: 300_000 }, async (_, history, said) => {
  const runs = `${canaryRunIndexOf(site.customer)}-*`;
  for (const { _index } of await search(runs)) await client.indices.delete({ index: _index, ignore_unavailable: true });
  for (const [hoursAgo, passed] of history) {
    const startedAt = new Date(Date.now() - hoursAgo * 3_600_000).toISOString();
    const document = { startedAt, endedAt: startedAt, passed };
    await client.index({ index: runs.replace('*', startedAt.slice(0, 4)), document, refresh: true });
  }
  const before = (await drills()).length;
  const operations = startService('operations', {
    ...environment(),
    BACKUP_REPOSITORY: site.customer,
    BACKUP_LOCATION: site.customer,
  });
  await operations.logged('the canary got through');
  await until('the metric', async () => {
    const last = await operations.metric('telemetry_operations_canary_last_success_timestamp_seconds');
    return last * 1000 > Date.now() - 600_000;
  });
  expect(await operations.metric('telemetry_operations_canary_failed')).toBe(0);
  expect(await operations.stop()).toBe(0);
  const sent = await until('the mail', async () => (await drills()).length > before && (await drills()));
  expect(sent).toHaveLength(before + 1);
  const { text } = sent.at(-1) ?? { text: '' };
  expect(text.includes('avant celui-ci') ? text : undefined).toEqual(said && expect.stringContaining(said));
});
