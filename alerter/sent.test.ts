import { expect, test, vi } from 'vitest';
import type { Incident } from '../shared/incidents/incident.ts';
import { createMemoryStore } from './fakes/memory-store.ts';
import { noticeId, withMark } from './mails.ts';
import type { Notice } from './notice.ts';
import { SentMails } from './sent.ts';

const now = Date.parse('2026-11-24T13:05:12Z');
const iso = new Date(now).toISOString();
const incident: Incident = {
  kind: 'leak',
  state: 'open',
  openedAt: iso,
  updatedAt: iso,
  mails: [{ kind: 'leak-opened', decidedAt: iso }],
};

async function given() {
  const store = createMemoryStore();
  const stored = await store.create('leak-1', incident);
  if (!stored) throw new Error('unreachable');
  const place = { index: stored.index, id: stored.id };
  const notice: Notice = {
    id: noticeId('leak-1', 'leak-opened'),
    kind: 'leak-opened',
    decidedAt: iso,
    cycle: iso,
    stored: place,
    incident,
    pressures: [],
  };
  const mail = () => store.incidents.get('leak-1')?.incident.mails[0];
  return { store, notice, mail, sent: new SentMails(store) };
}

test('a mail is recorded with one write after it was looked at, and is then done for everybody', async () => {
  const { store, notice, mail, sent } = await given();
  expect(await sent.progress(notice)).toEqual({ done: false, served: [] });
  const [get, replace] = [vi.spyOn(store, 'get'), vi.spyOn(store, 'replace')];
  await sent.record(notice, { served: [], done: 'sent' }, now);
  expect([get.mock.calls.length, replace.mock.calls.length]).toEqual([0, 1]);
  expect(mail()).toMatchObject({ sentAt: iso });
  for (const one of [sent, new SentMails(store)]) expect(await one.progress(notice)).toMatchObject({ done: true });
});

test('what somebody else changes meanwhile stays', async () => {
  const { store, notice, mail, sent } = await given();
  await sent.progress(notice);
  store.change('leak-1', { ...withMark(incident, 'leak-opened', 'queuedAt', now), lowestPressure: 4 });
  await sent.record(notice, { served: [], done: 'refused' }, now);
  expect(mail()).toMatchObject({ queuedAt: iso, refusedAt: iso });
  expect(store.incidents.get('leak-1')?.incident.lowestPressure).toBe(4);
});

test('of several recipients each one that has it is known, also to another sender', async () => {
  const { store, notice, mail, sent } = await given();
  for (const one of ['a', 'b', 'b']) await sent.record(notice, { served: [one] }, now);
  expect(mail()).toMatchObject({ served: ['a', 'b'] });
  expect(await new SentMails(store).progress(notice)).toEqual({ done: false, served: ['a', 'b'] });
  await sent.record(notice, { served: [], done: 'sent' }, now);
  expect(mail()).toMatchObject({ served: ['a', 'b'], sentAt: iso });
});

test('what another sender has recorded is not written again', async () => {
  const { store, notice, sent } = await given();
  await new SentMails(store).record(notice, { served: [], done: 'sent' }, now);
  await sent.progress(notice);
  const replace = vi.spyOn(store, 'replace');
  await sent.record(notice, { served: [], done: 'sent' }, now + 1);
  expect(replace).not.toHaveBeenCalled();
});

test('without Elasticsearch this process still knows', async () => {
  const { store, notice, sent } = await given();
  vi.spyOn(store, 'get').mockRejectedValue(new Error('away'));
  await expect(sent.progress(notice)).rejects.toThrow('away');
  await expect(sent.record(notice, { served: [], done: 'sent' }, now)).rejects.toThrow('away');
  expect(sent.remembers(notice.id)).toBe(true);
  expect(await sent.progress(notice)).toMatchObject({ done: true });
});
