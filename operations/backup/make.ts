import type { ElasticsearchClient } from '../../shared/elasticsearch/client.ts';
import type { BackupConfig } from '../config.ts';
import { fingerprint } from '../fingerprint.ts';
import { indexStates } from '../indices.ts';
import { OperationError } from '../operation-error.ts';
import { removeCopies } from './copies.ts';
import { outdated } from './keep.ts';
import { type BackupRecord, readRecord, recordIndex, writeRecord } from './record.ts';
import { type Backup, deleteBackups, ensureRepository, listBackups, snapshot } from './repository.ts';
import { type Expectation, expectationOf, isValued, readBack, snapshotProblems } from './verify.ts';

export interface BackupWork {
  readonly client: ElasticsearchClient;
  readonly customer: string;
  readonly siteTimeZone: string;
  readonly config: BackupConfig;
  readonly onProgress: (line: string) => void;
}

/** `finemeca-2026-11-24-02-30-00`: by the site's clock, as people ask for it. */
function backupName(customer: string, timeZone: string, now: number): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return `${customer}-${format.format(now).replace(/[ :]/g, '-')}`;
}

/**
 * Makes a backup of all indices of the customer, reads it back, records what was found, and removes the backups beyond those
 * to be kept. What is wrong with the backup is in the record; throws an OperationError when there was none to be made.
 */
export async function makeBackup(work: BackupWork, now: number): Promise<BackupRecord> {
  const { client, customer, config } = work;
  await ensureRepository(client, config);
  await removeCopies(client, customer);
  const before = await indexStates(client, `${customer}-*`);
  if (before.size === 0) throw new OperationError(`There is nothing to back up: no index begins with ${customer}-.`);
  const name = backupName(customer, work.siteTimeZone, now);
  work.onProgress(`making ${name} of ${before.size} indices`);
  const { repository } = config;
  const info = await snapshot(client, { repository, name, indices: `${customer}-*`, metadata: { customer } });
  const after = await indexStates(client, `${customer}-*`);

  const saved = info.indices ?? [];
  const missing = [...before.keys()].filter((index) => !saved.includes(index) && after.has(index));
  const expected = new Map<string, Expectation>();
  for (const index of saved) {
    const bounds = expectationOf(index, before, after);
    if (!bounds) continue;
    const content = isValued(customer, index) && bounds.state ? await fingerprint(client, index) : undefined;
    // Compared with the live index only where that was still what was saved when it had been read.
    const steady = content && (await indexStates(client, index)).get(index)?.state === bounds.state;
    expected.set(index, steady ? { ...bounds, content } : bounds);
  }
  const earlier = await lastRecord(work);
  const result = await readBack(client, {
    ...{ repository, customer, snapshot: name, indices: saved },
    expected: (index) => expected.get(index),
    known: (index) => {
      const state = expected.get(index)?.state;
      const known = earlier?.indices[index];
      return state && known?.state === state ? known : undefined;
    },
    onProgress: (done, all) => work.onProgress(`read back ${done} of ${all} new or changed indices`),
  });
  const problems = [
    ...snapshotProblems(info),
    ...missing.map((index) => `${index} is not in the snapshot`),
    ...result.problems,
  ];
  return await conclude(work, name, problems, result.indices);
}

/** Reads every index of a backup back, also those that were read back before, and compares with what was found then. */
export async function verifyBackup(work: BackupWork, backup: Backup): Promise<BackupRecord> {
  const { client, customer, config } = work;
  const { repository } = config;
  await removeCopies(client, customer);
  const { snapshots = [] } = await client.snapshot.get({ repository, snapshot: backup.name });
  const record = await readRecord(client, repository, customer, backup);
  const result = await readBack(client, {
    ...{ repository, customer, snapshot: backup.name, indices: backup.indices },
    expected: (index) => expectationFrom(record, index),
    known: () => undefined,
    onProgress: (done, all) => work.onProgress(`read back ${done} of ${all} indices`),
  });
  const problems = [...(snapshots[0] ? snapshotProblems(snapshots[0]) : ['it is gone']), ...result.problems];
  return await conclude(work, backup.name, problems, result.indices);
}

/** What a record says of an index, as something to compare with. */
export function expectationFrom(record: BackupRecord | undefined, index: string): Expectation | undefined {
  const known = record?.indices[index];
  if (!known) return undefined;
  const { documents, checksum, state } = known;
  return { least: documents, most: documents, state, ...(checksum && { content: { documents, checksum } }) };
}

async function conclude(
  work: BackupWork,
  name: string,
  problems: readonly string[],
  indices: BackupRecord['indices'],
): Promise<BackupRecord> {
  const { client, customer, config } = work;
  const { repository } = config;
  const verifiedAt = new Date().toISOString();
  const record = { customer, snapshot: name, verifiedAt, verified: problems.length === 0, problems, indices };
  await writeRecord(client, record);
  const stale = (await listBackups(client, repository, customer)).find((backup) => backup.name === name)?.verification;
  if (stale) await client.snapshot.delete({ repository, snapshot: stale }, { ignore: [404] });
  if (!record.verified) return record;
  // So that an empty cluster knows too that this backup was found right, and what was in it.
  const documents = Object.values(indices).reduce((sum, index) => sum + index.documents, 0);
  await snapshot(client, {
    ...{ repository, name: `${name}-verified`, indices: recordIndex(customer) },
    metadata: { customer, of: name, verifiedAt, documents },
  });
  await deleteBackups(client, repository, outdated(await listBackups(client, repository, customer), config.keep));
  return record;
}

/** What was found in the latest verified backup. */
async function lastRecord({ client, customer, config }: BackupWork): Promise<BackupRecord | undefined> {
  const backups = await listBackups(client, config.repository, customer);
  const last = backups.findLast(({ verifiedAt }) => verifiedAt !== undefined);
  return last && (await readRecord(client, config.repository, customer, last));
}
