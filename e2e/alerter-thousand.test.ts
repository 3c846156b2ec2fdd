import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { dataTemplate, installTemplate } from '../shared/elasticsearch/templates.ts';
import { dailyIndex, namesOf } from '../shared/names.ts';
import { air } from '../shared/sensors/air.ts';
import { createSiteTime } from '../shared/site-time.ts';
import { incidentsOf, startAlerter } from './harness/alerting.ts';
import { openElasticsearch } from './harness/elasticsearch.ts';
import { startMailServer } from './harness/mail-server.ts';
import { endServices } from './harness/service.ts';
import { createSite } from './harness/site.ts';
import { until } from './harness/until.ts';

afterEach(endServices);

const devices = 1000;
/** So many that each gets a mail, and a picture, of its own. */
const leaking = 5;

/** Megabytes (1,000,000 bytes) that are resident; 0 where the process is gone. */
function residentMegabytes(pid: number | string | undefined): number {
  try {
    // A process that has ended, or not begun, has none.
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0;
    return (Number(kilobytes) * 1024) / 1e6;
  } catch {
    return 0;
  }
}

/** The most that a process, and any that it starts, has resident from now on. */
function watchMemory(pid: number | undefined) {
  const most = { itself: 0, child: 0 };
  const timer = setInterval(() => {
    most.itself = Math.max(most.itself, residentMegabytes(pid));
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    for (const child of children.split(' ')) if (child) most.child = Math.max(most.child, residentMegabytes(child));
  }, 20);
  return { most, stop: () => clearInterval(timer) };
}

test('a thousand devices: all are judged; what a look takes is printed', { timeout: 300_000 }, async () => {
  const site = createSite();
  const client = openElasticsearch();
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

  const smtp = await startMailServer();
  // As in the container: its code has been compiled before, and memory goes back to the system at once.
  const environment = { POLL_SECONDS: '15', MALLOC_TRIM_THRESHOLD_: '131072', LOG_LEVEL: 'info' };
  const before = startAlerter(site, smtp.url(), environment);
  await before.ready();
  await before.stop();
  const alerter = startAlerter(site, smtp.url(), environment);
  await alerter.ready();
  const memory = watchMemory(alerter.process.pid);
  const newest = Date.now();
  for (let ago = 10; ago >= 0; ago--) await store(newest - ago * 30_000, newest - ago * 30_000);
  await until('the leaks', async () => (await incidentsOf(site)).length >= leaking);
  const figures = async () => ({
    looks: await alerter.metric('telemetry_alerter_cycle_duration_seconds_count'),
    seconds: await alerter.metric('telemetry_alerter_cycle_duration_seconds_sum'),
  });
  // From here on each look has a thousand new readings.
  const start = await figures();
  for (let round = 1; round <= 4; round++) {
    await store(newest + round, Date.now());
    const { looks } = await figures();
    await until('a look', async () => {
      // Seldom: each answer is some memory too.
      await sleep(1000);
      return (await figures()).looks > looks;
    });
  }
  const end = await figures();
  await until('the mails', () => smtp.accepted.length === leaking);
  memory.stop();
  const milliseconds = ((end.seconds - start.seconds) / (end.looks - start.looks)) * 1000;
  const { itself, child } = memory.most;
  const now = residentMegabytes(alerter.process.pid);
  process.stdout.write(
    `1,000 devices: a look takes ${milliseconds.toFixed(0)} ms on average; ${now.toFixed(0)} MB resident, ${itself.toFixed(0)} MB at most; while a picture is drawn ${child.toFixed(0)} MB beside it\n`,
  );
  expect(child).toBeGreaterThan(0);
  expect(await alerter.metric('telemetry_alerter_readings_total')).toBe(devices * 15);
  const incidents = await incidentsOf(site);
  expect(incidents).toHaveLength(leaking);
  expect(new Set(incidents.map(({ kind, state }) => `${kind} ${state}`))).toEqual(new Set(['leak open']));
  await client.close();
  await smtp.close();
});
