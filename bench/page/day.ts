import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { accelerate } from './time.ts';

/** What a page holds after so many hours, garbage collected before. */
export interface Held {
  readonly hour: number;
  readonly heapMegabytes: number;
  readonly nodes: number;
  readonly listeners: number;
}

export interface Day {
  readonly hours: number;
  readonly speed: number;
  readonly devices: number;
  readonly periodSeconds: number;
  /** Numbers that the page has shown for the first device, at least. */
  readonly readingsSeen: number;
  readonly pages: Readonly<Record<string, readonly Held[]>>;
}

const hourMs = 3_600_000;

/** Hours of readings from each device, in a page of one device and on a wall of tiles. */
export async function day(options: Pick<Day, 'hours' | 'speed' | 'devices' | 'periodSeconds'>): Promise<Day> {
  const { hours, speed, devices, periodSeconds } = options;
  const since = Date.now();
  const server = fork(
    resolve(import.meta.dirname, 'day-server.ts'),
    [speed, since, devices, periodSeconds].map(String),
  );
  const browser = await launchBrowser();
  try {
    const [port] = (await once(server, 'message')) as [number];
    const seen: Record<string, { page: Page; session: CDPSession; held: Held[] }> = {};
    for (const [name, query, size] of [
      ['one device', '?device=air-1', { width: 1024, height: 768 }],
      ['tiles on a wall', '?wall', { width: 1920, height: 1080 }],
    ] as const) {
      const context = await browser.newContext({ locale: 'fr-BE', viewport: size });
      const page = await context.newPage();
      await page.addInitScript({ content: `(${accelerate})(window, ${JSON.stringify({ speed, since })});` });
      await page.goto(`http://127.0.0.1:${port}/${query}`);
      await page.locator('.value').first().waitFor();
      seen[name] = { page, session: await context.newCDPSession(page), held: [] };
    }
    const first = seen['one device']?.page;
    await first?.evaluate(
      'window.shown = 0; new MutationObserver(() => window.shown++).observe(document.querySelector(".value"), { childList: true, characterData: true, subtree: true })',
    );
    for (let hour = 1; hour <= hours; hour++) {
      await sleep(since + (hour * hourMs) / speed - Date.now());
      for (const { session, held } of Object.values(seen)) held.push({ hour, ...(await measure(session)) });
    }
    return {
      hours,
      speed,
      devices,
      periodSeconds,
      readingsSeen: Number(await first?.evaluate('window.shown')),
      pages: Object.fromEntries(Object.entries(seen).map(([name, { held }]) => [name, held])),
    };
  } finally {
    await browser.close();
    server.kill();
  }
}

async function measure(session: CDPSession): Promise<Omit<Held, 'hour'>> {
  // What the first collection sets free may hold more.
  for (let at = 0; at < 2; at++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  return { heapMegabytes: Math.round((usedSize / 2 ** 20) * 100) / 100, nodes, listeners: jsEventListeners };
}
