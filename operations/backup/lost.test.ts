import { expect, test } from 'vitest';
import type { ElasticsearchClient } from '../../shared/elasticsearch/client.ts';
import { backUpUnlessLost } from './lost.ts';

const backup = {
  snapshot: 'finemeca-2026-11-24-02-30-00',
  indices: ['finemeca-air-data-2026-11-1', 'finemeca-air-daily-2026', 'finemeca-alerts-2026'],
  start_time_in_millis: 1,
  state: 'SUCCESS',
  metadata: { customer: 'finemeca' },
};
const verified = {
  ...{ snapshot: `${backup.snapshot}-verified`, indices: [], state: 'SUCCESS' },
  metadata: { customer: 'finemeca', of: backup.snapshot, verifiedAt: '2026-11-24T01:31:00.000Z', documents: 3 },
};
class Begun extends Error {}

/** A cluster with these indices and snapshots; a backup that begins throws. */
const workOn = (present: readonly string[], snapshots: readonly object[]) => ({
  client: {
    snapshot: {
      get: async () => ({ snapshots }),
      getRepository: async () => {
        throw new Begun();
      },
    },
    cat: { indices: async () => present.map((index) => ({ index })) },
  } as unknown as ElasticsearchClient,
  ...{ customer: 'finemeca', siteTimeZone: 'Europe/Brussels', onProgress: () => undefined },
  config: { minuteOfDay: 150, repository: 'backups', location: undefined, keep: 14 },
});

test.each([
  ['a ledger', ['finemeca-air-data-2026-11-1', 'finemeca-alerts-2026'], ['finemeca-air-daily-2026']],
  ['incidents', ['finemeca-air-daily-2026'], ['finemeca-alerts-2026']],
  ['everything', ['finemeca-health-2026'], ['finemeca-air-daily-2026', 'finemeca-alerts-2026']],
])('where %s of the last verified backup is gone, none is made', async (_, present, lost) => {
  expect(await backUpUnlessLost(workOn(present, [backup, verified]), 2)).toEqual({ lost });
});

test.each([
  ['readings may go: retention deletes them', ['finemeca-air-daily-2026', 'finemeca-alerts-2026'], [backup, verified]],
  ['a backup that was not verified counts for nothing', ['finemeca-health-2026'], [backup]],
  ['the first backup', ['finemeca-health-2026'], []],
])('%s', async (_, present, snapshots) => {
  await expect(backUpUnlessLost(workOn(present, snapshots), 2)).rejects.toThrow(Begun);
});
