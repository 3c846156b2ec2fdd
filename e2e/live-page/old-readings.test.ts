import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { namesOf } from '../../shared/names.ts';
import { closeBrowserPages, endBrowser, openBrowserPage, picture } from '../harness/browser.ts';
import { publishAir, type RunningPage, startPage, wallClock } from '../harness/live-page.ts';
import { publish } from '../harness/publish.ts';
import { watch } from '../harness/queue.ts';
import { endServices } from '../harness/service.ts';
import { createSite } from '../harness/site.ts';
import { until } from '../harness/until.ts';

const site = createSite();
const hourMs = 3_600_000;
let served: RunningPage;
let deadLetters: Awaited<ReturnType<typeof watch>>;

beforeAll(async () => {
  // Kept by the broker before anybody subscribes.
  await publish(
    [
      { topic: site.topic('air', 'kept-1'), payload: { Device: 'kept-1', Pres: 6.31, PresOpen: 6, msgCount: 4 } },
      {
        topic: site.topic('air', 'kept-2'),
        payload: { Device: 'kept-2', Pres: 6.32, PresOpen: 6, Time: wallClock(Date.now() - 2 * hourMs) },
      },
    ],
    { retain: true },
  );
  deadLetters = await watch(namesOf(site.customer, 'air').rejectedQueue);
  await Promise.all([site.gateway('air').ready(), site.ingestor('air').ready()]);
  await site.stored('air', 1);
  served = await startPage(site);
  await served.service.ready();
});

afterEach(closeBrowserPages);

afterAll(async () => {
  deadLetters.end();
  await publish(
    ['kept-1', 'kept-2'].map((device) => ({ topic: site.topic('air', device), payload: '' })),
    { retain: true },
  );
  await endBrowser();
  await endServices();
});

const numberOf = (page: Page, device: string) => page.locator(`[data-device="${device}"] .value`);
const shows = (page: Page, device: string, text: string) =>
  until(`${device} to show ${text}`, async () => (await numberOf(page, device).textContent()) === text);

test('a late reading, or one that comes again, never becomes the current one', async () => {
  const at = Date.now();
  await publishAir(site, [{ device: 'air-1', pressure: 6.9, at, count: 400 }]);
  const page = await openBrowserPage();
  await page.goto(`${served.url}/`);
  await shows(page, 'air-1', '6,90');
  await publishAir(site, [
    { device: 'air-1', pressure: 1.11, at: at - 3_000_000, count: 399 },
    { device: 'air-1', pressure: 1.12, at: at - 24 * hourMs, count: 1000 },
    { device: 'air-1', pressure: 1.13, at, count: 399 },
    { device: 'air-2', pressure: 6.66, at, count: 400 },
  ]);
  await shows(page, 'air-2', '6,66');
  expect(await numberOf(page, 'air-1').textContent()).toBe('6,90');
  // Nor after a new start of the page, which reads everything from Elasticsearch.
  await page.reload();
  await shows(page, 'air-1', '6,90');
});

test('what the MQTT broker had kept is not current: with its time it is old, without one it is refused', async () => {
  const page = await openBrowserPage();
  await page.goto(`${served.url}/`);
  await shows(page, 'kept-2', '–');
  expect(await page.locator('[data-device="kept-2"] .badge').textContent()).toBe('■capteur muet');
  expect(await page.locator('[data-device="kept-1"]').count()).toBe(0);
  await until('the dead letter', () => deadLetters.seen.length === 1);
  expect(deadLetters.seen[0]?.headers).toMatchObject({
    'reason-code': 'retained-without-time',
    'mqtt-retained': 'true',
  });
});

test('twenty devices are on one wall, each with its number, and nothing scrolls', async () => {
  const names = Array.from({ length: 20 }, (_, at) => `hall-${at + 1}`);
  await publishAir(
    site,
    names.map((device, at) => ({ device, pressure: 10.01 + at / 50 })),
  );
  const [width, height] = [1920, 1080];
  const page = await openBrowserPage({ viewport: { width, height }, colorScheme: 'dark' });
  await page.goto(`${served.url}/?wall`);
  for (const [at, device] of names.entries()) await shows(page, device, (10.01 + at / 50).toFixed(2).replace('.', ','));
  const tiles = await page.locator('.tile').evaluateAll((all) =>
    all.map((tile) => {
      const [outer, ...inner] = [tile, ...tile.querySelectorAll('.number, .badge, time')].map((part) =>
        part.getBoundingClientRect(),
      );
      const inside = inner.every(
        ({ left, right, top, bottom }) =>
          outer &&
          left >= outer.left &&
          right <= outer.right &&
          top >= outer.top &&
          bottom <= outer.bottom &&
          right <= innerWidth &&
          bottom <= innerHeight,
      );
      return [tile.getAttribute('data-device'), inside];
    }),
  );
  expect(tiles.map(([device]) => device)).toEqual(expect.arrayContaining(names));
  expect(tiles.filter(([, inside]) => !inside)).toEqual([]);
  await picture(page, 'tiles-many');
});
