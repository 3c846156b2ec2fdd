import { expect, test } from 'vitest';
import { runRetention } from '../operations/retention/run.ts';
import { acknowledge, repair } from '../shared/incidents/marks.ts';
import { createIncidentStore } from '../shared/incidents/store.ts';
import { meterNamesOf } from '../shared/names.ts';
import { runNode } from './harness/command.ts';
import { createOperatedSite } from './harness/operations.ts';
import { backUp } from './harness/readings.ts';

test('what is stored of a person is exported, and erased; names that are old go by themselves', async () => {
  const site = createOperatedSite();
  const { client, customer } = site;
  const store = createIncidentStore(client, customer);
  const now = Date.parse('2026-11-02T10:00:00Z');
  const times = { openedAt: '2026-11-02T09:00:00.000Z', updatedAt: '2026-11-02T09:00:00.000Z' };
  const leak = { kind: 'leak', deviceId: '1', device: 'air-1', state: 'open', ...times, mails: [] } as const;
  const taken = acknowledge(leak, 'Anne Dupont', 'je suis en route', now);
  await store.create('one', repair(taken, 'Luc', 'vanne 3, avec Anne Dupont', now));
  await store.create('two', acknowledge(leak, 'Luc', undefined, now));
  const { swapIndex } = meterNamesOf(customer);
  const swap = {
    sensorType: 'centrale',
    deviceId: '12',
    declaredBy: 'anne dupont',
    declaredAt: '2026-11-02T09:00:00Z',
  };
  await client.index({ index: swapIndex, id: 'swap', document: swap });

  const command = (...args: string[]) => runNode('operations/personal-data.ts', args, site.environment);
  const exported = await command('--name', 'ANNE  Dupont');
  expect(exported.code).toBe(0);
  const { items } = JSON.parse(exported.out) as { items: { field: string; about: string; note?: string }[] };
  expect(items.map(({ field, about, note }) => [field, about, note])).toEqual([
    ['acknowledged', 'leak of air-1', 'je suis en route'],
    ['repaired', 'leak of air-1', 'vanne 3, avec Anne Dupont'],
    ['declaredBy', 'meter swap of 12', undefined],
  ]);

  expect(await command('--name', 'Anne Dupont', '--erase')).toMatchObject({
    code: 0,
    out: expect.stringContaining('2 documents'),
    err: expect.stringContaining('Backups'),
  });
  const { hits } = await client.search({ index: `${customer}-*`, size: 100 });
  expect(JSON.stringify(hits.hits)).not.toMatch(/anne/i);
  const one = await store.find('one');
  expect(one?.incident).toMatchObject({
    state: 'acknowledged',
    acknowledged: { by: '[erased]' },
    repaired: { by: 'Luc' },
  });
  expect(JSON.parse((await command('--name', 'Anne Dupont')).out)).toMatchObject({ items: [] });
  expect(await command('--erase')).toMatchObject({ code: 1, err: expect.stringContaining('--name') });

  await backUp(site);
  const config = { ...site.config, retention: { ...site.config.retention, namesDays: 365 } };
  const run = async (at: string, dryRun: boolean) => {
    const said: string[] = [];
    await runRetention({ client, config, dryRun, check: () => {}, report: (line) => said.push(line) }, Date.parse(at));
    return said.join('\n');
  };
  expect(await run('2027-11-02T09:00:00Z', true)).toContain('nothing to do');
  expect(await run('2027-11-03T11:00:00Z', true)).toContain('would erase names: 2');
  expect((await store.find('two'))?.incident.acknowledged?.by).toBe('Luc');
  config.retention.backupMaxAgeHours = 1e6;
  expect(await run('2027-11-03T11:00:00Z', false)).toContain('erased names: 2');
  expect((await store.find('two'))?.incident).toMatchObject({
    state: 'acknowledged',
    acknowledged: { by: '[erased]' },
  });
  await client.close();
});
