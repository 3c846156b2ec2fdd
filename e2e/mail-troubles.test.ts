import { resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { sampleNotices } from '../alerter/mail/samples.ts';
import type { Notice } from '../alerter/notice.ts';
import { type Stack, startStack } from '../stack/stack.ts';
import { enqueue, mailsTo, received } from './harness/mail.ts';
import { startMailServer } from './harness/mail-server.ts';
import { endBrokerClients, watch } from './harness/queue.ts';
import { endSenders, newCustomer, startSender } from './harness/sender.ts';
import { until } from './harness/until.ts';

/* Mail servers that go, refuse, or put off, and messages that are no notices. */

let stack: Stack;

beforeAll(async () => {
  const folder = resolve(import.meta.dirname, '../.stack/mail-troubles');
  stack = await startStack({ folder, servers: ['mail'], fresh: true });
});
afterEach(async () => {
  await endSenders();
  endBrokerClients();
});
afterAll(() => stack.stop());

/** Addresses of one test only: all tests share the receiver. */
const addresses = (...names: string[]) => {
  const customer = newCustomer();
  return { customer, to: names.map((name) => `${name}@${customer}.test`) };
};

test('the mail server goes and comes back: everything arrives once, and what is late says so', async () => {
  const { customer, to } = addresses('night', 'chief');
  const now = Date.now();
  const [opened, reminder] = sampleNotices(now) as [Notice, Notice];
  const sender = startSender({ CUSTOMER: customer, SMTP_URL: stack.smtpUrl, MAIL_TO: to.join(',') });
  await stack.server('mail').kill();
  const long = { ...opened, decidedAt: new Date(now - 3 * 3_600_000).toISOString() };
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
