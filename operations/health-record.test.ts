import { errors } from '@elastic/elasticsearch';
import { expect, test } from 'vitest';
import type { ElasticsearchClient } from '../shared/elasticsearch/client.ts';
import type { Logger } from '../shared/logger.ts';
import { createHealthRecord } from './health-record.ts';

const budget = { used: 40, limit: 1000, daysLeft: 320 };
const at = (time: string) => Date.parse(`2026-12-31T${time}+01:00`);

const site = { customer: 'acme', siteTimeZone: 'Europe/Brussels', replicas: 0 };

function recording(refusal?: Error) {
  const written: { index: string; id: string; document: Record<string, unknown> }[] = [];
  const lines: string[] = [];
  const client = {
    indices: { getIndexTemplate: async () => ({}), putIndexTemplate: async () => ({}) },
    index: async (request: (typeof written)[number]) => {
      if (refusal) throw refusal;
      written.push(request);
    },
  } as unknown as ElasticsearchClient;
  const logger = { error: (_: unknown, line: string) => lines.push(line) } as unknown as Logger;
  return { written, lines, record: createHealthRecord(client, site, logger) };
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

test('the same figures are written once an hour', async () => {
  const { written, record } = recording();
  for (const time of ['10:00:00', '10:00:30', '10:59:59', '11:00:00', '11:00:30']) await record(budget, at(time));
  expect(written.map(({ document }) => document.at)).toEqual(['2026-12-31T09:00:00.000Z', '2026-12-31T10:00:00.000Z']);
});

test('an absent Elasticsearch is thrown, and asked again', async () => {
  const { record } = recording(new errors.ConnectionError('away'));
  for (let time = 0; time < 2; time++) await expect(record(budget, at('10:00:00'))).rejects.toThrow('away');
});

test('a missing right is said once, and holds nothing up', async () => {
  const { record, lines } = recording(new errors.ResponseError({ statusCode: 403, body: {} } as never));
  for (let time = 0; time < 3; time++) await record(budget, at('10:00:00'));
  expect(lines).toEqual(['Elasticsearch refuses to record how much room is left']);
});
