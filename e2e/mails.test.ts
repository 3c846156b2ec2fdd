import { resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { sampleCycle, sampleNotices } from '../alerter/mail/samples.ts';
import type { Notice } from '../alerter/notice.ts';
import { readTicket } from '../shared/incidents/acknowledge-link.ts';
import { type Stack, startStack } from '../stack/stack.ts';
import { enqueue, headersOf, mailsTo, received } from './harness/mail.ts';
import { endBrokerClients } from './harness/queue.ts';
import { endSenders, newCustomer, startSender } from './harness/sender.ts';
import { until } from './harness/until.ts';

/* What the mails say, as a receiver that is not ours reads them. */

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
