import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { closeBrowserPages, endBrowser, openBrowserPage, picture } from '../harness/browser.ts';
import { publishAir } from '../harness/live-page.ts';
import { device, lastDay, type Plant, startPlant } from '../harness/plant.ts';
import { endServices } from '../harness/service.ts';
import { until } from '../harness/until.ts';

let plant: Plant;

beforeAll(async () => {
  plant = await startPlant();
});

afterEach(closeBrowserPages);

afterAll(async () => {
  await endBrowser();
  await endServices();
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
    await publishAir(plant.site, [{ device: 'air-2', pressure: 6.9, count: 410 }]);
    const page = await plant.openDevice('air-2', query, { locale });
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
    await publishAir(plant.site, [...lastDay('air-4', 6.7), { device: 'air-4', pressure: 5.31, count: 1000 }]);
    await plant.incidents.open({ deviceId: 'air-4' });
    const page = await plant.openDevice('air-4', '', {
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
    await publishAir(plant.site, [{ device: 'air-2', pressure: 6.9, count: 420 }]);
    const page = await plant.openDevice('air-2', '&wall', { viewport: { width, height } });
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
    await publishAir(plant.site, [{ device: 'air-1', pressure: 5.2, count: 310 }]);
    const acknowledged = { by: 'Luc Dubois', at: new Date().toISOString() };
    await plant.incidents.open({ deviceId: 'air-1', state: 'acknowledged', acknowledged });
    for (const [name, options] of [
      ['tiles', { viewport: { width: 1280, height: 980 } }],
      ['tiles-dark', { viewport: { width: 1280, height: 980 }, colorScheme: 'dark' }],
      ['tiles-wall', { viewport: { width: 1920, height: 1080 } }],
    ] as const) {
      const page = await openBrowserPage(options);
      await page.goto(`${plant.served.url}/${name === 'tiles-wall' ? '?wall' : ''}`);
      await device(page, 'air-4').locator('.leak:not([hidden])').waitFor();
      await device(page, 'air-1').locator('.by:not(:empty)').waitFor();
      const order = await page
        .locator('.device')
        .evaluateAll((all) => all.map((one) => one.getAttribute('data-device')));
      expect(order.slice(0, 2)).toEqual(['air-4', 'air-1']);
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
    await all.goto(`${plant.served.url}/`);
    const one = await plant.openDevice('air-4', '', { colorScheme });
    await one.getByRole('button', { name: 'Prendre en charge' }).click();
    await picture(one, `dialog-${colorScheme}`);
    const plain = await plant.openDevice('air-2', '', { colorScheme });
    await picture(plain, `device-${colorScheme}`);
    for (const page of [all, one, plain]) {
      await page.locator('.device').first().waitFor();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    }
  });

  test('the keyboard is enough', async () => {
    const page = await plant.openDevice('air-4');
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
  await page.goto(`${plant.served.url}/`);
  await device(page, 'air-1').waitFor();
  await page.waitForLoadState('networkidle').catch(() => undefined);
  expect(problems).toEqual([]);
});
