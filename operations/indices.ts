import type { ElasticsearchClient } from '../shared/elasticsearch/client.ts';

/** An index as it stands now. Two equal states of one index have the same documents. */
export interface IndexState {
  readonly documents: number;
  /** Changes with every write. */
  readonly state: string;
}

/** Names in one URL: it may have 4,096 characters. */
const namesPerRequest = 20;

/** The open indices of a pattern by name, as of now: everything written before is counted. */
export async function indexStates(
  client: ElasticsearchClient,
  pattern: string,
): Promise<ReadonlyMap<string, IndexState>> {
  await client.indices.refresh({ index: pattern, allow_no_indices: true });
  const stats = await client.indices.stats({ index: pattern, metric: ['docs'], level: 'shards' });
  const states = new Map<string, IndexState>();
  for (const [name, index] of Object.entries(stats.indices ?? {})) {
    const copies = Object.entries(index.shards ?? {}).flatMap(([shard, found]) =>
      found
        .filter(({ routing }) => routing?.primary)
        .map(({ seq_no }) => `${shard}:${seq_no?.max_seq_no ?? 'unknown'}`),
    );
    states.set(name, {
      documents: index.primaries?.docs?.count ?? 0,
      state: [index.uuid, ...copies.sort()].join(' '),
    });
  }
  return states;
}

/** The names of the indices of a pattern, closed and hidden ones included. */
export async function indexNames(client: ElasticsearchClient, pattern: string): Promise<string[]> {
  const found = await client.cat.indices({ index: pattern, format: 'json', h: ['index'], expand_wildcards: 'all' });
  return found.flatMap(({ index }) => index ?? []).sort();
}

/** Deletes indices by name; one that is gone already is no error. */
export async function deleteIndices(client: ElasticsearchClient, names: readonly string[]): Promise<void> {
  for (const index of chunks(names, namesPerRequest)) {
    await client.indices.delete({ index, ignore_unavailable: true });
  }
}

export function chunks<T>(values: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let from = 0; from < values.length; from += size) parts.push(values.slice(from, from + size));
  return parts;
}
