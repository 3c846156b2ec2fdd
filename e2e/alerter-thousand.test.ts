import { readFileSync } from 'node:fs';
import { afterEach, expect, inject, test } from 'vitest';
import { createElasticsearch } from '../shared/elasticsearch/client.ts';
import { dataTemplate, installTemplate } from '../shared/elasticsearch/templates.ts';
import { dailyIndex, namesOf } from '../shared/names.ts';
import { air } from '../shared/sensors/air.ts';
import { createSiteTime } from '../shared/site-time.ts';
import { incidentsOf, startAlerter } from './harness/alerting.ts';
import { endServices } from './harness/service.ts';
import { createSite } from './harness/site.ts';
import { until } from './harness/until.ts';

afterEach(endServices);

const devices = 1000;
const leaking = 20;

test('a thousand devices: all are judged; what a look takes is printed', { timeout: 300_000 }, async () => {
  const site = createSite();
  const client = createElasticsearch({
    urls: [inject('elasticsearchUrl')],
    username: undefined,
    password: undefined,
    apiKey: undefined,
    ca: undefined,
  });
  const { dataIndex } = namesOf(site.customer, 'air');
  const siteTime = createSiteTime('Europe/Brussels');
  await installTemplate(client, dataTemplate(air, dataIndex, 0));

  /** One reading of each device; the first ones leak. */
  async function store(at: number, storedAt: number): Promise<void> {
    const stored = new Date(storedAt).toISOString();
    const operations = Array.from({ length: devices }, (_, number) => [
      { create: { _index: dailyIndex(dataIndex, siteTime.dayOf(at)), _id: `${number}-${at}` } },
      {
        timestamp: new Date(at).toISOString(),
        receivedAt: new Date(at).toISOString(),
        ingestedAt: stored,
        deviceId: String(number),
        device: `air-${number}`,
        Pres: number < leaking ? 5 : 7,
        PresOpen: 6,
      },
    ]).flat();
    const { errors } = await client.bulk({ operations, refresh: true });
    expect(errors).toBe(false);
  }

  const alerter = startAlerter(site, 'smtp://127.0.0.1:9', { POLL_SECONDS: '15' });
  await alerter.logged('index template');
  const end = Date.now();
  for (let ago = 10; ago >= 0; ago--) await store(end - ago * 30_000, end - ago * 30_000);
  await until('the leaks', async () => (await incidentsOf(site)).length >= leaking);
  const figures = async () => ({
    looks: await alerter.metric('telemetry_alerter_cycle_duration_seconds_count'),
    seconds: await alerter.metric('telemetry_alerter_cycle_duration_seconds_sum'),
  });
  // From here on each look has a thousand new readings.
  const before = await figures();
  for (let round = 1; round <= 4; round++) {
    await store(end + round, Date.now());
    const { looks } = await figures();
    await until('a look', async () => (await figures()).looks > looks);
  }
  const after = await figures();
  const milliseconds = ((after.seconds - before.seconds) / (after.looks - before.looks)) * 1000;
  const status = readFileSync(`/proc/${alerter.process.pid}/status`, 'utf8');
  const rss = (name: string) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024);
  process.stdout.write(
    `1,000 devices: a look takes ${milliseconds.toFixed(0)} ms on average, ${rss('VmRSS')} MB, at most ${rss('VmHWM')} MB\n`,
  );
  expect(await alerter.metric('telemetry_alerter_readings_total')).toBe(devices * 15);
  const incidents = await incidentsOf(site);
  expect(incidents).toHaveLength(leaking);
  expect(new Set(incidents.map(({ kind, state }) => `${kind} ${state}`))).toEqual(new Set(['leak open']));
  await client.close();
});
