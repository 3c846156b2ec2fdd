import { expect, test } from 'vitest';
import type { ElasticsearchClient } from '../shared/elasticsearch/client.ts';
import { createHealthRecord } from './health-record.ts';

const budget = { used: 40, limit: 1000, daysLeft: 320 };
const at = (time: string) => Date.parse(`2026-12-31T${time}+01:00`);

function recording() {
  const written: { index: string; id: string; document: Record<string, unknown> }[] = [];
  const client = {
    indices: { getIndexTemplate: async () => ({}), putIndexTemplate: async () => ({}) },
    index: async (request: (typeof written)[number]) => written.push(request),
  } as unknown as ElasticsearchClient;
  const site = { customer: 'acme', siteTimeZone: 'Europe/Brussels', replicas: 0 };
  return { written, record: createHealthRecord(client, site) };
}

test('a local day has one document, which says the latest', async () => {
  const { written, record } = recording();
  await record(budget, at('10:00:00'));
  await record({ used: 43, limit: 1000, daysLeft: 319 }, at('10:00:30'));
  await record(budget, Date.parse('2027-01-01T00:10:00+01:00'));
  expect(written.map(({ index, id }) => `${index}/${id}`)).toEqual([
    'acme-health-2026/2026-12-31',
    'acme-health-2026/2026-12-31',
    'acme-health-2027/2027-01-01',
  ]);
  expect(written[1]?.document).toEqual({
    at: '2026-12-31T09:00:30.000Z',
    shards: 43,
    shardLimit: 1000,
    daysLeft: 319,
  });
});

test('the same figures are written once an hour, and again when they could not be', async () => {
  const { written, record } = recording();
  for (const time of ['10:00:00', '10:00:30', '10:59:59', '11:00:00', '11:00:30']) await record(budget, at(time));
  expect(written.map(({ document }) => document.at)).toEqual(['2026-12-31T09:00:00.000Z', '2026-12-31T10:00:00.000Z']);

  const away = { indices: { getIndexTemplate: async () => Promise.reject(new Error('away')) } };
  const failing = createHealthRecord(away as unknown as ElasticsearchClient, {
    customer: 'acme',
    siteTimeZone: 'Europe/Brussels',
    replicas: 0,
  });
  for (let time = 0; time < 2; time++) await expect(failing(budget, at('10:00:00'))).rejects.toThrow('away');
});
