import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { pageFolder } from '../../live-page/page-files.ts';
import { closeBrowserPages, endBrowser, openBrowserPage } from '../harness/browser.ts';
import { publishAir, type RunningPage, startPage } from '../harness/live-page.ts';
import { createRelay, type Relay } from '../harness/relay.ts';
import { endServices } from '../harness/service.ts';
import { createSite } from '../harness/site.ts';
import { until } from '../harness/until.ts';
import { keptByWorker } from './kept.ts';

const site = createSite();
/** A file more in the built page: the same page, in another version. */
const otherVersion = join(pageFolder, 'other-version.svg');
let served: RunningPage;
let relay: Relay;

beforeAll(async () => {
  await Promise.all([site.gateway('air').ready(), site.ingestor('air').ready()]);
  await publishAir(site, [{ device: 'air-1', pressure: 6.47, count: 1 }]);
  await site.stored('air', 1);
  served = await startPage(site);
  await served.service.ready();
  // The address stays while the server behind it changes.
  relay = await createRelay(served.url);
});

afterEach(closeBrowserPages);

afterAll(async () => {
  rmSync(otherVersion, { force: true });
  await endBrowser();
  await endServices();
});

describe('an installed page', () => {
  test('has what a browser wants before it offers to install it', async () => {
    const page = await openBrowserPage();
    const session = await page.context().newCDPSession(page);
    await page.goto(`${relay.url}/`);
    await page.locator('.value').waitFor();
    const { url, errors, data } = await session.send('Page.getAppManifest');
    expect([url, errors]).toEqual([`${relay.url}/manifest.webmanifest`, []]);
    const manifest = JSON.parse(data ?? '') as { icons: { src: string; sizes: string; type: string }[] };
    for (const { src, type, sizes } of manifest.icons) {
      const answer = await fetch(`${relay.url}/${src}`);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
      if (type !== 'image/png') continue;
      const png = Buffer.from(await answer.arrayBuffer());
      expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`).toBe(sizes);
    }
    // A context of a test counts as a private window, where nothing can be installed.
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([]);
  });

  test('opens without a server, says so, and shows no value; nothing of a value is kept', async () => {
    const page = await openBrowserPage();
    await page.goto(`${relay.url}/`);
    await page.locator('.history').click();
    await until('the day', async () => (await page.locator('.caption').textContent()) === 'Dernières 24 heures');
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    // From now on the worker answers, and keeps what it gives.
    await page.reload();
    await until('the value', async () => (await page.locator('.value').textContent()) === '6,47');
    const kept = await keptByWorker(page);
    expect(kept.map(([path]) => path).sort()).toEqual([
      '/',
      ...kept
        .map(([path]) => path)
        .filter((path) => path.startsWith('/assets/'))
        .sort(),
    ]);
    expect(kept.length).toBeGreaterThan(2);
    for (const [, body] of kept) expect(body).not.toMatch(/6[.,]47/);

    await relay.cut();
    await page.reload();
    await page.locator('.notice[data-kind="lost"]').waitFor();
    expect(await page.locator('.value').count()).toBe(0);
    await relay.mend();
    await until('the value again', async () => (await page.locator('.value').textContent()) === '6,47');
  });
});

describe('a page on a wall', () => {
  test('keeps the screen awake, again when it comes back into view', async () => {
    const page = await openBrowserPage();
    await page.addInitScript(() => {
      const asked: string[] = [];
      Object.assign(window, { asked });
      Object.defineProperty(navigator, 'wakeLock', {
        value: { request: async (kind: string) => void asked.push(kind) },
      });
    });
    const asked = () => page.evaluate(() => (window as unknown as { asked: string[] }).asked);
    await page.goto(`${relay.url}/`);
    await page.locator('.value').waitFor();
    expect(await asked()).toEqual([]);
    await page.goto(`${relay.url}/?wall`);
    await page.locator('.value').waitFor();
    expect(await asked()).toEqual(['screen']);
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    expect(await asked()).toEqual(['screen', 'screen']);
  });

  test('reloads itself once when the server has another version; a page of a person does not', async () => {
    const opened = async (query: string) => {
      const page = await openBrowserPage();
      let loads = 0;
      page.on('load', () => loads++);
      await page.goto(`${relay.url}/${query}`);
      await page.locator('.value').waitFor();
      return { page, loads: () => loads };
    };
    const [wall, person] = [await opened('?wall'), await opened('')];
    const { port } = new URL(served.url);
    await served.service.stop();
    writeFileSync(otherVersion, '<svg xmlns="http://www.w3.org/2000/svg"/>');
    served = await startPage(site, { PORT: port });
    await until('the reload', () => wall.loads() === 2);
    await publishAir(site, [{ device: 'air-1', pressure: 6.48, count: 2 }]);
    for (const { page } of [wall, person])
      await until('the value', async () => (await page.locator('.value').textContent()) === '6,48');
    expect([wall.loads(), person.loads()]).toEqual([2, 1]);
  });
});
