import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { type Percentiles, percentiles } from '../percentiles.ts';
import { launchBrowser } from './browser.ts';
import type { PageSite } from './site.ts';
import { preciseNow } from './time.ts';

export interface PageLatency {
  readonly readings: number;
  /** From the sensor's publish until the frame with the new number has been painted. */
  readonly toPainted: Percentiles;
  /** From the server's last sign of life until the page says that the connection is lost. */
  readonly toBanner: Percentiles;
}

const warmUp = 5;
const losses = 6;

/** Notes when each number has been painted: after the frame that follows the change. */
const observe = `
  window.painted = {};
  const value = document.querySelector('.value');
  const look = () => {
    const text = value.textContent;
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => { window.painted[text] ??= performance.timeOrigin + performance.now(); };
      channel.port2.postMessage(undefined);
    });
  };
  new MutationObserver(look).observe(value, { childList: true, characterData: true, subtree: true });
`;

/** One reading a second, each with a pressure of its own, and when a real browser shows it. */
export async function pageLatency(site: PageSite, readings: number): Promise<PageLatency> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ locale: 'en-GB', viewport: { width: 1920, height: 1080 } });
    await site.publish({ device: 'air-1', pressure: 9.99, count: 0 });
    await page.goto(`${site.url}/?device=air-1`);
    await page.locator('.value').waitFor();
    await page.evaluate(observe);
    const published = new Map<string, number>();
    for (let at = 0; at < readings + warmUp; at++) {
      const pressure = 4 + at / 100;
      await sleep(1000);
      published.set(pressure.toFixed(2), await site.publish({ device: 'air-1', pressure, count: at + 1 }));
    }
    await sleep(2000);
    const painted = (await page.evaluate('window.painted')) as Record<string, number>;
    const delays = [...published].slice(warmUp).map(([text, at]) => (painted[text] ?? Number.POSITIVE_INFINITY) - at);
    return { readings, toPainted: percentiles(delays), toBanner: percentiles(await banners(site, page)) };
  } finally {
    await browser.close();
  }
}

/** Stops the server's process in its tracks, at any point of its beat, and lets it go on. */
async function banners(site: PageSite, page: Page): Promise<number[]> {
  const delays: number[] = [];
  for (let at = 0; at < losses; at++) {
    await page.locator('.notice').waitFor({ state: 'hidden' });
    await sleep(3000 + (at * 2000) / losses);
    site.page.kill('SIGSTOP');
    const stopped = preciseNow();
    try {
      await page.locator('.notice[data-kind="lost"]').waitFor();
      delays.push(preciseNow() - stopped);
    } finally {
      site.page.kill('SIGCONT');
    }
  }
  return delays;
}
