import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { indexNames } from '../operations/indices.ts';
import { recoverRetention, runRetention } from '../operations/retention/run.ts';
import { dailyIndex, namesOf } from '../shared/names.ts';
import { createDyingClient } from './harness/dying-client.ts';
import { createOperatedSite, type OperatedSite } from './harness/operations.ts';
import { backUp, countOf, everything, figures, prepare, write } from './harness/readings.ts';

let site: OperatedSite;
beforeAll(async () => {
  site = createOperatedSite();
  await prepare(site);
  await write(site, ['2009-01-01'], 1);
  await backUp(site);
  await retention(site.client);
});
afterAll(() => site.client.close());

const work = (client: OperatedSite['client']) => ({
  ...{ client, config: site.config, dryRun: false, report: () => {}, check: () => {} },
});
const retention = (client: OperatedSite['client']) => runRetention(work(client), Date.now());

/** One that comes when the days have been copied: so they are copied a second time, behind closed doors. */
function lateReading(day: string) {
  let writing: Promise<unknown> | undefined;
  return {
    arrived: () => writing !== undefined,
    async arrive(change: string): Promise<void> {
      if (!change.endsWith('_block/write')) return;
      writing ??= write(site, [day], 1, 4);
      await writing;
    },
  };
}

/** Everything that compacting a month of two days asks Elasticsearch to change, where a reading comes meanwhile. */
const steps = 10;

test.each(Array.from({ length: steps }, (_, at) => at + 1))(
  'killed before step %i: nothing is lost, and late readings go on',
  async (at) => {
    const month = `${2010 + at}-03`;
    const days = [`${month}-07`, `${month}-21`];
    const [first = ''] = days;
    const indices = (await indexNames(site.client, everything(site))).length;
    await write(site, days, 4);
    const { arrive, arrived } = lateReading(first);
    const dying = await createDyingClient(inject('elasticsearchUrl'), at, arrive);
    const before = await countOf(site, everything(site));
    const shown = await figures(site);
    await expect(retention(dying.client)).rejects.toThrow();
    expect(dying.died, dying.changes.join('\n')).toBe(true);
    await dying.close();
    const came = arrived() ? 1 : 0;
    expect(await countOf(site, everything(site))).toBe(before + came);
    if (came === 0) expect(await figures(site)).toEqual(shown);

    await recoverRetention(work(site.client));
    expect(await write(site, days, 3, 5)).toBe(6);
    const after = await countOf(site, everything(site));
    expect(after).toBe(before + came + 6);
    const complete = await figures(site);
    await retention(site.client);
    expect(await figures(site)).toEqual(complete);
    expect(await countOf(site, everything(site))).toBe(after);
    expect(await countOf(site, dailyIndex(namesOf(site.customer, 'air').dataIndex, first))).toBe(7 + came);
    expect(await indexNames(site.client, everything(site))).toHaveLength(indices + 1);
    const monthly = `${site.customer}-air-monthly-*`;
    expect(await indexNames(site.client, monthly)).toHaveLength(indices + 1);
  },
);

test('there is no further step', async () => {
  await write(site, ['2008-03-07', '2008-03-21'], 2);
  const alive = await createDyingClient(inject('elasticsearchUrl'), steps + 1, lateReading('2008-03-07').arrive);
  await retention(alive.client);
  expect(alive.changes).toHaveLength(steps);
  await alive.close();
});
