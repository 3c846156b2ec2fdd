import type { estypes } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '../../shared/elasticsearch/client.ts';
import { deleteIndices, indexNames } from '../indices.ts';

/** Read from a disk elsewhere, a large index takes its time. */
const restoreTimeoutMs = 6 * 3_600_000;

/** Where backups are read back to. No name of it is matched by what dashboards and services search. */
const prefixOf = (customer: string): string => `verify-${customer}-`;

/** Removes what an interrupted verification has left. */
export const removeCopies = async (client: ElasticsearchClient, customer: string): Promise<void> =>
  deleteIndices(client, await indexNames(client, `${prefixOf(customer)}*`));

/**
 * Restores some indices of a backup beside the live ones, lets `look` read them, and removes them again. `look` is given the
 * name of the copy by the name of the index. Throws when Elasticsearch cannot restore all of them whole.
 */
export async function withCopies<T>(
  client: ElasticsearchClient,
  options: { repository: string; snapshot: string; customer: string; indices: readonly string[] },
  look: (copies: ReadonlyMap<string, string>) => Promise<T>,
): Promise<T> {
  const prefix = prefixOf(options.customer);
  const copies = new Map(options.indices.map((name) => [name, `${prefix}${name}`]));
  try {
    const { shards } = await restoreSnapshot(client, { ...options, prefix, withAliases: false });
    if (shards && shards.failed > 0)
      throw new Error(`${shards.failed} of ${shards.total} shards could not be read back`);
    return await look(copies);
  } finally {
    await deleteIndices(client, [...copies.values()]);
  }
}

/** Restores indices under their name or behind a prefix; resolves when every shard has been restored or has failed. */
export async function restoreSnapshot(
  client: ElasticsearchClient,
  options: {
    repository: string;
    snapshot: string;
    indices: readonly string[];
    prefix: string;
    withAliases: boolean;
  },
): Promise<estypes.SnapshotRestoreSnapshotRestore> {
  const answer = await client.snapshot.restore(
    {
      repository: options.repository,
      snapshot: options.snapshot,
      indices: [...options.indices],
      include_global_state: false,
      include_aliases: options.withAliases,
      ...(options.prefix !== '' && { rename_pattern: '^(.+)$', rename_replacement: `${options.prefix}$1` }),
      // A copy to look at needs no replica; one that is to stay keeps its own.
      ...(options.withAliases
        ? {}
        : { index_settings: { 'index.number_of_replicas': 0 } as estypes.IndicesIndexSettings }),
      wait_for_completion: true,
    },
    { requestTimeout: restoreTimeoutMs },
  );
  return answer.snapshot as estypes.SnapshotRestoreSnapshotRestore;
}
