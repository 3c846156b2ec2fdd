import { expect, test } from 'vitest';
import { listBackups } from '../operations/backup/repository.ts';
import { createOperatedSite, startOperations } from './harness/operations.ts';
import { until } from './harness/until.ts';

test('a backup that was missed is made at the start and verified, and retention follows', async () => {
  const site = createOperatedSite();
  const index = `${site.customer}-air-data-2026-11-1`;
  await site.client.index({ index, document: { timestamp: '2026-11-01T12:00:00Z' }, refresh: true });
  const service = startOperations(site, 'main');
  await until('the backup', () => service.log().includes('backup made and verified'));
  await until('retention', () => /nothing to do|compacted/.test(service.log()));
  service.process.kill('SIGTERM');
  expect(await service.ended).toBe(0);
  await site.client.indices.refresh({ index: `${site.customer}-health-*` });
  const { hits } = await site.client.search<Record<string, number>>({ index: `${site.customer}-health-*` });
  expect(hits.hits.map(({ _source }) => _source)).toEqual([
    { at: expect.stringMatching(/Z$/), shards: expect.any(Number), shardLimit: 1000, daysLeft: expect.any(Number) },
  ]);
  const backups = await listBackups(site.client, site.customer, site.customer);
  expect(backups.map(({ verifiedAt }) => typeof verifiedAt)).toEqual(['number']);
});
