import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { incidentTemplate, installTemplate } from '../shared/elasticsearch/templates.ts';
import type { Incident, StoredIncident } from '../shared/incidents/incident.ts';
import { createIncidentStore } from '../shared/incidents/store.ts';
import { alertNamesOf } from '../shared/names.ts';
import { type Stack, startStack } from '../stack/stack.ts';
import { sendAir, steady } from './harness/air.ts';
import { incidentsOf } from './harness/alerting.ts';
import { openElasticsearch } from './harness/elasticsearch.ts';
import { mailsTo, received } from './harness/mail.ts';
import { endBrokerClients } from './harness/queue.ts';
import { endSenders, startSender } from './harness/sender.ts';
import { endServices } from './harness/service.ts';
import { createSite, type Site } from './harness/site.ts';
import { until } from './harness/until.ts';

/* The alerter's command line, as a person uses it. */

const root = resolve(import.meta.dirname, '..');
let stack: Stack;

beforeAll(async () => {
  const folder = resolve(root, '.stack/alerter-commands');
  stack = await startStack({ folder, servers: ['mail'], fresh: true });
});
afterEach(async () => {
  await endServices();
  await endSenders();
  endBrokerClients();
});
afterAll(() => stack.stop());

interface Answer {
  readonly code: number;
  readonly printed: string;
  readonly told: string;
}

/** What mails need, for two people who read different languages. */
const mailing = (site: Site) => {
  const to = [`fr@${site.customer}.test`, `en@${site.customer}.test`] as const;
  return {
    to,
    environment: {
      SMTP_URL: stack.smtpUrl,
      MAIL_FROM: 'Finemeca <no-reply@finemeca.example>',
      MAIL_TO: to.join(','),
      MAIL_LANGUAGE: `fr,${to[1]}=en`,
    },
  };
};

const run = (environment: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Answer> =>
  new Promise((done) => {
    const options = { cwd: root, env: { PATH: process.env.PATH ?? '', ...environment } };
    execFile(process.execPath, ['alerter/main.ts', ...args], options, (error, printed, told) =>
      done({ code: error ? Number(error.code) : 0, printed, told }),
    );
  });

test('test-mail sends every kind to everybody, in their language, and says what became of each', async () => {
  const site = createSite();
  const { to, environment } = mailing(site);
  const { code, printed, told } = await run({ CUSTOMER: site.customer, ...environment }, 'test-mail');
  expect([code, told]).toEqual([0, '']);
  const lines = printed.trimEnd().split('\n');
  // Eight about incidents, and the weekly drill.
  expect(lines).toHaveLength(18);
  expect(lines.every((line) => line.endsWith(': accepted'))).toBe(true);
  const [french, english] = await Promise.all(to.map((address) => received(stack.mailWebUrl, address, 9)));
  const begins = (mails: typeof french, beginning: string) =>
    mails?.filter(({ subject }) => subject.startsWith(beginning)).length;
  expect([begins(french, '▲ Fuite : '), begins(english, '▲ Leak: ')]).toEqual([1, 1]);
  expect(french?.filter(({ attachments }) => attachments?.[0]?.contentType === 'image/png')).toHaveLength(6);

  const refused = await run({ ...environment, SMTP_URL: 'smtp://127.0.0.1:9' }, 'test-mail');
  expect(refused).toMatchObject({ code: 1, printed: '' });
  expect(refused.told).toContain('ECONNREFUSED');
});

test('check finds what is stored of a day, mails it when asked, and records nothing', async () => {
  const site = createSite();
  await Promise.all([site.gateway('air').ready(), site.ingestor('air').ready()]);
  const endsAt = Date.parse('2022-04-17T14:00:00+02:00');
  await sendAir(site, { device: 'air-1', pressures: [6.8, 5.9, 5.6, 5.3, 5.1, ...steady(6.5, 5)], endsAt });
  const { to, environment } = mailing(site);
  const sender = startSender({ CUSTOMER: site.customer, ...environment });
  const all = { ...site.environment, ...environment };

  const day = await run(all, 'check', '--date', '2022-04-17');
  expect(day).toMatchObject({ code: 0, told: '' });
  expect(day.printed).toMatch(
    /leak +air-1 +closed +2022-04-17 13:56:00 +2022-04-17 13:58:00 +2 min 00 s +6.00 bar +5.10/,
  );
  expect(await run(all, 'check', '--date', '2022-04-17', '--device', 'air-2')).toMatchObject({
    printed: 'No pressure is stored of air-2 on 2022-04-17.\n',
  });

  const mailed = await run(all, 'check', '--date', '2022-04-17', '--device', 'air-1', '--mail');
  expect(mailed).toMatchObject({ code: 0, told: '1 notice waits to be mailed by the running alerter.\n' });
  const [mail] = await received(stack.mailWebUrl, to[0], 1);
  expect(mail?.subject).toMatch(/^● Fuite passée, apprise en retard : air-1 le 17 avr. 2022 de 13:56 à 13:58 /);
  expect(mail?.text).toContain('Plus basse : 5,10 bar');
  expect(mail?.attachments).toHaveLength(1);
  await until('the notice to be done with', () => sender.records.length === 1);
  expect(await mailsTo(stack.mailWebUrl, to[1])).toHaveLength(1);
  expect(await incidentsOf(site)).toEqual([]);
  expect(await run(all, 'incidents')).toMatchObject({ code: 0, printed: 'No incidents.\n' });
});

test('incidents lists what was recorded, the newest first, and filters it', async () => {
  const site = createSite();
  const client = openElasticsearch();
  await installTemplate(client, incidentTemplate(alertNamesOf(site.customer).incidentIndex, 0));
  const store = createIncidentStore(client, site.customer);
  const incident = (device: string, openedAt: string, more: Partial<Incident> = {}): Incident => {
    const common = { kind: 'leak', state: 'open', mails: [], deviceId: device.slice(4), device } as const;
    return { ...common, openedAt, updatedAt: openedAt, openingPressure: 6, lowestPressure: 5.1, ...more };
  };
  const closed = { state: 'closed', closedAt: '2026-04-17T13:00:00.000Z' } as const;
  await store.create('a', incident('air-1', '2026-04-17T12:00:00.000Z', closed));
  await store.create('b', incident('air-2', '2026-04-18T12:00:00.000Z'));
  const ann = { by: 'Ann', at: '2026-04-19T12:05:00.000Z' };
  await store.create('c', incident('air-1', '2026-04-19T12:00:00.000Z', { state: 'acknowledged', acknowledged: ann }));
  await store.open();
  await client.close();

  const listed = async (...args: readonly string[]) => {
    const { code, printed } = await run(site.environment, 'incidents', ...args, '--json');
    const found = JSON.parse(printed) as StoredIncident[];
    return [code, ...found.map(({ incident: { device, openedAt } }) => `${device} ${openedAt.slice(8, 10)}`)];
  };
  expect(await listed()).toEqual([0, 'air-1 19', 'air-2 18', 'air-1 17']);
  expect(await listed('--open')).toEqual([0, 'air-1 19', 'air-2 18']);
  expect(await listed('--device', 'air-1')).toEqual([0, 'air-1 19', 'air-1 17']);
  expect(await listed('--device', '2')).toEqual([0, 'air-2 18']);
  expect(await listed('--since', '2026-04-18')).toEqual([0, 'air-1 19', 'air-2 18']);
  const table = await run(site.environment, 'incidents', '--device', 'air-1');
  expect(table.printed).toMatch(/leak +air-1 +acknowledged +2026-04-19 14:00:00[\s\S]*leak +air-1 +closed +2026-04-17/);
});

test('what cannot be done is said in one line', async () => {
  const away = { ELASTICSEARCH_URL: 'http://127.0.0.1:9' };
  const check = await run(away, 'check', '--date', '2022-04-17');
  expect(check).toMatchObject({ code: 1, printed: '' });
  expect(check.told).toMatch(/^Elasticsearch does not answer as it should: .*\n$/);
  expect(await run(away, 'check')).toMatchObject({
    code: 64,
    told: 'check needs a day: --date 2022-04-17. (--help explains)\n',
  });
  const site = createSite();
  expect(await run(site.environment, 'check', '--date', '2022-04-17')).toMatchObject({
    code: 0,
    printed: 'No pressure is stored on 2022-04-17.\n',
  });
});
