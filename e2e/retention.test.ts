import { expect, test } from 'vitest';
import { indexNames } from '../operations/indices.ts';
import { daysOf } from '../operations/retention/days.ts';
import { runNode } from './harness/command.ts';
import { createOperatedSite, startOperations } from './harness/operations.ts';
import { backUp, countOf, everything, prepare, write } from './harness/readings.ts';
import { until } from './harness/until.ts';

test('killed while it blocks, every reading is seen exactly once, and late ones find their place', {
  timeout: 600_000,
}, async () => {
  const site = createOperatedSite();
  await prepare(site);
  const days = daysOf('2022-04');
  let least = await write(site, days, 40);
  await countOf(site, everything(site));
  expect(await runNode('operations/retention.ts', [], site.environment)).toMatchObject({
    code: 1,
    err: expect.stringContaining('no verified backup'),
  });
  await backUp(site);

  let watching = true;
  const seen: number[] = [];
  const watch = (async () => {
    while (watching) seen.push((await site.client.count({ index: everything(site) })).count);
  })();
  const staged = async () => (await indexNames(site.client, `${site.customer}-air-monthly-*`)).length > 0;
  const blocked = async () => {
    const found = await site.client.indices.getSettings({ index: everything(site), name: 'index.blocks.write' });
    return Object.keys(found).length > 0;
  };
  const killed = startOperations(site, 'retention');
  await until('days to be blocked', blocked);
  killed.process.kill('SIGKILL');
  await killed.ended;
  expect(await countOf(site, everything(site))).toBe(least);

  // The service clears up, and does not wait for the next backup with it.
  const service = startOperations(site, 'main');
  await until('everything to be written to again', async () => !(await blocked()) && !(await staged()));
  least += await write(site, days.slice(0, 3), 1, 40);
  service.process.kill('SIGTERM');
  expect(await service.ended).toBe(0);

  // With readings of that month coming in meanwhile.
  const last = runNode('operations/retention.ts', [], site.environment);
  await until('the copy to be staged', staged);
  watching = false;
  await watch;
  expect([Math.min(...seen), Math.max(...seen)]).toEqual([least - 3, least]);
  for (let from = 41; from < 56; from += 5) least += await write(site, days.slice(0, 3), 5, from);
  expect(await last).toMatchObject({ code: 0, out: expect.stringContaining('compacted 30 daily indices') });
  expect(await countOf(site, everything(site))).toBe(least);
  expect(await write(site, days, 60)).toBe(27 * 20 + 3 * 4);
  expect(await indexNames(site.client, everything(site))).toHaveLength(1);
  expect(await runNode('operations/retention.ts', [], site.environment)).toMatchObject({
    code: 0,
    out: expect.stringContaining('nothing to do'),
  });

  // A daily index from elsewhere, with old and new readings: folded in, what is there twice is kept once.
  const straggler = `${everything(site).slice(0, -1)}2022-4-17`;
  const [month = ''] = await indexNames(site.client, everything(site));
  await site.client.indices.updateAliases({ actions: [{ remove: { index: month, alias: straggler } }] });
  await write(site, ['2022-04-17'], 60);
  await write(site, ['2022-04-17'], 1, 7);
  await site.client.index({
    index: straggler,
    id: 'new',
    document: { timestamp: '2022-04-17T12:59:00Z' },
    refresh: true,
  });
  expect(await runNode('operations/retention.ts', [], site.environment)).toMatchObject({
    code: 0,
    out: expect.stringContaining('60 of them in two indices'),
  });
  expect(await countOf(site, everything(site))).toBe(30 * 60 + 1);
  expect(await countOf(site, straggler)).toBe(61);
});
