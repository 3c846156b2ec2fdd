import { describeError } from '../../shared/outage.ts';
import { fingerprint } from '../fingerprint.ts';
import { indexNames, indexStates } from '../indices.ts';
import { OperationError } from '../operation-error.ts';
import { restoreSnapshot } from './copies.ts';
import { type BackupWork, expectationFrom } from './make.ts';
import { readRecord } from './record.ts';
import { type Backup, ensureRepository, listBackups } from './repository.ts';
import { differences, isValued } from './verify.ts';

export interface RestoreRequest {
  /** A backup's name, or `latest`: the newest verified one. */
  readonly snapshot: string;
  /** Put before every name, so that nothing that is there is touched. */
  readonly as: string;
  /** A name with `*`, of the indices to restore. */
  readonly pattern: string;
  /** Whether indices of the same name give way. */
  readonly replace: boolean;
}

export interface RestoreResult {
  readonly backup: string;
  readonly restored: number;
  readonly documents: number;
  /** Indices that could be compared with what was found when the backup was verified. */
  readonly compared: number;
  readonly problems: readonly string[];
}

const progressMs = 1000;

/** Restores a backup and checks what is there then. Throws an OperationError where it refuses, having changed nothing. */
export async function restoreBackup(work: BackupWork, request: RestoreRequest): Promise<RestoreResult> {
  const { client, customer, config } = work;
  const { repository } = config;
  await ensureRepository(client, config);
  const backup = chooseBackup(await listBackups(client, repository, customer), request.snapshot);
  const indices = backup.indices.filter((index) => matches(index, request.pattern));
  if (indices.length === 0) throw new OperationError(`${backup.name} has no index that matches '${request.pattern}'.`);
  const present = new Set(await indexNames(client, request.as === '' ? `${customer}-*` : `${request.as}*`));
  const inTheWay = indices.map((index) => `${request.as}${index}`).filter((index) => present.has(index));
  if (inTheWay.length > 0 && !request.replace) {
    const others = inTheWay.length > 1 ? ` and ${inTheWay.length - 1} others` : '';
    throw new OperationError(
      `${inTheWay[0]}${others} are there already. Restore beside them with --as old-, or over them with --replace.`,
    );
  }
  const record = await readRecord(client, repository, customer, backup).catch((error: unknown) => {
    work.onProgress(`what was verified cannot be read (${describeError(error)}); only the shards are checked`);
    return undefined;
  });
  // Elasticsearch restores over closed indices only. They keep their documents until then.
  for (const index of inTheWay) await client.indices.close({ index });
  work.onProgress(`restoring ${indices.length} indices of ${backup.name}`);
  const stop = followProgress(work, indices.length);
  const { shards } = await restoreSnapshot(client, {
    ...{ repository, snapshot: backup.name, indices, prefix: request.as },
    withAliases: request.as === '',
  }).finally(stop);

  const problems: string[] = [];
  if (shards.failed > 0) problems.push(`${shards.failed} of ${shards.total} shards could not be restored`);
  const states = await indexStates(client, `${request.as}${customer}-*`);
  let documents = 0;
  let compared = 0;
  for (const index of indices) {
    const name = `${request.as}${index}`;
    const found = states.get(name)?.documents ?? 0;
    documents += found;
    const expected = expectationFrom(record, index);
    if (expected) compared += 1;
    const content = expected?.content && isValued(customer, index) ? await fingerprint(client, name) : undefined;
    problems.push(...differences(name, found, content, expected));
  }
  return { backup: backup.name, restored: indices.length, documents, compared, problems };
}

/** Throws an OperationError when there is no such backup. */
export function chooseBackup(backups: readonly Backup[], wanted: string): Backup {
  const found =
    wanted === 'latest'
      ? backups.findLast(({ verifiedAt }) => verifiedAt !== undefined)
      : backups.find(({ name }) => name === wanted);
  if (found) return found;
  throw new OperationError(
    wanted === 'latest'
      ? 'No backup has been verified.'
      : `There is no backup '${wanted}'; npm run backups lists them.`,
  );
}

/** Whether a name matches a pattern with `*`. */
function matches(index: string, pattern: string): boolean {
  const literal = (text: string) => text.replace(/[^\w-]/g, '\\$&');
  return new RegExp(`^${pattern.split('*').map(literal).join('.*')}$`).test(index);
}

/** Says every now and then how many bytes have arrived. */
function followProgress({ client, onProgress, customer }: BackupWork, all: number): () => void {
  const look = async (): Promise<void> => {
    const recoveries = await client.cat.recovery({
      index: `*${customer}-*`,
      active_only: true,
      format: 'json',
      h: ['index', 'bytes_percent'],
    });
    const [first] = recoveries;
    if (first) onProgress(`${recoveries.length} of ${all} under way; ${first.index} ${first.bytes_percent}`);
  };
  const timer = setInterval(() => void look().catch(() => undefined), progressMs);
  return () => clearInterval(timer);
}
