import { describe, expect, it } from 'vitest';
import type { OutgoingMessage } from '../shared/activemq/publisher.ts';
import type { Incident } from '../shared/incidents/incident.ts';
import { Watch } from './evaluate/watch.ts';
import { createMemoryStore } from './fakes/memory-store.ts';
import { at, evaluation, iso } from './fakes/readings.ts';
import { messageOf, Outbox } from './outbox.ts';

const leak: Incident = {
  kind: 'leak',
  deviceId: '1',
  device: 'air-1',
  state: 'open',
  openedAt: iso(0),
  updatedAt: iso(90),
  mails: [{ kind: 'leak-opened', decidedAt: iso(90) }],
};

/** An outbox with a broker that can be away, and one recorded leak. */
async function create(incident = leak) {
  const store = createMemoryStore();
  const stored = await store.create('leak-1', incident);
  if (!stored) throw new Error('not created');
  const queued: OutgoingMessage[] = [];
  const broker = { away: false };
  const outbox = new Outbox({
    queue: '/queue/finemeca.alerts',
    send: async (messages) => {
      if (broker.away) throw new Error('away');
      queued.push(...messages);
    },
    composer: { store, lastDay: async () => new Map(), watch: () => new Watch(evaluation, at(0)) },
    onQueued: () => undefined,
  });
  const marks = () => store.incidents.get('leak-1')?.incident.mails.map(({ queuedAt }) => queuedAt);
  const again = () => [...store.incidents.values()];
  return { outbox, stored, store, queued, broker, marks, again };
}

describe('a mail that was decided', () => {
  it('is put on the queue, and that is recorded', async () => {
    const { outbox, stored, queued, marks, again } = await create();
    await outbox.flush([stored], [], at(91));
    expect(queued.map(({ headers }) => headers['notice-id'])).toEqual(['leak-1%3Aleak-opened']);
    expect(marks()).toEqual([iso(91)]);
    await outbox.flush([], again(), at(300));
    expect(queued).toHaveLength(1);
  });

  it('waits for the broker', async () => {
    const { outbox, stored, queued, broker, marks } = await create();
    broker.away = true;
    await expect(outbox.flush([stored], [], at(91))).rejects.toThrow('away');
    expect(marks()).toEqual([undefined]);
    broker.away = false;
    await outbox.flush([], [], at(92));
    expect([queued.length, marks()]).toEqual([1, [iso(92)]]);
  });

  it('is recorded as queued when Elasticsearch is back, and not queued again meanwhile', async () => {
    const { outbox, stored, store, queued, marks, again } = await create();
    const { replace } = store;
    store.replace = async () => Promise.reject(new Error('away'));
    await expect(outbox.flush([stored], [], at(91))).rejects.toThrow('away');
    store.replace = replace;
    await outbox.flush([], again(), at(200));
    expect([queued.length, marks()]).toEqual([1, [iso(91)]]);
  });

  it.each([
    ['by somebody who may still be about it is left to them', 120, 0],
    ['by somebody who has left it behind is put on the queue', 121, 1],
  ])('%s', async (_, second, count) => {
    const { outbox, stored, queued } = await create();
    await outbox.flush([], [stored], at(second));
    expect(queued).toHaveLength(count);
  });

  it.each(['sentAt', 'refusedAt'])('and has %s is done', async (mark) => {
    const [mail] = leak.mails;
    const { outbox, stored, queued } = await create({ ...leak, mails: [{ ...mail, [mark]: iso(95) } as never] });
    await outbox.flush([], [stored], at(300));
    expect(queued).toEqual([]);
  });
});

it('notices of one incident go to one sender, whatever the incident is called', () => {
  const notice = {
    id: 'leak-é:leak-opened',
    kind: 'leak-opened',
    decidedAt: '',
    cycle: '',
    incident: leak,
    pressures: [],
  };
  const { headers, destination } = messageOf('/queue/finemeca.alerts', { ...notice, kind: 'leak-opened' });
  expect(destination).toBe('/queue/finemeca.alerts');
  expect(headers).toMatchObject({ JMSXGroupID: 'leak-%C3%A9', 'notice-id': 'leak-%C3%A9%3Aleak-opened' });
});
