import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { acknowledgePath, signTicket } from '../../shared/incidents/acknowledge-link.ts';
import { endBrowser, openBrowserPage, picture } from '../harness/browser.ts';
import { acknowledgeSecret, incidentsOf, type RunningPage, startPage } from '../harness/live-page.ts';
import { endServices } from '../harness/service.ts';
import { createSite } from '../harness/site.ts';

const site = createSite();
const index = `${site.customer}-alerts-${new Date().getUTCFullYear()}`;
let served: RunningPage;
let incidents: Awaited<ReturnType<typeof incidentsOf>>;

beforeAll(async () => {
  incidents = await incidentsOf(site);
  served = await startPage(site);
});

afterAll(async () => {
  await endBrowser();
  await endServices();
});

const link = (id: string, expiresAt = Date.now() + 60_000, secret = acknowledgeSecret) =>
  `${served.url}${acknowledgePath}${signTicket({ index, id, expiresAt }, secret)}`;
const stored = async (id: string) => (await incidents.get(index, id))?.incident;

test('shows the incident, changes nothing by looking, and takes name and note by POST', async () => {
  const id = await incidents.open({ deviceId: 'air-9', device: '<b>air-9</b>' });
  for (const method of ['GET', 'HEAD']) expect((await fetch(link(id), { method })).status).toBe(200);
  expect((await stored(id))?.state).toBe('open');
  const page = await openBrowserPage({ viewport: { width: 360, height: 740 } });
  await page.goto(link(id));
  expect(await page.locator('h1').textContent()).toBe('<b>air-9</b>');
  expect(await page.locator('dl').textContent()).toContain('5,11');
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id: rule }) => rule)).toEqual([]);
  await page.getByLabel('Votre nom').fill('Luc <script>');
  await page.getByLabel('Remarque').fill('J’y vais.\nVanne 3.');
  await page.getByRole('button', { name: 'Je m’en occupe' }).click();
  await page.getByText('Prise en charge par').waitFor();
  expect(await stored(id)).toMatchObject({
    state: 'acknowledged',
    acknowledged: { by: 'Luc <script>', note: 'J’y vais.\nVanne 3.' },
  });

  await page.getByLabel('Votre nom').fill('Anne');
  await page.getByLabel('Suspendre les rappels pendant').selectOption('12');
  await page.getByRole('button', { name: 'Suspendre' }).click();
  await page.getByText('Rappels suspendus par').waitFor();
  await page.getByLabel('Votre nom').fill('Anne');
  await page.getByRole('button', { name: 'C’est réparé' }).click();
  await page.getByText('Réparé par').waitFor();
  const incident = await stored(id);
  expect(incident).toMatchObject({
    state: 'acknowledged',
    repaired: { by: 'Anne' },
    silenced: { by: 'Anne' },
    acknowledged: { by: 'Luc <script>' },
  });
  expect(Date.parse(incident?.silenced?.until ?? '') - Date.parse(incident?.silenced?.at ?? '')).toBe(12 * 3_600_000);
});

test('is one page on a phone, before and after', async () => {
  const id = await incidents.open({ deviceId: 'air-6', device: 'air-6' });
  const page = await openBrowserPage({ viewport: { width: 360, height: 800 }, hasTouch: true, isMobile: true });
  await page.goto(link(id));
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await picture(page, 'mail-link');
  await page.getByLabel('Votre nom').fill('Luc Dubois');
  await page.getByLabel('Remarque').fill('Vanne 3, j’y vais.');
  await page.getByRole('button', { name: 'Je m’en occupe' }).tap();
  await page.getByText('Prise en charge par').waitFor();
  await picture(page, 'mail-link-done');
});

test.each([
  ['no name', { name: ' ' }],
  ['a name that is too long', { name: 'x'.repeat(81) }],
  ['a note that is too long', { name: 'Luc', note: 'x'.repeat(501) }],
  ['a name with a line feed', { name: 'a\nb' }],
])('refuses %s', async (_what, fields) => {
  const id = await incidents.open({ deviceId: 'air-8' });
  const answer = await fetch(link(id), { method: 'POST', body: new URLSearchParams(fields) });
  expect([answer.status, (await stored(id))?.state]).toEqual([400, 'open']);
});

test.each([
  ['a forged one', () => link('x', undefined, 'another secret'), 403],
  ['one that has expired', () => link('x', Date.now() - 1), 410],
  ['one of no incident', () => link('x'), 404],
])('refuses %s, for looking and for posting', async (_what, url, status) => {
  expect((await fetch(url())).status).toBe(status);
  expect((await fetch(url(), { method: 'POST', body: new URLSearchParams({ name: 'Luc' }) })).status).toBe(status);
});

test('is limited', async () => {
  const id = await incidents.open({ deviceId: 'air-7' });
  const posts = Array.from({ length: 45 }, () => fetch(link(id), { method: 'POST', body: new URLSearchParams() }));
  expect((await Promise.all(posts)).map(({ status }) => status)).toContain(429);
});
