import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { sampleCycle, sampleNotices } from '../alerter/mail/samples.ts';
import type { Notice } from '../alerter/notice.ts';
import { readTicket } from '../shared/incidents/acknowledge-link.ts';
import { leanEnvironment } from '../stack/lean.ts';
import { type Stack, startStack } from '../stack/stack.ts';
import { enqueue, headersOf, mailsTo, received } from './harness/mail.ts';
import { startMailServer } from './harness/mail-server.ts';
import { endBrokerClients, watch } from './harness/queue.ts';
import { endSenders, newCustomer, startSender } from './harness/sender.ts';
import { until } from './harness/until.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({ folder: resolve(import.meta.dirname, '../.stack/mails'), servers: ['mail'], fresh: true });
});
afterEach(async () => {
  await endSenders();
  endBrokerClients();
});
afterAll(() => stack.stop());

const minute = 60_000;
const links = {
  PUBLIC_URL: 'https://air.finemeca.test',
  DASHBOARD_URL: 'https://kibana.finemeca.test/app/dashboards#/view/air',
};
const secret = 'a secret of this test';

/** Addresses of one test only: all tests share the receiver. */
const addresses = (...names: string[]) => {
  const customer = newCustomer();
  return { customer, to: names.map((name) => `${name}@${customer}.test`) };
};

/** At the site's clock, as the mails say it. */
const clock = (at: number) =>
  new Intl.DateTimeFormat('fr-BE', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Brussels' }).format(at);

/** Something said of a moment that may have been yesterday, when the test runs after midnight. */
const today = (at: number, now: number) =>
  new Date(at).toLocaleDateString('fr', { timeZone: 'Europe/Brussels' }) ===
  new Date(now).toLocaleDateString('fr', { timeZone: 'Europe/Brussels' });

test('every kind of mail arrives, in the language of who reads it', async () => {
  const { customer, to } = addresses('fr', 'en', 'de', 'it', 'nl');
  const now = Date.now();
  const notices = sampleNotices(now);
  const language = ['en', 'de', 'it', 'nl'].map((name, index) => `${to[index + 1]}=${name}`).join(',');
  const sender = startSender({
    ...links,
    CUSTOMER: customer,
    SMTP_URL: stack.smtpUrl,
    MAIL_TO: to.join(','),
    MAIL_LANGUAGE: `fr,${language}`,
    ACKNOWLEDGE_SECRET: secret,
  });
  await enqueue(customer, notices);
  const subjects = async (index: number) => {
    const mails = await received(stack.mailWebUrl, to[index] ?? '', notices.length);
    return mails.map(({ subject }) => subject).sort();
  };
  const at = (ago: number, before: string) =>
    today(now - ago, now) ? `${before}${clock(now - ago)}` : expect.any(String);
  expect(await subjects(0)).toEqual(
    [
      at(3 * minute, '▲ Fuite : air-1 à 5,20 bar (ouverture 6,00) depuis '),
      at(240 * minute, '▲ Rappel, fuite : air-1 à 4,61 bar (ouverture 6,00) depuis '),
      '● Fuite terminée : air-1 à 6,35 bar après 2 h 10 min (minimum 4,58)',
      at(6 * minute, '■ Capteur muet : air-1 depuis '),
      at(41 * minute, '■ Capteur muet pendant une fuite : air-1 depuis '),
      '● Capteur de retour : air-1 à 6,42 bar après 1 h 34 min',
      `◌ Surveillance en panne depuis ${clock(now - 7 * minute)} : une fuite passerait inaperçue`,
      '● Surveillance rétablie après 51 min',
    ].sort(),
  );
  expect(await subjects(1)).toEqual(
    [
      at(3 * minute, '▲ Leak: air-1 at 5.20 bar (opening 6.00) since '),
      at(240 * minute, '▲ Reminder, leak: air-1 at 4.61 bar (opening 6.00) since '),
      '● Leak over: air-1 at 6.35 bar after 2 h 10 min (lowest 4.58)',
      at(6 * minute, '■ Sensor silent: air-1 since '),
      at(41 * minute, '■ Sensor silent during a leak: air-1 since '),
      '● Sensor back: air-1 at 6.42 bar after 1 h 34 min',
      `◌ Monitoring down since ${clock(now - 7 * minute)}: a leak would go unnoticed`,
      '● Monitoring restored after 51 min',
    ].sort(),
  );
  for (const index of [2, 3, 4]) expect(await subjects(index)).toHaveLength(8);
  await until('all to be recorded', () => sender.records.length === notices.length);
  expect(sender.records.map(({ id }) => id).sort()).toEqual(notices.map(({ id }) => id).sort());
});

test('a leak says all that maintenance needs, and all mails of it are one conversation', async () => {
  const { customer, to } = addresses('night');
  const now = Date.now();
  const [opened, , recovered] = sampleNotices(now) as [Notice, Notice, Notice];
  const incident = { ...recovered.incident, openedAt: opened.incident.openedAt };
  startSender({
    ...links,
    CUSTOMER: customer,
    SMTP_URL: stack.smtpUrl,
    MAIL_TO: to.join(','),
    ACKNOWLEDGE_SECRET: secret,
  });
  await enqueue(customer, [opened, { ...recovered, incident }]);
  const [first, second] = await received(stack.mailWebUrl, to[0] ?? '', 2);
  if (!first || !second) throw new Error('unreachable');

  const lines = first.text.split('\n');
  expect(lines[0]).toBe(first.subject);
  expect(lines[1]).toBe(`${customer} · air-1 (id 1)`);
  expect(first.text).toMatch(/^Pression : 5,20 bar \(mesurée à \d\d:\d\d:\d\d, il y a \d+ s\)$/m);
  expect(first.text).toContain('Ouverture : 6,00 bar (il manque 0,80 bar)');
  expect(first.text).toContain('Plus basse : 5,18 bar (baisse de 16,0 bar/h)');
  expect(first.text).toMatch(/^Depuis : .*\(3 min · précédente : \d+ .* à \d\d:\d\d\)$/m);
  expect(first.text).toContain('https://air.finemeca.test/?device=1');
  expect(first.text).toContain('https://kibana.finemeca.test/app/dashboards#/view/air?_g=');
  const ticket = /https:\/\/air\.finemeca\.test\/acknowledge\/(\S+)/.exec(first.text)?.[1] ?? '';
  expect(readTicket(ticket, secret, now + 6 * 24 * 60 * minute)).toMatchObject(opened.stored ?? {});
  expect(readTicket(ticket, secret, now + 8 * 24 * 60 * minute)).toEqual({ refused: 'expired' });

  expect(first.from).toEqual([{ address: 'no-reply@finemeca.test', name: 'Finemeca' }]);
  const [head, answer] = [await headersOf(stack.mailWebUrl, first), await headersOf(stack.mailWebUrl, second)];
  expect(head).toMatchObject({
    'auto-submitted': 'auto-generated',
    'x-auto-response-suppress': 'All',
    'content-language': 'fr',
    'message-id': expect.stringMatching(/^<[0-9a-f]{40}@finemeca\.test>$/),
  });
  expect(answer['in-reply-to']).toBe(head['message-id']);
  expect(answer.references).toBe(head['message-id']);
  expect(answer['message-id']).not.toBe(head['message-id']);
  expect(first.attachments).toMatchObject([{ contentType: 'image/png', contentId: 'chart' }]);

  expect(second.subject).toMatch(/^● Fuite terminée : air-1 à 6,35 bar après /);
  expect(second.text).not.toContain('/acknowledge/');
});

test('what a device calls itself is text, wherever it stands', async () => {
  const { customer, to } = addresses('night');
  const [opened] = sampleNotices(Date.now()) as [Notice];
  const device = '<img src=x onerror=alert(1)>"&\r\nBcc: x@y.be';
  startSender({ ...links, CUSTOMER: customer, SMTP_URL: stack.smtpUrl, MAIL_TO: to.join(',') });
  await enqueue(customer, [{ ...opened, incident: { ...opened.incident, device } }]);
  const [mail] = await received(stack.mailWebUrl, to[0] ?? '', 1);
  expect(mail?.html).not.toContain('<img src=x');
  expect(mail?.html).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&amp; Bcc: x@y.be');
  expect(mail && (await headersOf(stack.mailWebUrl, mail))).not.toHaveProperty('bcc');
  expect(mail?.subject).toContain('<img src=x onerror=alert(1)>"& Bcc: x@y.be');
});

test('of one poll nobody gets more than five mails and one that tells the rest', async () => {
  const { customer, to } = addresses('night');
  const now = Date.now();
  const notices = sampleCycle(now);
  const secretive = { ACKNOWLEDGE_SECRET: secret };
  const sender = startSender({
    ...links,
    ...secretive,
    CUSTOMER: customer,
    SMTP_URL: stack.smtpUrl,
    MAIL_TO: to.join(','),
  });
  await enqueue(customer, notices);
  await until('all to be recorded', () => sender.records.length === notices.length);
  // How many of them arrive before the first mail leaves is the broker's business.
  const mails = await mailsTo(stack.mailWebUrl, to[0] ?? '');
  const groups = mails.filter(({ subject }) => subject.includes(' alertes : '));
  expect(groups).toHaveLength(1);
  expect(mails.length).toBeLessThanOrEqual(6);
  const [group] = groups;
  const told = mails.flatMap(({ text }) => [...text.matchAll(/\?device=(\d)/g)].map(([, device]) => device));
  expect(told.toSorted()).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
  const lines = [...(group?.text.matchAll(/^[▲■] (Fuite|Capteur muet) : air-\d/gm) ?? [])].map(([line]) => line);
  expect(lines.length + mails.length - 1).toBe(8);
  expect(lines).toContain('■ Capteur muet : air-8');
  expect(group?.text.match(/\/acknowledge\//g)).toHaveLength(lines.length);
});

test('the mail server goes and comes back: everything arrives once, and what is late says so', async () => {
  const { customer, to } = addresses('night', 'chief');
  const now = Date.now();
  const [opened, reminder] = sampleNotices(now) as [Notice, Notice];
  const sender = startSender({ ...links, CUSTOMER: customer, SMTP_URL: stack.smtpUrl, MAIL_TO: to.join(',') });
  await stack.server('mail').kill();
  const long = { ...opened, decidedAt: new Date(now - 3 * 60 * minute).toISOString() };
  await enqueue(customer, [long]);
  await until('the outage to be noticed', () => !sender.mailServerAnswers);
  await enqueue(customer, [reminder]);
  expect(sender.records).toEqual([]);
  await stack.server('mail').start();
  for (const address of to) {
    const mails = await received(stack.mailWebUrl, address, 2);
    const late = mails.find(({ subject }) => subject.includes('Fuite :'));
    expect(late?.subject).toMatch(/\(retardé\)$/);
    expect(late?.text).toContain('Message retardé : décidé ');
    expect(mails.filter(({ subject }) => subject.includes('retardé'))).toHaveLength(1);
  }
  await until('both to be recorded', () => sender.records.length === 2);
  await sender.close();
  for (const address of to) expect(await mailsTo(stack.mailWebUrl, address)).toHaveLength(2);
});

describe('a recipient whom the server refuses', () => {
  test('for good: a dead letter says who and why, and the others get theirs', async () => {
    const smtp = await startMailServer({
      answer: (to) => (to.startsWith('gone') ? '550 5.1.1 no such user' : undefined),
    });
    const { customer, to } = addresses('gone', 'here');
    const rejected = await watch(`/queue/${customer}.alerts.rejected`);
    const sender = startSender({ CUSTOMER: customer, SMTP_URL: smtp.url(), MAIL_TO: to.join(',') });
    const [opened] = sampleNotices(Date.now()) as [Notice];
    await enqueue(customer, [opened]);
    await until('the dead letter', () => rejected.seen.length === 1);
    await until('the record', () => sender.records.length === 1);
    expect(smtp.accepted.map((mail) => mail.to)).toEqual([to[1]]);
    expect(sender.records).toEqual([{ id: opened.id, outcome: 'sent' }]);
    const [letter] = rejected.seen;
    expect(letter?.headers).toMatchObject({
      'reason-code': 'refused-by-mail-server',
      reason: `${to[0]}: 550 5.1.1 no such user`,
      'rejected-by': 'alerter',
    });
    expect(JSON.parse(letter?.body.toString() ?? '')).toEqual(opened);
    expect(await sender.mails('refused')).toBe(1);
    expect(await sender.mails('sent')).toBe(1);
    expect(await sender.metrics()).not.toContain('@');
    await smtp.close();
  });

  test('for now: tried again until it is taken, and later notices to others do not wait', async () => {
    let full = true;
    const smtp = await startMailServer({
      answer: (to) => (full && to.startsWith('full') ? '452 4.2.2 mailbox full' : undefined),
    });
    const { customer, to } = addresses('full', 'here');
    const sender = startSender({ CUSTOMER: customer, SMTP_URL: smtp.url(), MAIL_TO: to.join(',') });
    const [opened, reminder] = sampleNotices(Date.now()) as [Notice, Notice];
    await enqueue(customer, [opened]);
    await until('the first to be postponed', async () => (await sender.mails('postponed')) > 0);
    await enqueue(customer, [reminder]);
    await until('the other to have both', () => smtp.accepted.length === 2);
    expect(smtp.accepted.map((mail) => mail.to)).toEqual([to[1], to[1]]);
    expect(sender.records).toEqual([]);
    full = false;
    await until('both to be recorded', () => sender.records.length === 2);
    expect(smtp.accepted.map((mail) => mail.to).toSorted()).toEqual([to[0], to[0], to[1], to[1]]);
    await smtp.close();
  });
});

test('what is no notice goes to the dead letters and holds nothing up', async () => {
  const { customer, to } = addresses('night');
  const rejected = await watch(`/queue/${customer}.alerts.rejected`);
  startSender({ CUSTOMER: customer, SMTP_URL: stack.smtpUrl, MAIL_TO: to.join(',') });
  const [opened] = sampleNotices(Date.now()) as [Notice];
  await enqueue(customer, ['{"id":', '{"id":"x"}', opened]);
  await received(stack.mailWebUrl, to[0] ?? '', 1);
  await until('two dead letters', () => rejected.seen.length === 2);
  expect(rejected.seen.map(({ headers }) => headers['reason-code'])).toEqual(['not-a-notice', 'not-a-notice']);
  expect(rejected.seen.map(({ body }) => body.toString())).toEqual(['{"id":', '{"id":"x"}']);
});

describe('killed after the mail server took a mail', () => {
  /** Runs a sender that dies, then one that lives, and returns the mails that arrived. */
  async function killed(when: 'before-record' | 'after-record') {
    const { customer, to } = addresses('night');
    const record = join(mkdtempSync(join(tmpdir(), 'record-')), 'sent');
    const environment = {
      ...leanEnvironment,
      PATH: process.env.PATH ?? '',
      CUSTOMER: customer,
      SMTP_URL: stack.smtpUrl,
      MAIL_FROM: 'no-reply@finemeca.test',
      MAIL_TO: to[0] ?? '',
      BROKER: inject('activemqUrl'),
      RECORD: record,
    };
    const start = (more: Readonly<Record<string, string>>) =>
      spawn(process.execPath, ['e2e/harness/mortal-sender.ts'], {
        cwd: resolve(import.meta.dirname, '..'),
        env: { ...environment, ...more },
        stdio: 'ignore',
      });
    const [opened] = sampleNotices(Date.now()) as [Notice];
    await enqueue(customer, [opened]);
    const first = start({ DIE: when });
    const [, signal] = await once(first, 'exit');
    expect(signal).toBe('SIGKILL');
    await received(stack.mailWebUrl, to[0] ?? '', 1);
    const second = start({});
    // A notice that comes after it, so that an absence can be told from a delay.
    await enqueue(customer, [{ ...opened, id: 'after', kind: 'leak-reminder' }]);
    await until('the next notice to be recorded', () => readFileSync(record, 'utf8').includes('after'));
    second.kill('SIGTERM');
    await once(second, 'exit');
    rmSync(dirname(record), { recursive: true });
    const mails = await mailsTo(stack.mailWebUrl, to[0] ?? '');
    return mails.filter(({ subject }) => subject.startsWith('▲ Fuite'));
  }

  test('and after the record: it is not sent again', async () => {
    expect(await killed('after-record')).toHaveLength(1);
  });

  test('and before the record: it is sent again, with the same identity', async () => {
    const mails = await killed('before-record');
    expect(mails).toHaveLength(2);
    const ids = await Promise.all(mails.map(async (mail) => (await headersOf(stack.mailWebUrl, mail))['message-id']));
    expect(ids[0]).toBeTruthy();
    expect(ids[0]).toBe(ids[1]);
  });
});
