import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import type { Done } from './day-server.ts';
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
  /** Readings of each device while the page of one device was watched. */
  readonly readings: number;
  /** Of these, the numbers that the page has shown. */
  readonly readingsSeen: number;
  /** Connections that pages have lost. */
  readonly connectionsLost: number;
  readonly pages: Readonly<Record<string, readonly Held[]>>;
}

const hourMs = 3_600_000;
const collections = 5;

/** Counts the numbers shown; each reading has another one than the reading before. */
const watchNumber = `
  window.shown = 0;
  const value = document.querySelector('.value');
  let last = value.textContent;
  new MutationObserver(() => {
    const text = value.textContent;
    if (text !== last && /\\d/.test(text)) window.shown++;
    last = text;
  }).observe(value, { childList: true, characterData: true, subtree: true });
`;

/** Hours of readings from each device, in a page of one device and on a wall of all of them. */
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
      ['one device', '?device=air-1', { width: 412, height: 732 }],
      ['wall', '?wall', { width: 1280, height: 720 }],
    ] as const) {
      const context = await browser.newContext({ locale: 'fr-BE', viewport: size });
      const page = await context.newPage();
      await page.addInitScript({ content: `(${accelerate})(window, ${JSON.stringify({ speed, since })});` });
      await page.goto(`http://127.0.0.1:${port}/${query}`);
      await page.locator('.value').first().waitFor();
      seen[name] = { page, session: await context.newCDPSession(page), held: [] };
    }
    const first = seen['one device']?.page;
    await first?.evaluate(watchNumber);
    server.send('go');
    for (let hour = 1; hour <= hours; hour++) {
      await sleep(Math.max(0, since + (hour * hourMs) / speed - Date.now()));
      for (const { session, held } of Object.values(seen)) held.push({ hour, ...(await measure(session)) });
    }
    server.send('stop');
    const [{ readings, connections }] = (await once(server, 'message')) as [Done];
    // What is under way may still arrive.
    await first?.waitForFunction(`window.shown >= ${readings}`).catch(() => undefined);
    return {
      hours,
      speed,
      devices,
      periodSeconds,
      readings,
      readingsSeen: Number(await first?.evaluate('window.shown')),
      connectionsLost: connections,
      pages: Object.fromEntries(Object.entries(seen).map(([name, { held }]) => [name, held])),
    };
  } finally {
    await browser.close();
    server.kill();
  }
}

/** The least that several collections leave: between two of them the page goes on drawing. */
async function measure(session: CDPSession): Promise<Omit<Held, 'hour'>> {
  const found: Omit<Held, 'hour'>[] = [];
  for (let at = 0; at < collections; at++) {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
    found.push({ heapMegabytes: Math.round((usedSize / 2 ** 20) * 100) / 100, nodes, listeners: jsEventListeners });
  }
  return found.reduce((least, next) => (next.heapMegabytes < least.heapMegabytes ? next : least));
}
