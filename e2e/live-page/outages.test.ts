import { afterAll, expect, inject, test } from 'vitest';
import { endBrowser, openBrowserPage, picture } from '../harness/browser.ts';
import { publishAir, startPage } from '../harness/live-page.ts';
import { lastHour, seeded } from '../harness/plant.ts';
import { createRelay } from '../harness/relay.ts';
import { endServices } from '../harness/service.ts';
import { createSite } from '../harness/site.ts';
import { until } from '../harness/until.ts';

afterAll(async () => {
  await endBrowser();
  await endServices();
});

test('values come as long as either ActiveMQ or Elasticsearch is there, and the page says which is not', async () => {
  const site = createSite();
  await Promise.all([site.gateway('air').ready(), site.ingestor('air').ready()]);
  await publishAir(site, lastHour('air-1', 6.4));
  const activemq = await createRelay(inject('activemqUrl'));
  const elasticsearch = await createRelay(inject('elasticsearchUrl'));
  const { service, url } = await startPage(site, { ACTIVEMQ_URL: activemq.url, ELASTICSEARCH_URL: elasticsearch.url });
  const page = await openBrowserPage();
  await page.goto(`${url}/`);
  let count = seeded;
  const comes = async (pressure: number) => {
    await publishAir(site, [{ device: 'air-1', pressure, count: ++count }]);
    const text = pressure.toFixed(2).replace('.', ',');
    await until(`the page to show ${text}`, async () => (await page.locator('.value').textContent()) === text);
  };
  const notice = (kind: string) => page.locator(`.notice[data-kind="${kind}"]`).waitFor();
  await comes(6.01);

  await activemq.cut();
  await notice('polling');
  await comes(6.02);
  await picture(page, 'polling');

  await elasticsearch.cut();
  await notice('no-source');
  expect(await page.locator('.notice').textContent()).toMatch(
    /^Plus aucune donnée n’arrive au serveur depuis \d\d:\d\d:\d\d$/,
  );
  await picture(page, 'no-source');
  const answer = await fetch(`${url}/api/pressure/air-1/history`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([503, 'application/problem+json; charset=utf-8']);
  // Who opens the page now sees what is known, with its time.
  const other = await openBrowserPage();
  await other.goto(`${url}/`);
  await until('the last value', async () => (await other.locator('.value').textContent()) === '6,02');

  await activemq.mend();
  await until('ActiveMQ', async () => (await service.readiness()).checks.activemq === true);
  await comes(6.03);
  await elasticsearch.mend();
  await page.locator('.notice').waitFor({ state: 'hidden' });
  await comes(6.04);
  expect(await service.stop()).toBe(0);
});

test('starts while both are away, and says that there is no data', async () => {
  const site = createSite();
  const { service, url } = await startPage(site, {
    ACTIVEMQ_URL: 'stomp://127.0.0.1:1',
    ELASTICSEARCH_URL: 'http://127.0.0.1:1',
  });
  expect((await fetch(`${url}/api/pressure`)).status).toBe(503);
  const page = await openBrowserPage();
  await page.goto(`${url}/`);
  await page.locator('.notice[data-kind="no-source"]').waitFor();
  expect(await page.locator('.message').textContent()).toBe('Aucun capteur n’a encore envoyé de pression.');
  expect(await service.stop()).toBe(0);
});
