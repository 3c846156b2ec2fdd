import { errors, type estypes } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '../../shared/elasticsearch/client.ts';
import type { BackupConfig } from '../config.ts';
import { OperationError } from '../operation-error.ts';

/** A snapshot of all indices of the customer, and whether it was read back and found right. */
export interface Backup {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly state: string;
  readonly indices: readonly string[];
  /** Absent: not verified, or found wrong. */
  readonly verifiedAt?: number;
  /** Documents found when it was verified. */
  readonly documents?: number;
  /** Name of the small snapshot that says so. */
  readonly verification?: string;
}

/** What we write into a snapshot, at most 1,024 bytes. */
interface Metadata {
  readonly customer: string;
  /** In the snapshot of a verification: the backup it is about. */
  readonly of?: string;
  readonly verifiedAt?: string;
  readonly documents?: number;
}

const pollMs = 200;

/** Makes sure that the repository is there, and that Elasticsearch can write to it. Throws an OperationError. */
export async function ensureRepository(client: ElasticsearchClient, config: BackupConfig): Promise<void> {
  const { repository, location } = config;
  try {
    const present = await client.snapshot.getRepository({ name: repository }, { ignore: [404] });
    if (present[repository]) return;
    if (location === undefined) {
      throw new OperationError(
        `Elasticsearch has no snapshot repository '${repository}', and BACKUP_LOCATION does not say where to make one.`,
      );
    }
    await client.snapshot.createRepository({ name: repository, repository: { type: 'fs', settings: { location } } });
  } catch (error) {
    if (!(error instanceof errors.ResponseError)) throw error;
    throw new OperationError(
      `The repository '${repository}' at ${location ?? 'its place'} cannot be used: ${error.message}. ` +
        'The folder must be below path.repo of Elasticsearch, and writable for it.',
    );
  }
}

/** The backups of a customer in the repository, oldest first. */
export async function listBackups(
  client: ElasticsearchClient,
  repository: string,
  customer: string,
): Promise<readonly Backup[]> {
  const request = { repository, snapshot: `${customer}-*`, ignore_unavailable: true };
  const { snapshots = [] } = await client.snapshot.get(request);
  const ours = snapshots.filter(({ metadata }) => (metadata as Metadata | undefined)?.customer === customer);
  const verifications = new Map(
    ours.flatMap((snapshot) => {
      const metadata = snapshot.metadata as unknown as Metadata;
      return metadata.of && snapshot.state === 'SUCCESS'
        ? [[metadata.of, { ...metadata, name: snapshot.snapshot }]]
        : [];
    }),
  );
  return ours
    .filter(({ metadata }) => (metadata as unknown as Metadata).of === undefined)
    .map((snapshot) => backupOf(snapshot, verifications.get(snapshot.snapshot)))
    .sort((a, b) => a.startedAt - b.startedAt);
}

function backupOf(snapshot: estypes.SnapshotSnapshotInfo, found: (Metadata & { name: string }) | undefined): Backup {
  return {
    name: snapshot.snapshot,
    startedAt: Number(snapshot.start_time_in_millis ?? 0),
    state: snapshot.state ?? 'UNKNOWN',
    indices: snapshot.indices ?? [],
    ...(found && {
      verifiedAt: Date.parse(found.verifiedAt ?? ''),
      documents: found.documents ?? 0,
      verification: found.name,
    }),
  };
}

/** Makes a snapshot and waits for its end; it may have failed in part. */
export async function snapshot(
  client: ElasticsearchClient,
  options: { repository: string; name: string; indices: string; metadata: Metadata },
): Promise<estypes.SnapshotSnapshotInfo> {
  const { repository, name } = options;
  await client.snapshot.create({
    repository,
    snapshot: name,
    indices: options.indices,
    include_global_state: false,
    // An index that is broken must not keep the others out of the backup; the snapshot is then PARTIAL, and said to be.
    partial: true,
    metadata: { ...options.metadata },
    wait_for_completion: false,
  });
  for (;;) {
    const { snapshots = [] } = await client.snapshot.get({ repository, snapshot: name });
    const [made] = snapshots;
    if (made && made.state !== 'IN_PROGRESS') return made;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

/** Deletes backups and what says that they were verified. */
export async function deleteBackups(
  client: ElasticsearchClient,
  repository: string,
  backups: readonly Backup[],
): Promise<void> {
  for (const { name, verification } of backups) {
    for (const each of verification ? [verification, name] : [name]) {
      await client.snapshot.delete({ repository, snapshot: each }, { ignore: [404], requestTimeout: 3_600_000 });
    }
  }
}
