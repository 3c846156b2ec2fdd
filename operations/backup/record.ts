import type { ElasticsearchClient } from '../../shared/elasticsearch/client.ts';
import { withCopies } from './copies.ts';
import type { Backup } from './repository.ts';

/** What was found in an index of a backup when it was read back. */
export interface IndexRecord {
  readonly documents: number;
  /** The live index's state when it was backed up and did not change meanwhile; empty: it did. */
  readonly state: string;
  /** Of the ledger and of incidents: see fingerprint.ts. */
  readonly checksum?: string;
}

/** The result of verifying a backup. */
export interface BackupRecord {
  readonly customer: string;
  readonly snapshot: string;
  /** ISO, UTC. */
  readonly verifiedAt: string;
  readonly verified: boolean;
  readonly problems: readonly string[];
  readonly indices: Readonly<Record<string, IndexRecord>>;
}

/** Holds one document per verified backup. */
export const recordIndex = (customer: string): string => `${customer}-backups`;

/** Writes a record, over an earlier one of the same backup. */
export async function writeRecord(client: ElasticsearchClient, record: BackupRecord): Promise<void> {
  const index = recordIndex(record.customer);
  const properties = {
    customer: { type: 'keyword' },
    snapshot: { type: 'keyword' },
    verifiedAt: { type: 'date' },
    verified: { type: 'boolean' },
  } as const;
  if (!(await client.indices.exists({ index }))) {
    const settings = { number_of_shards: 1, auto_expand_replicas: '0-1' };
    await client.indices.create({ index, settings, mappings: { dynamic: false, properties } });
  }
  await client.index({ index, id: record.snapshot, document: record, refresh: true });
}

/** The record of a backup: from the live index, or else from the snapshot that was made of it after the verification. */
export async function readRecord(
  client: ElasticsearchClient,
  repository: string,
  customer: string,
  backup: Backup,
): Promise<BackupRecord | undefined> {
  const index = recordIndex(customer);
  const read = async (from: string): Promise<BackupRecord | undefined> => {
    const answer = await client.get<BackupRecord>({ index: from, id: backup.name }, { ignore: [404] });
    return answer.found ? answer._source : undefined;
  };
  const live = await read(index);
  if (live || backup.verification === undefined) return live;
  const where = { repository, snapshot: backup.verification, customer, indices: [index] };
  return await withCopies(client, where, (copies) => read(copies.get(index) ?? index));
}
