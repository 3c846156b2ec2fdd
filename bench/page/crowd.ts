import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Percentiles, percentiles } from '../percentiles.ts';
import { usageOf } from '../usage.ts';
import type { CrowdAnswer } from './crowd-clients.ts';
import type { PageSite } from './site.ts';

export interface Crowd {
  readonly pages: number;
  readonly readings: number;
  /** Until all of them had their first snapshot. */
  readonly connectSeconds: number;
  /** From the sensor's publish until a page has it: all pages and readings. */
  readonly toPage: Percentiles;
  /** Of pages x readings. */
  readonly delivered: number;
  /** Of the server: resident with the pages connected, and at most since it started. */
  readonly serverMegabytes: number;
  readonly serverPeakMegabytes: number;
  /** Of one core, while the readings came. */
  readonly serverCpuShare: number;
}

const warmUp = 3;
const residentOf = (pid: number): number =>
  Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);

/** Many connected pages, in a process of their own, and one reading a second. */
export async function crowd(site: PageSite, pages: number, readings: number): Promise<Crowd> {
  const pid = site.page.pid ?? 0;
  await site.publish({ device: 'air-1', pressure: 6, count: 0 });
  const clients = fork(resolve(import.meta.dirname, 'crowd-clients.ts'), [site.url, String(pages)]);
  try {
    const began = performance.now();
    await once(clients, 'message');
    const connectSeconds = Math.round((performance.now() - began) / 100) / 10;
    const published = new Map<number, number>();
    let [cpu, since] = [0, 0];
    for (let count = 1; count <= readings + warmUp; count++) {
      await sleep(1000);
      if (count === warmUp + 1) [cpu, since] = [usageOf(pid).cpuSeconds, performance.now()];
      published.set(count, await site.publish({ device: 'air-1', pressure: 6 + count / 100, count }));
    }
    await sleep(2000);
    const serverCpuShare = (usageOf(pid).cpuSeconds - cpu) / ((performance.now() - since) / 1000);
    const serverMegabytes = residentOf(pid);
    const answer = once(clients, 'message');
    clients.send('done');
    const [{ received }] = (await answer) as [CrowdAnswer];
    const delays = received
      .filter(([count]) => count > warmUp)
      .flatMap(([count, times]) => times.map((time) => time - (published.get(count) ?? Number.NaN)));
    return {
      pages,
      readings,
      connectSeconds,
      toPage: percentiles(delays),
      delivered: delays.length / (pages * readings),
      serverMegabytes,
      serverPeakMegabytes: usageOf(pid).peakMegabytes,
      serverCpuShare: Math.round(serverCpuShare * 100) / 100,
    };
  } finally {
    clients.kill();
  }
}
