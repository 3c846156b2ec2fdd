import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { closeBrowserPages, endBrowser, openBrowserPage, picture } from '../harness/browser.ts';
import { publishAir, startPage, wallClock } from '../harness/live-page.ts';
import { badgeOf, device, lastHour, numberOf, type Plant, seeded, shows, startPlant } from '../harness/plant.ts';
import { createRelay } from '../harness/relay.ts';
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

describe('a new value', () => {
  test('turns green, and the time changes', async () => {
    const page = await plant.openDevice('air-1');
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
    // The line is drawn once a second at most: it shows the new value at once when the last drawing is older.
    const clock = page.locator('.clock');
    for (let second = 0; second < 2; second++) {
      const before = await clock.textContent();
      await until('the next second', async () => (await clock.textContent()) !== before);
    }
    const at = Date.now();
    await publishAir(plant.site, [{ device: 'air-1', pressure: 7.05, at, count: 300 }]);
    await shows(page, 'air-1', '7,05');
    await picture(page, 'new-value');
    await until(
      'the line to have it as well',
      async () => (await page.locator('.history .range').textContent())?.endsWith('7,05 bar') ?? false,
    );
    expect(await device(page, 'air-1').locator('time').textContent()).toContain(wallClock(at).slice(11));
    await until('the number to be green', async () => (await colours.jsonValue()).includes('rgb(34, 197, 94)'));
    await until('the green to be gone', async () => (await page.locator('.number[data-fresh]').count()) === 0);
    expect(await badgeOf(page, 'air-1').textContent()).toBe('●normal');
    // A screen reader speaks of another state, not of every value.
    expect(spoken).toBe('air-1: normal, 6,72 bar');
    expect(await page.locator('.device .spoken').textContent()).toBe(spoken);
  });

  test('is a steady dot where a person wants no motion', async () => {
    const page = await plant.openDevice('air-1', '', { reducedMotion: 'reduce' });
    await publishAir(plant.site, [{ device: 'air-1', pressure: 7.06, count: 301 }]);
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
  const relay = await createRelay(plant.served.url);
  const at = Date.now();
  await publishAir(plant.site, [{ device: 'air-3', pressure: 6.66, at, count: 400 }]);
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
  // A second each: a line has one point for a moment.
  await publishAir(
    plant.site,
    [1, 2, 3].map((after) => ({
      device: 'air-3',
      pressure: 6.9 - after / 10,
      at: at + after * 1000,
      count: 496 + after,
    })),
  );
  await relay.mend();

  await shows(page, 'air-3', '6,60');
  await page.locator('.notice').waitFor({ state: 'hidden' });
  await until('all readings in the sparkline', async () => (await points()) === before + 3);
  await relay.close();
});

test('a server that is silent without closing the line is noticed as well', async () => {
  const relay = await createRelay(plant.served.url);
  const page = await openBrowserPage();
  await page.goto(`${relay.url}/?device=air-3`);
  await device(page, 'air-3').waitFor();
  relay.freeze();
  await page.locator('.notice[data-kind="lost"]').waitFor();
  await relay.mend();
  await page.locator('.notice').waitFor({ state: 'hidden' });
  await relay.close();
});

test.each([
  ['slow', -3_600_000],
  ['fast', 3_600_000],
])('where the clock of a browser is an hour %s, ages are by the clock of the server', async (_what, wrongMs) => {
  await publishAir(plant.site, [{ device: 'air-2', pressure: 6.9, count: 405 }]);
  const page = await openBrowserPage();
  await page.addInitScript((wrong) => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + wrong;
  }, wrongMs);
  await page.goto(`${plant.served.url}/?device=air-2`);
  await shows(page, 'air-2', '6,90');
  await until('the age in seconds', async () =>
    /^· il y a [1-9]\d?\ss$/.test((await device(page, 'air-2').locator('.age').textContent()) ?? ''),
  );
  expect(await badgeOf(page, 'air-2').textContent()).toBe('●normal');
  await until(
    'the time of the site',
    async () => (await page.locator('.clock').textContent())?.includes(wallClock(Date.now()).slice(11, 16)) ?? false,
  );
});

test('a leak appears with since when, and is acknowledged by name', async () => {
  await publishAir(plant.site, [{ device: 'air-1', pressure: 5.2, count: 310 }]);
  const page = await plant.openDevice('air-1');
  await shows(page, 'air-1', '5,20');
  expect(await badgeOf(page, 'air-1').textContent()).toBe('▲sous l’ouverture');
  await picture(page, 'low');
  const id = await plant.incidents.open({ deviceId: 'air-1' });
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
  const stored = await plant.incidents.get(`${plant.site.customer}-alerts-${new Date().getUTCFullYear()}`, id);
  expect(stored?.incident).toMatchObject({ state: 'acknowledged', acknowledged: { by: 'Luc Dubois' } });
});

describe('a silent sensor', () => {
  test('turns grey after two periods, and its number leaves the screen after ten', async () => {
    // The same site, served as if readings came every second.
    await publishAir(plant.site, lastHour('air-5', 6.4));
    const quick = await startPage(plant.site, { READING_PERIOD_SECONDS: '1.5' });
    const page = await openBrowserPage();
    await page.goto(`${quick.url}/?device=air-5`);
    await publishAir(plant.site, [{ device: 'air-5', pressure: 6.4, count: 1 }]);
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
    await publishAir(plant.site, [{ device: 'air-5', pressure: 2.22, at: Date.now() - 600_000, count: 9 }]);
    await publishAir(plant.site, [{ device: 'air-5', pressure: 6.5, count: 10 }]);
    await shows(page, 'air-5', '6,50');
    // Without a server nobody knows whether the sensor is silent.
    await quick.service.stop();
    await until('unknown', async () => (await badgeOf(page, 'air-5').textContent()) === '◌état inconnu');
    expect(await numberOf(page, 'air-5').textContent()).toBe('–');
    await picture(page, 'unknown');
  });
});
