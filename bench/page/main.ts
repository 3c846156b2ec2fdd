import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startStack } from '../../stack/stack.ts';
import { machine } from '../report.ts';
import { crowd } from './crowd.ts';
import { day } from './day.ts';
import { firstView } from './first-view.ts';
import { pageLatency } from './latency.ts';
import { describePage, type PageResult } from './report.ts';
import { type PageSite, startPageSite } from './site.ts';

const folder = resolve(import.meta.dirname, '../../.stack/bench-page');
const file = join(folder, 'result.json');
const progress = (line: string): void => console.error(`bench: ${line}`);

/** What is measured, each part by itself; all of them where none is named. */
const parts: Readonly<Record<string, (site: PageSite) => Promise<Partial<PageResult>>>> = {
  latency: async (site) => ({ latency: await pageLatency(site, 90) }),
  first: async (site) => ({ first: await firstView(site, 20) }),
  crowd: async (site) => ({ crowd: await crowd(site, 2000, 60) }),
};
const asked = process.argv.slice(2);
const known = [...Object.keys(parts), 'day', 'dense'];
const unknown = asked.filter((part) => !known.includes(part));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. Name some of: ${known.join(', ')}.`);
  process.exit(64);
}
const wanted = (part: string) => asked.length === 0 || asked.includes(part);

// Where the page is older than its sources.
const built = spawnSync(process.execPath, [resolve(import.meta.dirname, '../../live-page/build.ts')]);
if (built.status !== 0) throw new Error(`The page could not be built: ${built.stderr}`);
mkdirSync(folder, { recursive: true });
let result: PageResult = { machine: machine() };
const add = (part: Partial<PageResult>) => {
  result = { ...result, ...part };
  // At once, so that a part that fails does not take the others with it.
  writeFileSync(file, `${JSON.stringify({ ...earlier(), ...result }, undefined, 2)}\n`);
};

if (Object.keys(parts).some(wanted)) {
  const stack = await startStack({
    folder: join(folder, 'stack'),
    fresh: true,
    servers: ['mosquitto', 'activemq', 'elasticsearch'],
    tuning: { mosquittoSaveEvery: 1000 },
    onProgress: progress,
  });
  try {
    for (const [part, measure] of Object.entries(parts).filter(([name]) => wanted(name))) {
      // A site of its own for each, so that no part sees another one's memory.
      const site = await startPageSite(stack, join(folder, part));
      try {
        progress(part);
        add(await measure(site));
      } finally {
        await site.stop();
      }
    }
  } finally {
    await stack.stop();
  }
}
if (wanted('day')) {
  progress('day: twelve hours in three minutes');
  add({ day: await day({ hours: 12, speed: 250, devices: 4, periodSeconds: 30 }) });
}
if (wanted('dense')) {
  progress('dense: twelve hours of a reading every second, in six minutes');
  // One device: at that pace each of its 43,200 readings is drawn, with an hour of 3,600 points.
  add({ dense: await day({ hours: 12, speed: 120, devices: 1, periodSeconds: 1 }) });
}
console.log(describePage(result));
progress(`the same as JSON, with the other parts as they were measured last: ${file}`);

function earlier(): Partial<PageResult> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<PageResult>;
  } catch {
    return {};
  }
}
