import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createElasticsearch } from '../shared/elasticsearch/client.ts';
import { dataTemplate, installTemplate } from '../shared/elasticsearch/templates.ts';
import { dailyIndex, namesOf } from '../shared/names.ts';
import { centrale } from '../shared/sensors/centrale.ts';
import { addDays, createSiteTime } from '../shared/site-time.ts';
import { usageOf } from './usage.ts';

const root = resolve(import.meta.dirname, '..');
const perDay = 2740;
const firstDay = '2021-01-01';

/**
 * Stores so many days of a device's readings, a million a year, that were never metered, and computes them: all of them, and
 * again with nothing to do.
 */
export async function recomputeDays(url: string, days: number, progress: (line: string) => void): Promise<string> {
  const customer = `year${randomBytes(3).toString('hex')}`;
  const { dataIndex } = namesOf(customer, 'centrale');
  const siteTime = createSiteTime('Europe/Brussels');
  const nothing = { username: undefined, password: undefined, apiKey: undefined, ca: undefined };
  const client = createElasticsearch({ urls: [url], ...nothing });
  await installTemplate(client, dataTemplate(centrale, dataIndex, 0));
  progress(`storing ${(perDay * days).toLocaleString('en')} readings`);
  let energy = 1000;
  for (let n = 0; n < days; n++) {
    const day = addDays(firstDay, n);
    const start = siteTime.startOf(day);
    const step = (siteTime.startOf(addDays(day, 1)) - start) / perDay;
    const index = dailyIndex(dataIndex, day);
    const operations = Array.from({ length: perDay }, (_, at) => {
      const timestamp = new Date(start + Math.floor(at * step)).toISOString();
      energy = Math.round((energy + 0.125) * 1000) / 1000;
      const document = {
        timestamp,
        receivedAt: timestamp,
        ingestedAt: timestamp,
        deviceId: '12',
        device: 'm',
        quality: [],
      };
      return [{ create: { _index: index, _id: `${day}-${at}` } }, { ...document, Energy: energy, 'Energy-U': 'kWh' }];
    });
    const answer = await client.bulk({ operations: operations.flat(), filter_path: ['errors'] });
    if (answer.errors) throw new Error('Elasticsearch refused documents of the bench');
  }
  await client.close();
  const lines: string[] = [];
  for (const title of ['all of it wrong', 'nothing to do']) {
    progress(`computing them, ${title}`);
    const began = performance.now();
    const { out, peakMegabytes } = await run(customer, url, addDays(firstDay, days - 1));
    const seconds = (performance.now() - began) / 1000;
    lines.push(
      `${days} days of a device, ${title}: ${seconds.toFixed(1)} s, at most ${peakMegabytes} MiB: ${out.trim()}`,
    );
  }
  return lines.join('\n');
}

async function run(customer: string, url: string, lastDay: string): Promise<{ out: string; peakMegabytes: number }> {
  const range = ['--from', firstDay, '--to', lastDay];
  const child = spawn(process.execPath, ['ingestor/recompute.ts', '--type', 'centrale', '--device', '12', ...range], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', CUSTOMER: customer, ELASTICSEARCH_URL: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  let peakMegabytes = 0;
  // A process that has ended has no memory to look at.
  const look = setInterval(() => {
    if (child.exitCode === null) peakMegabytes = Math.max(peakMegabytes, usageOf(child.pid ?? 0).peakMegabytes);
  }, 500);
  const [code] = await once(child, 'close');
  clearInterval(look);
  if (code !== 0) throw new Error(`computing again ended with ${code}`);
  return { out, peakMegabytes };
}
