import type { ElasticsearchClient } from '../../shared/elasticsearch/client.ts';

/** How many shards there are, how many there may be, and for how long that is enough. */
export interface ShardBudget {
  readonly used: number;
  readonly limit: number;
  /** Whole days until the limit, at so many shards a day. */
  readonly daysLeft: number;
}

/** With fewer days left somebody has to do something. */
export const fewDays = 30;

export const shardBudget = (used: number, limit: number, perDay: number): ShardBudget => ({
  used,
  limit,
  daysLeft: used >= limit ? 0 : perDay > 0 ? Math.floor((limit - used) / perDay) : Number.POSITIVE_INFINITY,
});

/** Reads the budget of the cluster. `perDay`: shards that a day adds. */
export async function readShardBudget(client: ElasticsearchClient, perDay: number): Promise<ShardBudget> {
  const health = await client.cluster.health({
    filter_path: ['active_shards', 'unassigned_shards', 'number_of_data_nodes'],
  });
  // Not as flat settings: a filter does not find a name that has dots in it.
  const { transient, persistent, defaults } = (await client.cluster.getSettings({
    include_defaults: true,
    filter_path: ['*.cluster.max_shards_per_node'],
  })) as Partial<Record<'transient' | 'persistent' | 'defaults', { cluster: { max_shards_per_node: string } }>>;
  const perNode = Number((transient ?? persistent ?? defaults)?.cluster.max_shards_per_node);
  return shardBudget(health.active_shards + health.unassigned_shards, perNode * health.number_of_data_nodes, perDay);
}
