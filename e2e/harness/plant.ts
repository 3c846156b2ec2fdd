import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { openBrowserPage } from './browser.ts';
import { type AirReading, incidentsOf, publishAir, type RunningPage, startPage } from './live-page.ts';
import { createSite, type Site } from './site.ts';
import { until } from './until.ts';

/** Readings that each device of a plant has at first. */
export const seeded = 100;

/**
 * Most of an hour of a plant that works: the pressure swings between two limits of the compressor. It begins late enough
 * for all of it to be in the last hour until the tests are over.
 */
export const lastHour = (device: string, base: number): AirReading[] =>
  Array.from({ length: seeded }, (_, at) => ({
    device,
    pressure: Math.round((base + 0.28 * Math.sin(at / 3.1) + 0.05 * Math.sin(at * 7)) * 100) / 100,
    at: Date.now() - (seeded - at) * 30_000,
    count: at,
  }));

const hourMs = 3_600_000;

/** A day's readings: sparse ones of the hours before, at a lower pressure in the middle, and the last hour. */
export const lastDay = (device: string, base: number): AirReading[] => [
  ...Array.from({ length: 278 }, (_, at) => ({
    device,
    pressure: Math.round((base - 0.3 * Math.sin((at / 278) * Math.PI) + 0.12 * Math.sin(at / 4)) * 100) / 100,
    at: Date.now() - 24 * hourMs + at * 300_000,
    count: at,
  })),
  ...lastHour(device, base),
];

/** A site with an hour of readings, and its live page. */
export interface Plant {
  readonly site: Site;
  readonly served: RunningPage;
  readonly incidents: Awaited<ReturnType<typeof incidentsOf>>;
  /** The page of one device in a browser; `query` begins with `&`. */
  openDevice(name: string, query?: string, options?: BrowserContextOptions): Promise<Page>;
}

/** `air-1`, `air-2`, `air-3`, all of them at 6.72 bar. */
export async function startPlant(): Promise<Plant> {
  const site = createSite();
  const devices = ['air-1', 'air-2', 'air-3'];
  const [gateway, ingestor] = [site.gateway('air'), site.ingestor('air')];
  const incidents = await incidentsOf(site);
  await Promise.all([gateway.ready(), ingestor.ready()]);
  await publishAir(
    site,
    devices.flatMap((name, at) => lastHour(name, 6.6 + at * 0.1)),
  );
  await publishAir(
    site,
    devices.map((name) => ({ device: name, pressure: 6.72, count: 200 })),
  );
  await site.stored('air', devices.length * (seeded + 1));
  const served = await startPage(site);
  await served.service.ready();
  return {
    site,
    served,
    incidents,
    async openDevice(name, query = '', options = {}) {
      const page = await openBrowserPage(options);
      await page.goto(`${served.url}/?device=${name}${query}`);
      await device(page, name).waitFor();
      return page;
    },
  };
}

/** A device on a page. */
export const device = (page: Page, name: string): Locator => page.locator(`[data-device="${name}"]`);
export const numberOf = (page: Page, name: string): Locator => device(page, name).locator('.value');
export const badgeOf = (page: Page, name: string): Locator => device(page, name).locator('.badge');
/** Waits until a device has that number. */
export const shows = (page: Page, name: string, text: string): Promise<true> =>
  until(`${name} to show ${text}`, async () => (await numberOf(page, name).textContent()) === text);
