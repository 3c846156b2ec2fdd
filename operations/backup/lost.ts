import { indexNames } from '../indices.ts';
import { type BackupWork, makeBackup } from './make.ts';
import type { BackupRecord } from './record.ts';
import { listBackups } from './repository.ts';
import { isValued } from './verify.ts';

/**
 * Makes a backup that nobody asked for, as `makeBackup` does; none where ledgers or incidents are `lost` that the newest verified
 * one has. Nothing of ours deletes them: this is a cluster that was lost, and a backup of what is left would be taken for the one
 * to restore.
 */
export async function backUpUnlessLost(
  work: BackupWork,
  now: number,
): Promise<BackupRecord | { readonly lost: readonly string[] }> {
  const { client, customer, config } = work;
  const backups = await listBackups(client, config.repository, customer);
  const last = backups.findLast(({ verifiedAt }) => verifiedAt !== undefined);
  const present = new Set(await indexNames(client, `${customer}-*`));
  const lost = last?.indices.filter((index) => isValued(customer, index) && !present.has(index)) ?? [];
  return lost.length > 0 ? { lost } : await makeBackup(work, now);
}
