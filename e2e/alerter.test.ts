import { resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { acknowledge } from '../shared/incidents/marks.ts';
import { createIncidentStore } from '../shared/incidents/store.ts';
import { type Stack, startStack } from '../stack/stack.ts';
import { messagesOf, sendAir, steady } from './harness/air.ts';
import { incidentsOf, mailbox, startAlerter } from './harness/alerting.ts';
import { openElasticsearch } from './harness/elasticsearch.ts';
import { mailsTo } from './harness/mail.ts';
import { publish } from './harness/publish.ts';
import { createRelay, type Relay } from './harness/relay.ts';
import { endServices, type RunningService } from './harness/service.ts';
import { createSite, type Site } from './harness/site.ts';
import { until } from './harness/until.ts';

let stack: Stack;
let site: Site;
let ingestor: RunningService;
let relays: Relay[];

beforeAll(async () => {
  stack = await startStack({
    folder: resolve(import.meta.dirname, '../.stack/alerter'),
    servers: ['mail'],
    fresh: true,
  });
});
afterAll(() => stack.stop());

beforeEach(async () => {
  relays = [];
  site = createSite();
  ingestor = site.ingestor('air');
  await Promise.all([site.gateway('air').ready(), ingestor.ready()]);
});
afterEach(async () => {
  await endServices();
  for (const relay of relays) await relay.close();
});

const start = (more: Readonly<Record<string, string>> = {}) => startAlerter(site, stack.smtpUrl, more);
const seconds = 1000;
const leaking = [6.8, 6.7, 5.9, 5.6, 5.3, 5.1, 5.2];
const ago = (second: number) => Date.now() - second * seconds;

/** The mails' subjects, in the order of arrival. */
const subjects = async () => (await mailsTo(stack.mailWebUrl, mailbox(site))).map(({ subject }) => subject);
const mailed = (...parts: readonly RegExp[]) =>
  until(`mails ${parts.join(', ')}`, async () => {
    const seen = await subjects();
    if (seen.length > parts.length) throw new Error(`too many: ${seen.join(' | ')}`);
    return seen.length === parts.length && parts.every((part, at) => part.test(seen[at] ?? '')) && seen;
  });
/** So many looks have passed: what was to be decided is decided. */
async function looked(alerter: RunningService, times = 4): Promise<void> {
  const count = () => alerter.metric('telemetry_alerter_cycle_duration_seconds_count');
  const before = await count();
  await until(`${times} looks`, async () => (await count()) >= before + times);
}
const states = async () => (await incidentsOf(site)).map(({ kind, state }) => `${kind} ${state}`);

async function acknowledged(): Promise<void> {
  const client = openElasticsearch();
  const store = createIncidentStore(client, site.customer);
  await until('somebody to take care of it', async () => {
    const [open] = await store.open();
    return open && (await store.replace(open, acknowledge(open.incident, 'Ann', undefined, Date.now())));
  });
  await client.close();
}

test('a leak is mailed, reminded of until somebody takes care, and its end is mailed', async () => {
  const alerter = start({ REMIND_AFTER_SECONDS: '4' });
  await alerter.ready();
  const end = ago(300);
  await sendAir(site, { device: 'air-1', pressures: leaking, endsAt: end });
  const [opened] = await mailed(/▲ Fuite.*air-1/, /air-1/);
  expect(opened).toContain('5,20');
  await acknowledged();
  await looked(alerter, 12);
  // One that was decided before may still be on its way.
  await until('all mails to be sent', async () =>
    (await incidentsOf(site)).every(({ mails }) => mails.every(({ sentAt }) => sentAt !== undefined)),
  );
  const reminders = (await subjects()).length;
  await sendAir(site, { device: 'air-1', pressures: steady(6.5, 5), endsAt: end + 150 * seconds });
  await until('the mail of its end', async () => (await subjects()).length === reminders + 1);
  expect(await incidentsOf(site)).toMatchObject([
    { kind: 'leak', state: 'closed', openingPressure: 6, lowestPressure: 5.1, acknowledged: { by: 'Ann' } },
  ]);
  const [{ mails = [], acknowledged: mark } = {}] = await incidentsOf(site);
  expect(mails.filter(({ decidedAt }) => decidedAt > (mark?.at ?? '')).map(({ kind }) => kind)).toEqual([
    'leak-recovered',
  ]);
  await looked(alerter);
  expect((await subjects()).length).toBe(reminders + 1);

  // The next one tells of this one.
  await sendAir(site, { device: 'air-1', pressures: leaking.slice(2), endsAt: end + 300 * seconds });
  const next = await until('the next leak', async () => {
    const mails = await mailsTo(stack.mailWebUrl, mailbox(site));
    return mails.slice(reminders + 1).find(({ subject }) => subject.startsWith('▲ Fuite : air-1'));
  });
  const [first] = await incidentsOf(site);
  const clock = new Intl.DateTimeFormat('fr', { timeStyle: 'short', timeZone: 'Europe/Brussels' });
  const previously = clock.format(Date.parse(first?.openedAt ?? ''));
  expect(next.text).toMatch(new RegExp(`^Depuis : .* · précédente : .*${previously}\\)$`, 'm'));
  expect(next.attachments).toMatchObject([{ contentType: 'image/png', contentId: 'chart' }]);
});

test('a sensor that dies in a leak: the leak stays open, and people are told that nobody knows', async () => {
  const alerter = start({ SILENT_AFTER_SECONDS: '60', LEAK_AFTER_SECONDS: '20', READING_PERIOD_SECONDS: '10' });
  await alerter.ready();
  await sendAir(
    site,
    { device: 'air-1', pressures: [5.5, 5.4, 5.3, 5.2], endsAt: ago(10), periodSeconds: 10 },
    { device: 'air-2', pressures: steady(7, 2), endsAt: ago(10), periodSeconds: 10 },
  );
  await mailed(/Fuite.*air-1/);
  // The other one goes on until the first has been missing for long enough.
  for (let sent = 0; !(await states()).includes('sensor-silent open'); sent++) {
    await sendAir(site, { device: 'air-2', pressures: [7 + sent / 100], endsAt: Date.now() });
    await looked(alerter, 4);
  }
  expect((await states()).sort()).toEqual(['leak open', 'sensor-silent open']);
  const mails = await until('both mails', async () => {
    const found = await mailsTo(stack.mailWebUrl, mailbox(site));
    return found.length === 2 && found;
  });
  expect(mails[1]?.text).toMatch(/personne ne sait/i);
  await sendAir(site, { device: 'air-1', pressures: [5.1], endsAt: Date.now() });
  await until('the sensor to be back', async () => (await states()).sort().join() === 'leak open,sensor-silent closed');
});

test('a pressure that swings is one incident, noise is none, and a planned fall is none', async () => {
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Brussels', dateStyle: 'short' });
  const day = today.format(Date.now() - 86_400_000);
  const alerter = start({ PLANNED_OFF: `${day}/${today.format(Date.now() + 86_400_000)}` });
  await alerter.ready();
  await sendAir(site, { device: 'air-1', pressures: leaking, endsAt: ago(600) });
  await looked(alerter);
  expect(await states()).toEqual([]);
  await alerter.stop();
  const plain = start();
  await plain.ready();
  await mailed(/air-1/);
  await sendAir(
    site,
    { device: 'air-1', pressures: [6.5, 6.6, 5.8, 5.7, 6.5, 5.6, 6.1, 6.5, 5.9], endsAt: ago(300) },
    { device: 'air-2', pressures: [5.9, 6.1, 5.9, 5.9, 6.1, 5.9, 5.95, 6.05, 5.9], endsAt: ago(300) },
  );
  await looked(plain);
  expect(await states()).toEqual(['leak open']);
  expect((await subjects()).length).toBe(1);
});

test('two alerters, and one killed between decision and queue: every mail once', async () => {
  const relay = await createRelay(inject('activemqUrl'));
  relays.push(relay);
  const first = start({ ACTIVEMQ_URL: relay.url });
  await first.ready();
  // It records its decision, and cannot put it on the queue.
  relay.freeze();
  await sendAir(site, { device: 'air-1', pressures: leaking, endsAt: ago(300) });
  await until('the decision', async () => (await states()).includes('leak open'));
  await first.kill();
  const others = [start(), start()];
  await Promise.all(others.map((other) => other.ready()));
  await mailed(/Fuite.*air-1/);
  await sendAir(site, { device: 'air-2', pressures: leaking, endsAt: ago(200) });
  await mailed(/Fuite.*air-1/, /Fuite.*air-2/);
  await sendAir(
    site,
    { device: 'air-1', pressures: steady(6.5, 5), endsAt: ago(100) },
    { device: 'air-2', pressures: steady(6.5, 5), endsAt: ago(20) },
  );
  await until('four mails', async () => (await subjects()).length === 4);
  for (const other of others) await looked(other, 6);
  expect(await subjects()).toHaveLength(4);
  expect((await incidentsOf(site)).flatMap(({ mails }) => mails.map(({ sentAt }) => typeof sentAt))).toEqual(
    Array(4).fill('string'),
  );
});

test('Elasticsearch away: people are told, and told again when it is back', async () => {
  const relay = await createRelay(inject('elasticsearchUrl'));
  relays.push(relay);
  const alerter = start({ ELASTICSEARCH_URL: relay.url, SILENT_AFTER_SECONDS: '3' });
  await alerter.ready();
  await relay.cut();
  await until('a mail', async () => (await subjects()).length === 1);
  await relay.mend();
  await until('the second mail', async () => (await subjects()).length === 2);
  expect(await states()).toEqual(['pipeline-down closed']);
});

test('an ingestor that is away: people are told what it is, no sensor is blamed, and its return is told', async () => {
  const alerter = start({ SILENT_AFTER_SECONDS: '10' });
  await alerter.ready();
  const both = (endsAt: number) => ['air-1', 'air-2'].map((device) => ({ device, pressures: [7], endsAt }));
  await sendAir(site, ...both(Date.now()));
  await looked(alerter, 2);
  await ingestor.stop();
  await publish(messagesOf(site, ...both(Date.now())));
  await until('the outage', async () => (await states()).length > 0);
  expect(await incidentsOf(site)).toMatchObject([
    { kind: 'pipeline-down', state: 'open', outage: 'readings-not-stored' },
  ]);
  const [mail] = await until('its mail', async () => {
    const mails = await mailsTo(stack.mailWebUrl, mailbox(site));
    return mails.length > 0 && mails;
  });
  expect(mail?.text).toContain('Les mesures arrivent mais ne sont pas enregistrées');
  await looked(alerter, 6);
  expect(await states()).toEqual(['pipeline-down open']);
  await site.ingestor('air').ready();
  await until('its end', async () => {
    await publish(messagesOf(site, ...both(Date.now())));
    await looked(alerter, 2);
    return (await states()).includes('pipeline-down closed');
  });
  // Long enough for a sensor to be missed, while both report.
  const back = Date.now();
  while (Date.now() - back < 15 * seconds) {
    await publish(messagesOf(site, ...both(Date.now())));
    await looked(alerter, 2);
  }
  expect(await states()).toEqual(['pipeline-down closed']);
  expect(await subjects()).toHaveLength(2);
});

test('an alerter that was down for a night tells of what it missed, and of nothing twice', async () => {
  const now = Date.now();
  const night = (device: string, pressureAt: (hour: number) => number) => ({
    device,
    pressures: Array.from({ length: 660 }, (_, at) => pressureAt((at - 660) / 60)),
    endsAt: now - 30 * seconds,
    periodSeconds: 60,
  });
  await sendAir(
    site,
    // The first leak began and ended in the night; the second goes on.
    night('air-1', (hour) => (hour > -9 && hour < -8 ? 5.5 : 6.6)),
    night('air-2', (hour) => (hour > -3 ? 5.7 : 6.7)),
    night('air-3', () => 6.8),
  );
  const told = [/^▲ Fuite.*air-2/, /^● Fuite passée.*air-1/].map((subject) => expect.stringMatching(subject));
  const alerter = start({ READING_PERIOD_SECONDS: '60' });
  await alerter.ready();
  await until('both mails', async () => (await subjects()).length >= 2);
  await alerter.stop();
  const again = start({ READING_PERIOD_SECONDS: '60' });
  await again.ready();
  await looked(again);
  // In any order.
  expect((await subjects()).sort()).toEqual(told);
  expect((await states()).sort()).toEqual(['leak closed', 'leak open']);
});

test('an old leak that arrives today is marked as late, and mailed once', async () => {
  const alerter = start();
  await alerter.ready();
  await sendAir(site, { device: 'air-1', pressures: steady(7, 3), endsAt: ago(10) });
  const threeDaysAgo = ago(3 * 86_400);
  await sendAir(site, { device: 'air-1', pressures: [...leaking, ...steady(6.5, 5)], endsAt: threeDaysAgo });
  await mailed(/air-1/);
  expect(await incidentsOf(site)).toMatchObject([
    { kind: 'leak', state: 'closed', device: 'air-1', late: true, lowestPressure: 5.1 },
  ]);
  const [mail] = await mailsTo(stack.mailWebUrl, mailbox(site));
  expect(mail?.text).toContain('Les mesures de cette fuite sont arrivées longtemps après.');
  // Old indices are looked at again, by this one and by one that knows nothing.
  await looked(alerter, 12);
  await alerter.stop();
  const another = start();
  await another.ready();
  await looked(another, 12);
  expect(await states()).toEqual(['leak closed']);
  expect(await subjects()).toHaveLength(1);
});
