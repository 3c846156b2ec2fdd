import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { createPlant } from '../simulator/plant.ts';
import { publish } from './harness/publish.ts';
import { endServices } from './harness/service.ts';
import { createSite, type Site } from './harness/site.ts';
import { until } from './harness/until.ts';

afterEach(endServices);

const root = resolve(import.meta.dirname, '..');
const run = promisify(execFile);

/** The alerter's command line, as a person uses it. */
async function alerter(site: Site, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, ['alerter/main.ts', ...args], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', ...site.environment, AIR_OPENING_PRESSURE: '5.5' },
  });
  return stdout;
}

const at = (text: string) => new Date(`${text}+02:00`);

/** Three leaks; a silent sensor; noise around the threshold. */
const week = {
  from: at('2026-04-13T00:00:00'),
  to: at('2026-04-20T00:00:00'),
  leaks: [
    { device: 'air-1', from: at('2026-04-14T03:10:00'), to: at('2026-04-14T05:00:00') },
    { device: 'air-2', from: at('2026-04-15T23:30:00'), to: at('2026-04-16T01:00:00') },
    { device: 'air-3', from: at('2026-04-17T14:00:00'), to: at('2026-04-17T16:00:00'), barPerHour: 30 },
  ],
  silences: [{ device: 'air-2', from: at('2026-04-18T09:00:00'), to: at('2026-04-18T12:00:00') }],
  flutters: [
    { device: 'air-1', from: at('2026-04-16T08:00:00'), to: at('2026-04-16T12:00:00') },
    { device: 'air-3', from: at('2026-04-14T00:00:00'), to: at('2026-04-15T00:00:00') },
  ],
};

test('a recorded week: exactly its three leaks and its silent sensor', { timeout: 400_000 }, async () => {
  const site = createSite();
  await Promise.all([site.gateway('air').ready(), site.ingestor('air').ready()]);
  const plant = createPlant({
    customer: site.customer,
    seed: 7,
    devices: { air: 3 },
    leaks: week.leaks,
    silences: week.silences,
    flutters: week.flutters,
    faults: { dropOutsPerWeek: 0 },
  });
  const messages = [...plant.readings(week.from, week.to)].map(({ topic, payload }) => ({ topic, payload }));
  const different = new Set(messages.map(({ payload }) => payload)).size;
  for (let from = 0; from < messages.length; from += 5000) await publish(messages.slice(from, from + 5000));
  await until('the week to be stored', async () => (await count(site)) === different, 200_000);

  const found = JSON.parse(await alerter(site, 'check', '--date', '2026-04-13', '--to', '2026-04-19', '--json'));
  const told = (found as Record<string, string>[]).map(({ kind, device, state, openedAt = '', closedAt = '' }) => ({
    kind,
    device,
    state,
    openedAt: Date.parse(openedAt),
    closedAt: Date.parse(closedAt),
  }));
  expect(told.map(({ kind, device, state }) => [kind, device, state])).toEqual([
    ['leak', 'air-1', 'closed'],
    ['leak', 'air-2', 'closed'],
    ['leak', 'air-3', 'closed'],
    ['sensor-silent', 'air-2', 'closed'],
  ]);
  week.leaks.forEach(({ from, to }, place) => {
    // Some minutes pass until the pressure has fallen below, and until it is back.
    expect(told[place]?.openedAt).toBeGreaterThan(from.getTime());
    expect(told[place]?.closedAt).toBeGreaterThanOrEqual(to.getTime());
    expect(told[place]?.closedAt).toBeLessThan(to.getTime() + 15 * 60_000);
  });

  const table = await alerter(site, 'check', '--date', '2026-04-14', '--device', 'air-1');
  expect(table).toMatch(/leak +air-1 +closed +2026-04-14 03:\d\d:\d\d/);
  expect(await alerter(site, 'check', '--date', '2026-04-19')).toBe('No incidents on 2026-04-19.\n');
  expect(await alerter(site, 'incidents')).toBe('No incidents.\n');
});

async function count(site: Site): Promise<number> {
  const base = `${site.environment.ELASTICSEARCH_URL}/${site.customer}-air-data-*`;
  await fetch(`${base}/_refresh`, { method: 'POST' });
  return ((await (await fetch(`${base}/_count`)).json()) as { count: number }).count;
}
