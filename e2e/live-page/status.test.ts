import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { hashPassword } from '../../live-page/auth/password.ts';
import { languages } from '../../shared/language.ts';
import { statusTexts } from '../../shared/status/words.ts';
import { endBrowser, openBrowserPage, picture } from '../harness/browser.ts';
import { publishAir, type RunningPage, startPage } from '../harness/live-page.ts';
import { createRelay, type Relay } from '../harness/relay.ts';
import { endServices, type RunningService, startService } from '../harness/service.ts';
import { createSite } from '../harness/site.ts';
import { until } from '../harness/until.ts';

const site = createSite();
let broker: Relay;
let operations: RunningService;
let gateway: RunningService;
let statusUrl: string;
let served: RunningPage;

const addressOf = async (service: RunningService) => {
  const { healthPort } = await service.logged('started');
  return `http://127.0.0.1:${healthPort}`;
};
const authorization = (name: string) => ({ authorization: `Basic ${btoa(`${name}:password of ${name}`)}` });

async function openStatus(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await openBrowserPage({ extraHTTPHeaders: authorization('ines'), ...options });
  await page.goto(`${served.url}/status`);
  return page;
}

beforeAll(async () => {
  broker = await createRelay(inject('mqttUrl'));
  gateway = site.gateway('air');
  const ingestor = site.ingestor('air');
  await Promise.all([gateway.ready(), ingestor.ready()]);
  await publishAir(
    site,
    Array.from({ length: 8 }, (_, number) => ({ device: `air-${number + 1}`, pressure: 6.5 })),
  );
  await publishAir(site, [{ device: 'air-9', pressure: 6.5, at: Date.now() - 3 * 86_400_000 }]);
  await site.stored('air', 9);
  operations = startService('operations', {
    ...site.environment,
    MQTT_URL: broker.url,
    BACKUP_REPOSITORY: site.customer,
    BACKUP_LOCATION: site.customer,
    SILENT_AFTER_SECONDS: '3600',
    STATUS_SERVICES: `gateway-air=${await addressOf(gateway)},ingestor-air=${await addressOf(ingestor)}`,
  });
  await operations.logged('backup made and verified');
  statusUrl = await addressOf(operations);
  const hashes = await Promise.all(
    ['ines', 'luc'].map(async (name) => `${name}=${await hashPassword(`password of ${name}`)}`),
  );
  served = await startPage(site, {
    AUTH: 'basic',
    AUTH_USERS: hashes.join(','),
    SESSION_SECRET: 'a session secret of more than thirty-two characters',
    STATUS_URL: statusUrl,
    STATUS_USERS: 'ines',
  });
});

afterAll(async () => {
  await endBrowser();
  await endServices();
  await broker?.close();
});

test('only IT sees it', async () => {
  const ask = async (headers: Record<string, string> = {}) => {
    const answer = await fetch(`${served.url}/status`, { redirect: 'manual', headers });
    return [answer.status, answer.headers.get('location'), (await answer.text()).includes('air-9')];
  };
  expect(await ask()).toEqual([303, '/sign-in?returnTo=%2Fstatus', false]);
  expect(await ask(authorization('luc'))).toEqual([403, null, false]);
  expect(await ask(authorization('ines'))).toEqual([200, null, true]);
});

test('it is not there unless somebody is named; where nobody signs in, only everybody can be', async () => {
  const without = await startPage(site);
  expect((await fetch(`${without.url}/status`)).status).toBe(404);
  const open = await startPage(site, { STATUS_URL: statusUrl, STATUS_USERS: '*' });
  expect((await fetch(`${open.url}/status`)).status).toBe(200);
});

test('it says what is broken in words, and what to do', async () => {
  const page = await openStatus({ viewport: { width: 1024, height: 1180 } });
  expect(await page.locator('.overall').textContent()).toBe('▲ En panne : Capteur air air-9');
  const lines = await page.locator('li').allTextContents();
  expect(lines).toContainEqual(expect.stringMatching(/^● gateway-air en ordre prêt$/));
  expect(lines).toContainEqual(
    expect.stringMatching(/^▲ Capteur air air-9 EN PANNE MUET, dernière mesure il y a 3\sjours vérifiez/),
  );
  expect(lines).toContainEqual(expect.stringMatching(/^● Dernière sauvegarde en ordre il y a /));
  expect(await page.locator('summary').textContent()).toBe('● 8 capteurs en ordre');
  await picture(page, 'status');
});

test('it refreshes itself: a broker that goes is named, one that comes back is not', async () => {
  const page = await openStatus();
  await page.locator('summary').click();
  await broker.cut();
  await until(
    'the broker to be named',
    async () => (await page.locator('.overall').textContent())?.includes('Broker MQTT') ?? false,
  );
  expect(await page.locator('details').getAttribute('open')).not.toBeNull();
  await broker.mend();
  await until(
    'it to be well',
    async () => !((await page.locator('.overall').textContent())?.includes('Broker MQTT') ?? true),
  );
});

test.each(languages)('in %s, accessible, in light and in dark', async (language) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await openStatus({ locale: language, colorScheme });
    expect(await page.title()).toBe(statusTexts[language].title);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  }
});

test('it fits a phone', async () => {
  const page = await openStatus({ viewport: { width: 320, height: 568 }, colorScheme: 'dark' });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  expect(await page.locator('.overall').isVisible()).toBe(true);
  await picture(page, 'status-phone');
});

test('a gateway that is gone is named; so is the operations service itself', async () => {
  const broken = async () => {
    const page = await openStatus();
    const text = await page.locator('.overall').textContent();
    await page.close();
    return text;
  };
  await gateway.kill();
  await until(
    'the gateway to be named',
    async () => (await broken()) === '▲ En panne : gateway-air, Capteur air air-9',
  );
  await operations.kill();
  expect(await broken()).toBe('▲ En panne : operations');
});
