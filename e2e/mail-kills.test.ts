import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { sampleNotices } from '../alerter/mail/samples.ts';
import type { Notice } from '../alerter/notice.ts';
import { readQueues } from '../operations/queues.ts';
import { alertNamesOf } from '../shared/names.ts';
import { sendAir } from './harness/air.ts';
import { incidentsOf, mailbox, startAlerter } from './harness/alerting.ts';
import { enqueue } from './harness/mail.ts';
import { freePort, type MailServer, type MailServerOptions, startMailServer } from './harness/mail-server.ts';
import { brokerAt, endBrokerClients } from './harness/queue.ts';
import { createRelay, type Relay } from './harness/relay.ts';
import { endSenders, newCustomer, startSender } from './harness/sender.ts';
import { endServices, type RunningService } from './harness/service.ts';
import { createSite, type Site } from './harness/site.ts';
import { until } from './harness/until.ts';

/* Whole alerters that are killed at the worst moments, and a mail server that counts. */

let site: Site;
let relays: Relay[] = [];
let servers: MailServer[] = [];

beforeEach(() => {
  site = createSite();
});
afterEach(async () => {
  await endServices();
  await endSenders();
  endBrokerClients();
  for (const relay of relays) await relay.close();
  for (const server of servers) await server.close();
  relays = [];
  servers = [];
});

async function serve(options: MailServerOptions): Promise<MailServer> {
  const server = await startMailServer(options);
  servers.push(server);
  return server;
}

async function relayTo(url: string): Promise<Relay> {
  const relay = await createRelay(url);
  relays.push(relay);
  return relay;
}

const leaking = [6.8, 5.9, 5.6, 5.3, 5.1, 5.2];

async function leak(): Promise<void> {
  await Promise.all([site.gateway('air').ready(), site.ingestor('air').ready()]);
  await sendAir(site, { device: 'air-1', pressures: leaking, endsAt: Date.now() - 60_000 });
}

const recorded = () =>
  until('the record', async () => (await incidentsOf(site)).every(({ mails }) => mails[0]?.sentAt !== undefined));

const taken = () =>
  until('the acknowledgement', async () => {
    const queues = await readQueues(brokerAt(), site.customer);
    return queues?.get(alertNamesOf(site.customer).queue)?.messages === 0;
  });

test('killed while the mail server has not got the mail yet: the next alerter sends it, once', async () => {
  const held = Promise.withResolvers<undefined>();
  let asked = 0;
  const server = await serve({
    answer: () => {
      asked += 1;
      return asked === 1 ? held.promise : undefined;
    },
  });
  const first = startAlerter(site, server.url());
  await leak();
  await until('the mail to be offered', () => asked === 1);
  await first.kill();
  held.resolve(undefined);
  const second = startAlerter(site, server.url());
  await second.ready();
  await recorded();
  expect(server.accepted).toMatchObject([{ to: mailbox(site) }]);
});

test('killed after the 250, while nothing can be recorded: the queue knows that the mail is out', async () => {
  const elasticsearch = await relayTo(inject('elasticsearchUrl'));
  const server = await serve({ onMail: () => elasticsearch.freeze() });
  const first = startAlerter(site, server.url(), { ELASTICSEARCH_URL: elasticsearch.url });
  await leak();
  await first.logged('mail sent');
  await taken();
  await first.kill();
  expect(server.accepted).toHaveLength(1);
  const second = startAlerter(site, server.url());
  await second.ready();
  // A leak that comes after it, so that an absence can be told from a delay.
  await sendAir(site, { device: 'air-2', pressures: leaking, endsAt: Date.now() - 30_000 });
  await until('the next mail', () => server.accepted.length > 1);
  expect(server.accepted.map(({ subject }) => /air-\d/.exec(subject)?.[0])).toEqual(['air-1', 'air-2']);
});

test('killed after the 250, while the broker hears nothing: the incident knows that the mail is out', async () => {
  const broker = await relayTo(inject('activemqUrl'));
  const server = await serve({ onMail: () => broker.freeze() });
  const first = startAlerter(site, server.url(), { ACTIVEMQ_URL: broker.url });
  await leak();
  await recorded();
  await first.kill();
  // Only now the broker sees that it is gone, and delivers the notice again.
  await broker.cut();
  const second = startAlerter(site, server.url());
  await second.ready();
  await sendAir(site, { device: 'air-2', pressures: leaking, endsAt: Date.now() - 30_000 });
  await until('the next mail', () => server.accepted.length > 1);
  expect(server.accepted.map(({ subject }) => /air-\d/.exec(subject)?.[0])).toEqual(['air-1', 'air-2']);
});

test('killed before the 250 reaches it: the one case of a second mail, with the same identity', async () => {
  let first: RunningService | undefined;
  const server = await serve({
    onMail: () => {
      first?.process.kill('SIGKILL');
      first = undefined;
    },
  });
  first = startAlerter(site, server.url());
  const { process } = first;
  await leak();
  await until('its end', () => process.signalCode === 'SIGKILL');
  expect(server.accepted).toHaveLength(1);
  const second = startAlerter(site, server.url());
  await second.ready();
  await recorded();
  expect(server.accepted).toHaveLength(2);
  const [one, other] = server.accepted;
  expect(one?.messageId).toMatch(/^<[0-9a-f]{40}@finemeca\.example>$/);
  expect(other).toEqual(one);
});

test('the line breaks between the mail and its 250: it is sent again, with the same identity', async () => {
  let line: Relay | undefined;
  const server = await serve({ onMail: () => void line?.cut() });
  const relay = await relayTo(server.url());
  line = relay;
  const alerter = startAlerter(site, relay.url);
  await leak();
  await alerter.logged('the mail server is away');
  line = undefined;
  await relay.mend();
  await recorded();
  expect(server.accepted).toHaveLength(2);
  expect(server.accepted[1]?.messageId).toBe(server.accepted[0]?.messageId);
});

test('killed between two recipients of a mail: each has it once', async () => {
  const [night, chief] = [`night@${site.customer}.test`, `chief@${site.customer}.test`];
  let asked = 0;
  const held = Promise.withResolvers<undefined>();
  const server = await serve({
    answer: (to) => {
      if (to !== chief) return undefined;
      asked += 1;
      return asked === 1 ? held.promise : undefined;
    },
  });
  const both = { MAIL_TO: `${night},${chief}` };
  const first = startAlerter(site, server.url(), both);
  await leak();
  await until('the mail to be offered to the second one', () => asked === 1);
  await first.kill();
  held.resolve(undefined);
  const second = startAlerter(site, server.url(), both);
  await second.ready();
  await recorded();
  expect(server.accepted.map(({ to }) => to)).toEqual([night, chief]);
});

test('the mail server is away, and a sender loses its broker: what went to another one is not sent by both', async () => {
  const broker = await relayTo(inject('activemqUrl'));
  const port = await freePort();
  const customer = newCustomer();
  const environment = { CUSTOMER: customer, SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_TO: `night@${customer}.test` };
  const first = startSender(environment, { activemqUrl: broker.url });
  const [opened] = sampleNotices(Date.now()) as [Notice];
  await enqueue(customer, [opened]);
  await until('the first one to have it', () => !first.mailServerAnswers);
  await broker.cut();
  await until('it to notice', () => !first.connected);
  const second = startSender(environment);
  await until('the second one to have it', () => !second.mailServerAnswers);
  const server = await serve({ port });
  await until('the record', () => second.records.length === 1);
  await second.close();
  // What comes next goes to the first one, which would have sent before what it still had.
  await broker.mend();
  await enqueue(customer, [{ ...opened, id: 'next:leak-reminder-1', kind: 'leak-reminder' }]);
  await until('the next one', () => first.records.length === 1);
  expect(server.accepted.map(({ subject }) => subject)).toHaveLength(2);
  expect(first.records).toEqual([{ id: 'next:leak-reminder-1', outcome: 'sent' }]);
});
