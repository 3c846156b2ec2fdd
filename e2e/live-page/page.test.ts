import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { closeBrowserPages, endBrowser, openBrowserPage, picture } from '../harness/browser.ts';
import { incidentsOf, publishAir, type RunningPage, startPage, wallClock } from '../harness/live-page.ts';
import { createRelay } from '../harness/relay.ts';
import { endServices } from '../harness/service.ts';
import { createSite } from '../harness/site.ts';
import { until } from '../harness/until.ts';

const site = createSite();
let served: RunningPage;
let incidents: Awaited<ReturnType<typeof incidentsOf>>;

const seeded = 100;

/**
 * Most of an hour of a plant that works: the pressure swings between two limits of the compressor. It begins late enough
 * for all of it to be in the last hour until the tests are over.
 */
const lastHour = (device: string, base: number) =>
  Array.from({ length: seeded }, (_, at) => ({
    device,
    pressure: Math.round((base + 0.28 * Math.sin(at / 3.1) + 0.05 * Math.sin(at * 7)) * 100) / 100,
    at: Date.now() - (seeded - at) * 30_000,
    count: at,
  }));

beforeAll(async () => {
  const [gateway, ingestor] = [site.gateway('air'), site.ingestor('air')];
  incidents = await incidentsOf(site);
  await Promise.all([gateway.ready(), ingestor.ready()]);
  await publishAir(
    site,
    ['air-1', 'air-2', 'air-3'].flatMap((device, at) => lastHour(device, 6.6 + at * 0.1)),
  );
  await publishAir(
    site,
    ['air-1', 'air-2', 'air-3'].map((device) => ({ device, pressure: 6.72, count: 200 })),
  );
  await site.stored('air', 3 * (seeded + 1));
  served = await startPage(site);
  await served.service.ready();
});

afterEach(closeBrowserPages);

afterAll(async () => {
  await endBrowser();
  await endServices();
});

const device = (page: Page, name: string) => page.locator(`[data-device="${name}"]`);
const numberOf = (page: Page, name: string) => device(page, name).locator('.value');
const shows = (page: Page, name: string, text: string) =>
  until(`${name} to show ${text}`, async () => (await numberOf(page, name).textContent()) === text);
const badgeOf = (page: Page, name: string) => device(page, name).locator('.badge');

async function openDevice(name: string, query = '', options = {}): Promise<Page> {
  const page = await openBrowserPage(options);
  await page.goto(`${served.url}/?device=${name}${query}`);
  await device(page, name).waitFor();
  return page;
}

describe('a new value', () => {
  test('turns green, and the time changes', async () => {
    const page = await openDevice('air-1');
    const colours = await page.evaluateHandle(() => {
      const seen: string[] = [];
      const value = document.querySelector('.value') as HTMLElement;
      const look = () => {
        if (document.querySelector('.number[data-fresh]')) seen.push(getComputedStyle(value).color);
        requestAnimationFrame(look);
      };
      look();
      return seen;
    });
    const spoken = await page.locator('.device .spoken').textContent();
    const at = Date.now();
    await publishAir(site, [{ device: 'air-1', pressure: 7.05, at, count: 300 }]);
    await shows(page, 'air-1', '7,05');
    await picture(page, 'new-value');
    expect(await device(page, 'air-1').locator('time').textContent()).toContain(wallClock(at).slice(11));
    await until('the number to be green', async () => (await colours.jsonValue()).includes('rgb(34, 197, 94)'));
    await until('the green to be gone', async () => (await page.locator('.number[data-fresh]').count()) === 0);
    expect(await badgeOf(page, 'air-1').textContent()).toBe('●normal');
    // A screen reader speaks of another state, not of every value.
    expect(spoken).toBe('air-1: normal, 6,72 bar');
    expect(await page.locator('.device .spoken').textContent()).toBe(spoken);
  });

  test('is a steady dot where a person wants no motion', async () => {
    const page = await openDevice('air-1', '', { reducedMotion: 'reduce' });
    await publishAir(site, [{ device: 'air-1', pressure: 7.06, count: 301 }]);
    await shows(page, 'air-1', '7,06');
    await until('the dot', async () =>
      page.evaluate(
        () => getComputedStyle(document.querySelector('.number[data-fresh] .dot') as Element).opacity === '1',
      ),
    );
    expect(await page.evaluate(() => getComputedStyle(document.querySelector('.value') as Element).animationName)).toBe(
      'none',
    );
  });
});

test('a lost connection is said at once, and afterwards no reading is missing', async () => {
  const relay = await createRelay(served.url);
  await publishAir(site, [{ device: 'air-3', pressure: 6.66, count: 400 }]);
  const page = await openBrowserPage();
  await page.goto(`${relay.url}/?device=air-3`);
  await shows(page, 'air-3', '6,66');
  const points = async () => Number(await page.locator('.chart').getAttribute('data-points'));
  // The line is drawn after the number: with what came before it, and 6.66.
  const before = seeded + 2;
  await until('the last hour', async () => (await points()) === before);

  await relay.cut();
  await page.locator('.notice[data-kind="lost"]').waitFor();
  expect(await page.locator('.notice').textContent()).toMatch(/^Connexion perdue depuis \d\d:\d\d:\d\d$/);
  await picture(page, 'connection-lost');
  const now = Date.now();
  await publishAir(
    site,
    [3, 2, 1].map((ago) => ({ device: 'air-3', pressure: 6.5 + ago / 10, at: now - ago * 1000, count: 500 - ago })),
  );
  await relay.mend();

  await shows(page, 'air-3', '6,60');
  await page.locator('.notice').waitFor({ state: 'hidden' });
  await until('all readings in the sparkline', async () => (await points()) === before + 3);
  await relay.close();
});

test('a server that is silent without closing the line is noticed as well', async () => {
  const relay = await createRelay(served.url);
  const page = await openBrowserPage();
  await page.goto(`${relay.url}/?device=air-3`);
  await device(page, 'air-3').waitFor();
  relay.freeze();
  await page.locator('.notice[data-kind="lost"]').waitFor();
  await relay.mend();
  await page.locator('.notice').waitFor({ state: 'hidden' });
  await relay.close();
});

test('a leak appears with since when, and is acknowledged by name', async () => {
  await publishAir(site, [{ device: 'air-1', pressure: 5.2, count: 310 }]);
  const page = await openDevice('air-1');
  await shows(page, 'air-1', '5,20');
  expect(await badgeOf(page, 'air-1').textContent()).toBe('▲sous l’ouverture');
  await picture(page, 'low');
  const id = await incidents.open({ deviceId: 'air-1' });
  await until('the leak', async () => (await badgeOf(page, 'air-1').textContent()) === '▲fuite');
  expect(await device(page, 'air-1').locator('.since').textContent()).toMatch(/^depuis \d\d:\d\d$/);
  expect(await page.locator('.device .spoken').textContent()).toBe('air-1: fuite, 5,20 bar');
  // The drawing follows: the receiver is filled to below the opening pressure, and the line hisses.
  await until('the needle to have turned', () => page.evaluate(() => document.getAnimations().length === 5));
  const [level, opening] = await Promise.all(
    ['.level', '.opening-line'].map((part) => page.locator(`.schematic ${part}`).boundingBox()),
  );
  expect(level?.y).toBeGreaterThan(opening?.y ?? Number.NaN);
  expect(await page.locator('.schematic .hiss').evaluate((hiss) => getComputedStyle(hiss).visibility)).toBe('visible');
  await picture(page, 'leak');

  await page.getByRole('button', { name: 'Prendre en charge' }).click();
  await page.getByLabel('Votre nom').fill('Luc Dubois');
  await page.getByRole('button', { name: 'Confirmer' }).click();
  await until(
    'the name',
    async () => (await device(page, 'air-1').locator('.by').textContent())?.includes('Luc Dubois') ?? false,
  );
  expect(await badgeOf(page, 'air-1').textContent()).toBe('△fuite prise en charge');
  await picture(page, 'leak-acknowledged');
  const stored = await incidents.get(`${site.customer}-alerts-${new Date().getUTCFullYear()}`, id);
  expect(stored?.incident).toMatchObject({ state: 'acknowledged', acknowledged: { by: 'Luc Dubois' } });
});

test.each([
  ['fr', 'Mesuré à', '6,00'],
  ['en', 'Measured at', '6.00'],
  ['de', 'Gemessen um', '6,00'],
  ['it', 'Misurato alle', '6,00'],
  ['nl', 'Gemeten om', '6,00'],
])('speaks %s, by ?lang and by the browser', async (language, measured, opening) => {
  for (const [query, locale] of [
    [`&lang=${language}`, 'pl'],
    ['', language],
  ] as const) {
    await publishAir(site, [{ device: 'air-2', pressure: 6.9, count: 410 }]);
    const page = await openDevice('air-2', query, { locale });
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
    expect(await device(page, 'air-2').locator('time').textContent()).toContain(measured);
    expect(await device(page, 'air-2').locator('.figures').textContent()).toContain(opening);
    if (query !== '') await picture(page, `language-${language}`);
  }
});

describe('every size', () => {
  const inside = async (page: Page, selector: string, width: number, height: number) => {
    const box = await page.locator(selector).first().boundingBox();
    expect([
      selector,
      box && box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height,
    ]).toEqual([selector, true]);
  };

  test('a small phone has number, state, since when and the button above the fold', async () => {
    await publishAir(site, [{ device: 'air-4', pressure: 5.31, count: 1 }]);
    await incidents.open({ deviceId: 'air-4' });
    const page = await openDevice('air-4', '', {
      viewport: { width: 320, height: 568 },
      hasTouch: true,
      isMobile: true,
    });
    await device(page, 'air-4').locator('.leak:not([hidden])').waitFor();
    for (const selector of ['.number', '.badge', '.since', '.acknowledge', 'time'])
      await inside(page, selector, 320, 568);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    await picture(page, 'phone');
    // The day view, on tap.
    await page.locator('.history').tap();
    await until('the day', async () => (await page.locator('.caption').textContent()) === 'Dernières 24 heures');
    await picture(page, 'phone-day');
  });

  test.each([
    ['4K', 3840, 2160],
    ['HD', 1920, 1080],
    ['upright', 1080, 1920],
  ])('a %s wall is filled by one device, without pointer or scrolling', async (name, width, height) => {
    await publishAir(site, [{ device: 'air-2', pressure: 6.9, count: 420 }]);
    const page = await openDevice('air-2', '&wall', { viewport: { width, height } });
    const size = await page
      .locator('.number')
      .evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
    expect(size).toBeGreaterThanOrEqual(0.22 * Math.min(width, height));
    for (const selector of ['.number', '.badge', 'time', '.schematic', '.history'])
      await inside(page, selector, width, height);
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(height);
    expect(await page.evaluate(() => getComputedStyle(document.body).cursor)).toBe('none');
    await picture(page, `wall-${name.toLowerCase()}`);
  });

  test('several devices are tiles, worst first', async () => {
    for (const [name, options] of [
      ['tiles', { viewport: { width: 1280, height: 980 } }],
      ['tiles-dark', { viewport: { width: 1280, height: 980 }, colorScheme: 'dark' }],
      ['tiles-wall', { viewport: { width: 1920, height: 1080 } }],
    ] as const) {
      const page = await openBrowserPage(options);
      await page.goto(`${served.url}/${name === 'tiles-wall' ? '?wall' : ''}`);
      await device(page, 'air-4').locator('.leak:not([hidden])').waitFor();
      const order = await page
        .locator('.device')
        .evaluateAll((all) => all.map((one) => one.getAttribute('data-device')));
      expect(order[0]).toBe('air-4');
      expect(order.toSorted()).toEqual(['air-1', 'air-2', 'air-3', 'air-4']);
      await picture(page, name);
      if (name === 'tiles') {
        await page.getByRole('link', { name: 'air-2' }).click();
        await page.locator('.whole[data-device="air-2"]').waitFor();
      }
    }
  });
});

describe('everybody', () => {
  test.each(['light', 'dark'] as const)('axe finds nothing in the %s theme', async (colorScheme) => {
    const all = await openBrowserPage({ colorScheme });
    await all.goto(`${served.url}/`);
    const one = await openDevice('air-4', '', { colorScheme });
    await one.getByRole('button', { name: 'Prendre en charge' }).click();
    await picture(one, `dialog-${colorScheme}`);
    const plain = await openDevice('air-2', '', { colorScheme });
    await picture(plain, `device-${colorScheme}`);
    for (const page of [all, one, plain]) {
      await page.locator('.device').first().waitFor();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    }
  });

  test('the keyboard is enough', async () => {
    const page = await openDevice('air-4');
    const focused = () => page.evaluate(() => document.activeElement?.className ?? '');
    const tabTo = (name: string) =>
      until(`the focus to reach ${name}`, async () => {
        await page.keyboard.press('Tab');
        return (await focused()).includes(name);
      });
    await tabTo('history');
    await page.keyboard.press('Enter');
    await until('the day', async () => (await page.locator('.caption').textContent()) === 'Dernières 24 heures');
    await tabTo('acknowledge');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Anne');
    await page.keyboard.press('Enter');
    await until('the name', async () => (await page.locator('.by').textContent())?.includes('Anne') ?? false);
  });
});

test('the pages have no errors, and break no rule of the Content-Security-Policy', async () => {
  const page = await openBrowserPage();
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(`${served.url}/`);
  await device(page, 'air-1').waitFor();
  await page.waitForLoadState('networkidle').catch(() => undefined);
  expect(problems).toEqual([]);
});

describe('a silent sensor', () => {
  test('turns grey after two periods, and its number leaves the screen after ten', async () => {
    // The same site, served as if readings came every second.
    await publishAir(site, lastHour('air-5', 6.4));
    const quick = await startPage(site, { READING_PERIOD_SECONDS: '1.5' });
    const page = await openBrowserPage();
    await page.goto(`${quick.url}/?device=air-5`);
    await publishAir(site, [{ device: 'air-5', pressure: 6.4, count: 1 }]);
    await shows(page, 'air-5', '6,40');
    await until('stale', async () => (await badgeOf(page, 'air-5').textContent()) === '◌donnée ancienne');
    expect(await page.locator('.number').getAttribute('data-freshness')).toBe('stale');
    await picture(page, 'stale');
    await shows(page, 'air-5', '–');
    expect(await badgeOf(page, 'air-5').textContent()).toBe('■capteur muet');
    expect(await device(page, 'air-5').locator('.number .unit').isVisible()).toBe(false);
    expect(await page.locator('.schematic .needle').evaluate((needle) => getComputedStyle(needle).visibility)).toBe(
      'hidden',
    );
    expect(await device(page, 'air-5').locator('time').textContent()).toMatch(/^Dernière mesure /);
    await picture(page, 'silent');
    const answer = (await (await fetch(`${quick.url}/api/pressure/air-5`)).json()) as Record<string, unknown>;
    expect(answer).toMatchObject({ pressure: null, freshness: 'absent', lastPressure: 6.4, margin: null });
    // An old reading that comes now changes nothing; a new one does.
    await publishAir(site, [{ device: 'air-5', pressure: 2.22, at: Date.now() - 600_000, count: 9 }]);
    await publishAir(site, [{ device: 'air-5', pressure: 6.5, count: 10 }]);
    await shows(page, 'air-5', '6,50');
    // Without a server nobody knows whether the sensor is silent.
    await quick.service.stop();
    await until('unknown', async () => (await badgeOf(page, 'air-5').textContent()) === '◌état inconnu');
    expect(await numberOf(page, 'air-5').textContent()).toBe('–');
    await picture(page, 'unknown');
  });
});
