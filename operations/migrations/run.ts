import { listBackups } from '../backup/repository.ts';
import { ensureOperationsIndex, operationsIndex } from '../lease/lease.ts';
import { OperationError } from '../operation-error.ts';
import { refusalOf } from '../retention/run.ts';
import { count } from '../table.ts';
import { migrations } from './index.ts';
import type { MigrationContext } from './migration.ts';

export interface MigrationWork extends MigrationContext {
  readonly dryRun: boolean;
  readonly report: (line: string) => void;
  /** Called before every step that changes something; throws when the lease is lost. */
  readonly check: () => void;
}

/**
 * Carries out whatever a migration finds to do, and records it. Throws an OperationError, having changed nothing, where there is
 * something to do and no young verified backup. False: there was nothing to do.
 */
export async function runMigrations(work: MigrationWork, now: number): Promise<boolean> {
  const { client, config, dryRun, report } = work;
  let nothing = true;
  for (const { id, about, pending } of migrations) {
    const found = await pending(work);
    if (found.length === 0) continue;
    if (nothing) await refuse(work, now);
    nothing = false;
    report(`${dryRun ? 'would migrate' : 'migrating'} ${id}: ${about}`);
    let documents = 0;
    for (const { what, run } of found) {
      if (dryRun) report(`  ${what}`);
      else {
        const written = await run(work.check);
        documents += written;
        report(`  ${what}: ${count(written)} documents written`);
      }
    }
    if (dryRun) continue;
    const document = { id, about, at: new Date().toISOString(), steps: found.map(({ what }) => what), documents };
    const index = operationsIndex(config.customer);
    await ensureOperationsIndex(client, index);
    await client.index({ index, document: { migration: document }, refresh: true });
  }
  return !nothing;
}

async function refuse({ client, config, dryRun, report }: MigrationWork, now: number): Promise<void> {
  const { repository } = config.backup;
  const present = await client.snapshot.getRepository({ name: repository }, { ignore: [404] });
  const backups = present[repository] ? await listBackups(client, repository, config.customer) : [];
  const refusal = refusalOf(backups, config.retention.backupMaxAgeHours, now);
  if (!refusal) return;
  if (!dryRun) throw new OperationError(refusal);
  report(`would refuse: ${refusal}`);
}
