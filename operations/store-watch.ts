import { Gauge, type Registry } from 'prom-client';
import type { ElasticsearchClient } from '../shared/elasticsearch/client.ts';
import { readShardBudget } from './retention/shards.ts';
import { createWatch, type Watch } from './watch.ts';

const lookMs = 30_000;

/** How full one node's disk is. */
export interface DiskState {
  readonly node: string;
  readonly percent: number;
  readonly freeBytes: number;
  readonly sizeBytes: number;
}

/** The disks of the nodes that hold data. Throws when Elasticsearch is away. */
export async function readDisks(client: ElasticsearchClient): Promise<readonly DiskState[]> {
  const columns = ['node', 'disk.percent', 'disk.avail', 'disk.total'] as const;
  const nodes = await client.cat.allocation({ format: 'json', bytes: 'b', h: [...columns] });
  return nodes
    .filter((node) => node.node !== 'UNASSIGNED' && node['disk.percent'])
    .map((node) => ({
      node: node.node ?? '',
      percent: Number(node['disk.percent']),
      freeBytes: Number(node['disk.avail']),
      sizeBytes: Number(node['disk.total']),
    }));
}

/** Measures what Elasticsearch has left, for Prometheus. What cannot be measured has no figure. */
export function createStoreWatch(options: {
  readonly client: ElasticsearchClient;
  readonly registry: Registry;
}): Watch {
  const { client, registry } = options;
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const shards = gauge('telemetry_operations_shards', 'Shards of the cluster');
  const shardsLimit = gauge('telemetry_operations_shards_limit', 'Shards that the cluster accepts');
  const diskFree = gauge('telemetry_operations_disk_free_bytes', "What is free on a node's disk", ['node']);
  const diskSize = gauge('telemetry_operations_disk_size_bytes', "Size of a node's disk", ['node']);
  const forget = () => {
    for (const count of [shards, shardsLimit]) count.remove();
    for (const disk of [diskFree, diskSize]) disk.reset();
  };
  forget();

  async function look(): Promise<void> {
    const { used, limit } = await readShardBudget(client, 0);
    const disks = await readDisks(client);
    shards.set(used);
    shardsLimit.set(limit);
    for (const disk of [diskFree, diskSize]) disk.reset();
    for (const { node, freeBytes, sizeBytes } of disks) {
      diskFree.set({ node }, freeBytes);
      diskSize.set({ node }, sizeBytes);
    }
  }

  // That Elasticsearch is away the maintenance says.
  return createWatch(lookMs, () => look().catch(forget));
}
