import { describe, expect, it } from 'vitest';
import type { Incident } from '../shared/incidents/incident.ts';
import { Watch } from './evaluate/watch.ts';
import { createMemoryStore } from './fakes/memory-store.ts';
import { at, evaluation, iso, readings } from './fakes/readings.ts';
import { applySteps, updateIncident } from './incidents.ts';

const leak: Incident = { kind: 'leak', deviceId: '1', state: 'open', openedAt: iso(0), updatedAt: iso(0), mails: [] };
const over = { ...leak, state: 'closed', closedAt: iso(60) } as const;
const span = { deviceId: '1', device: 'air-1', openedAt: at(0), closedAt: at(60), lowest: 5 };

describe('what was decided', () => {
  it('is recorded once, whoever else decides it', async () => {
    const store = createMemoryStore();
    const step = { do: 'create', id: 'leak-1', incident: leak } as const;
    const watch = new Watch(evaluation, at(0));
    expect((await applySteps([step], watch, store)).map(({ id }) => id)).toEqual(['leak-1']);
    expect(await applySteps([step], watch, store)).toEqual([]);
  });

  it('is left to the next look where somebody else has changed the incident', async () => {
    const store = createMemoryStore();
    const stored = await store.create('leak-1', leak);
    store.change('leak-1', { state: 'acknowledged' });
    const watch = new Watch(evaluation, at(0));
    watch.closedLeaks.add(span);
    const changed = stored && (await applySteps([{ do: 'replace', stored, incident: over }], watch, store));
    expect(changed).toEqual([]);
    expect(store.incidents.get('leak-1')?.incident.state).toBe('acknowledged');
    expect([...watch.closedLeaks]).toEqual([span]);
  });

  it('needs no longer be remembered when it is recorded as over', async () => {
    const store = createMemoryStore();
    const stored = await store.create('leak-1', leak);
    const watch = new Watch(evaluation, at(0));
    watch.closedLeaks.add(span).add({ ...span, deviceId: '2' });
    if (stored) await applySteps([{ do: 'replace', stored, incident: over }], watch, store);
    expect([...watch.closedLeaks].map(({ deviceId }) => deviceId)).toEqual(['2']);
  });

  it.each([
    ['of a leak that nobody has recorded is recorded', false, 1],
    ['of a leak that is recorded already is not', true, 0],
  ])('%s', async (_, known, count) => {
    const store = createMemoryStore();
    if (known) await store.create('other', over);
    const watch = new Watch(evaluation, at(0));
    watch.closedLeaks.add(span);
    const step = { do: 'record-past', id: 'leak-1', incident: over, leak: span } as const;
    expect(await applySteps([step], watch, store)).toHaveLength(count);
    expect(watch.closedLeaks.size).toBe(0);
  });

  it('before a restart is taken over: the leak goes on, and its end is found', async () => {
    const store = createMemoryStore();
    const stored = await store.create('leak-1', { ...leak, lowestPressure: 5 });
    const watch = new Watch(evaluation, at(100));
    if (stored) await applySteps([{ do: 'adopt', stored }], watch, store);
    watch.take(readings('1', 90, [6.5, 6.5, 6.5, 6.5]));
    expect([...watch.closedLeaks]).toMatchObject([{ openedAt: at(0), closedAt: at(90), lowest: 5 }]);
  });
});

describe('an incident that others change at the same time', () => {
  it('keeps what they did', async () => {
    const store = createMemoryStore();
    await store.create('leak-1', leak);
    let attempts = 0;
    await updateIncident(store, { index: 'alerts', id: 'leak-1' }, (incident) => {
      attempts += 1;
      if (attempts === 1) store.change('leak-1', { state: 'acknowledged' });
      return { ...incident, lowestPressure: 4 };
    });
    expect(store.incidents.get('leak-1')?.incident).toMatchObject({ state: 'acknowledged', lowestPressure: 4 });
  });

  it('is given up on after some attempts', async () => {
    const store = createMemoryStore();
    await store.create('leak-1', leak);
    const change = (incident: Incident) => {
      store.change('leak-1', {});
      return { ...incident };
    };
    await expect(updateIncident(store, { index: 'alerts', id: 'leak-1' }, change)).rejects.toThrow('changed by others');
  });
});
