import { afterEach, beforeEach, expect, test } from 'vitest';
import { sendAir, steady } from './harness/air.ts';
import { incidentsOf, queuedBy, startAlerter } from './harness/alerting.ts';
import { endBrokerClients } from './harness/queue.ts';
import { endServices } from './harness/service.ts';
import { createSite, type Site } from './harness/site.ts';
import { until } from './harness/until.ts';

let site: Site;

beforeEach(async () => {
  site = createSite();
  await Promise.all([site.gateway('air').ready(), site.ingestor('air').ready()]);
});

afterEach(async () => {
  endBrokerClients();
  await endServices();
});

const seconds = 1000;
const closed = () => until('the incident to be closed', async () => (await incidentsOf(site))[0]?.state === 'closed');

test('a leak opens, and closes when the pressure is back', async () => {
  const alerter = startAlerter(site);
  await alerter.logged('connected to ActiveMQ for notices');
  const start = Date.now() - 600 * seconds;
  await sendAir(site, {
    device: 'air-1',
    pressures: [6.8, 6.7, 5.9, 5.6, 5.3, 5.1, 5.2],
    endsAt: start + 180 * seconds,
  });
  const [incident] = await until('an incident', async () => {
    const found = await incidentsOf(site);
    return found.length > 0 && found;
  });
  expect(incident).toMatchObject({
    kind: 'leak',
    device: 'air-1',
    state: 'open',
    openingPressure: 6,
    lowestPressure: 5.1,
    lastPressure: 5.2,
  });
  await sendAir(site, { device: 'air-1', pressures: steady(6.5, 5), endsAt: start + 330 * seconds });
  await closed();
  expect(queuedBy(alerter)).toEqual(['leak-opened', 'leak-recovered']);
});
