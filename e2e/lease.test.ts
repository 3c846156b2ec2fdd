import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type HeldLease, Lease } from '../operations/lease/lease.ts';
import { daysOf } from '../operations/retention/days.ts';
import { createOperatedSite, startOperations } from './harness/operations.ts';
import { backUp, countOf, everything, prepare, write } from './harness/readings.ts';
import { until } from './harness/until.ts';

// A busy machine answers late: a renewal may take a second.
const durationMs = 5000;

test('one at a time; what is left behind is taken over, and its owner stops', async () => {
  const { client, customer } = createOperatedSite();
  const [first, second] = [new Lease({ client, customer, durationMs }), new Lease({ client, customer, durationMs })];
  const both = await Promise.all([first.acquire('one'), second.acquire('two')]);
  expect(both.filter((taken) => 'busy' in taken)).toHaveLength(1);
  const held = both.find((taken) => 'check' in taken) as HeldLease;

  // Renewed, it stays where it is for longer than it lasts.
  const other = new Lease({ client, customer, durationMs });
  const busy = { busy: { what: expect.stringMatching(/one|two/) } };
  for (let waited = 0; waited < 1.5 * durationMs; waited += 250) {
    expect(await other.acquire('three')).toMatchObject(busy);
    held.check();
    await sleep(250);
  }
  await held.release();
  const next = (await other.acquire('three')) as HeldLease;
  next.check();

  // Its process is frozen: timers included, as seen by everybody else.
  const { setInterval } = globalThis;
  await next.release();
  globalThis.setInterval = (() => setInterval(() => {}, 1e6)) as unknown as typeof setInterval;
  const frozen = (await other.acquire('four')) as HeldLease;
  globalThis.setInterval = setInterval;
  const heir = await until('the lease to be taken over', async () => {
    const taken = await first.acquire('five');
    return 'busy' in taken ? undefined : taken;
  });
  expect(() => frozen.check()).toThrow('another one may have begun');
  heir.check();
  await frozen.release();
  expect(await second.acquire('six')).toMatchObject({ busy: { what: 'five' } });
  await heir.release();
  await client.close();
});

test('two runs of retention at once: one works, the other waits and finds nothing to do', async () => {
  const site = createOperatedSite();
  await prepare(site);
  const days = daysOf('2022-04');
  await write(site, days, 20);
  await backUp(site);
  const runs = [startOperations(site, 'retention'), startOperations(site, 'retention')];
  expect(await Promise.all(runs.map(({ ended }) => ended))).toEqual([0, 0]);
  const said = runs.map(({ log }) => log().split('\n')[0]).sort();
  expect(said).toEqual([expect.stringContaining('compacted 30 daily indices'), 'nothing to do']);
  expect(await countOf(site, everything(site))).toBe(30 * 20);
  await site.client.close();
});
