import { expect, test } from 'vitest';
import { indexNames } from '../operations/indices.ts';
import { daysOf } from '../operations/retention/days.ts';
import { runRetention } from '../operations/retention/run.ts';
import { runNode } from './harness/command.ts';
import { createOperatedSite, startOperations } from './harness/operations.ts';
import { backUp, countOf, everything, figures, indexOf, prepare, write } from './harness/readings.ts';
import { until } from './harness/until.ts';

test('three years: shards stay few, and no figure changes', { timeout: 900_000 }, async () => {
  const site = createOperatedSite();
  await prepare(site);
  const months = Array.from(
    { length: 36 },
    (_, at) => `${2020 + Math.floor(at / 12)}-${String(1 + (at % 12)).padStart(2, '0')}`,
  );
  let most = 0;
  let written = 0;
  for (const [at, month] of months.entries()) {
    // The first and the last month whole; of the others the ends, and one between.
    const whole = at === 0 || at === months.length - 1;
    const days = daysOf(month).filter((_, day, { length }) => whole || [0, 13, length - 1].includes(day));
    written += await write(site, days, 2);
    if (at === 0) expect(await backUp(site)).toMatchObject({ problems: [] });
    await site.client.indices.refresh({ index: everything(site) });
    const before = at % 12 === 11 ? await figures(site) : undefined;
    // Some days into the month after next: this month and all before it are settled.
    const now = Date.parse(`${daysOf(month).at(-1)}T12:00:00Z`) + 9 * 86_400_000;
    most = Math.max(most, (await indexNames(site.client, everything(site))).length);
    await runRetention(
      { client: site.client, config: site.config, dryRun: false, report: () => {}, check: () => {} },
      now,
    );
    if (before) expect(await figures(site)).toEqual(before);
  }
  expect(written).toBe(2 * (31 + 34 * 3 + 31));
  expect(await countOf(site, everything(site))).toBe(written);
  expect(most).toBeLessThanOrEqual(35 + 31);
  expect((await indexNames(site.client, everything(site))).length).toBe(36);

  // A day is still found by its name, and a repeated reading of it is one document.
  expect(await countOf(site, indexOf(site, '2021-02-14'))).toBe(2);
  expect(await write(site, ['2021-02-14'], 3)).toBe(1);
  expect(await countOf(site, indexOf(site, '2021-02-14'))).toBe(3);
  expect(await countOf(site, everything(site))).toBe(written + 1);

  const kept = { ...site.config, retention: { ...site.config.retention, days: new Map([['air', 400]]) } };
  const said: string[] = [];
  const now = Date.parse('2023-01-09T12:00:00Z');
  await runRetention(
    { client: site.client, config: kept, dryRun: true, report: (line) => said.push(line), check: () => {} },
    now,
  );
  expect(said.filter((line) => line.startsWith('would delete'))).toHaveLength(23);
  expect(await countOf(site, everything(site))).toBe(written + 1);
  await runRetention({ client: site.client, config: kept, dryRun: false, report: () => {}, check: () => {} }, now);
  expect((await indexNames(site.client, everything(site))).length).toBe(13);
});

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
