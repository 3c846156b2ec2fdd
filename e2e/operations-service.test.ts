import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { listBackups } from '../operations/backup/repository.ts';
import { createOperatedSite } from './harness/operations.ts';
import { until } from './harness/until.ts';

test('a backup that was missed is made at the start and verified, and retention follows', async () => {
  const site = createOperatedSite();
  const index = `${site.customer}-air-data-2026-11-1`;
  await site.client.index({ index, document: { timestamp: '2026-11-01T12:00:00Z' }, refresh: true });
  const run = () =>
    spawn(process.execPath, ['operations/main.ts'], {
      cwd: resolve(import.meta.dirname, '..'),
      env: { PATH: process.env.PATH ?? '', HEALTH_PORT: '0', ...site.environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  const first = run();
  let log = '';
  first.stdout.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  const exited = once(first, 'exit');
  await until('the backup', () => log.includes('backup made and verified'));
  await until('retention', () => /nothing to do|compacted/.test(log));
  first.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  await site.client.indices.refresh({ index: `${site.customer}-health-*` });
  const { hits } = await site.client.search<Record<string, number>>({ index: `${site.customer}-health-*` });
  expect(hits.hits.map(({ _source }) => _source)).toEqual([
    { at: expect.stringMatching(/Z$/), shards: expect.any(Number), shardLimit: 1000, daysLeft: expect.any(Number) },
  ]);
  const backups = await listBackups(site.client, site.customer, site.customer);
  expect(backups.map(({ verifiedAt }) => typeof verifiedAt)).toEqual(['number']);
});
