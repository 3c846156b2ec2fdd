import { createHash } from 'node:crypto';
import type { ElasticsearchClient } from '../shared/elasticsearch/client.ts';
import type { MeterSwap } from '../shared/ledger.ts';
import { meterNamesOf } from '../shared/names.ts';

/** A swap and the id of its document. */
export interface DeclaredSwap extends MeterSwap {
  readonly id: string;
}

/** The meter swaps that people declared for a sensor type. Every method throws when Elasticsearch is away. */
export interface MeterSwaps {
  /** In the order of time; of one device, or of all. */
  of(deviceId?: string): Promise<readonly DeclaredSwap[]>;
  /** One device has one swap at a time: declared again, it is replaced. */
  declare(swap: MeterSwap): Promise<string>;
  remove(id: string): Promise<void>;
}

/** More meters than a site replaces in its life. */
const most = 10_000;

export function createMeterSwaps(client: ElasticsearchClient, customer: string, sensorType: string): MeterSwaps {
  const index = meterNamesOf(customer).swapIndex;
  return {
    async of(deviceId) {
      const filter = [{ term: { sensorType } }, ...(deviceId === undefined ? [] : [{ term: { deviceId } }])];
      const { hits } = await client.search<MeterSwap>({
        index,
        ignore_unavailable: true,
        allow_partial_search_results: false,
        query: { bool: { filter } },
        size: most,
        sort: [{ at: { order: 'asc', unmapped_type: 'date' } }],
      });
      return hits.hits.flatMap(({ _id, _source }) => (_source ? [{ ..._source, id: _id ?? '' }] : []));
    },
    async declare(swap) {
      const key = `${swap.sensorType}\0${swap.deviceId}\0${swap.at}`;
      const id = createHash('sha256').update(key).digest('hex').slice(0, 12);
      await client.index({ index, id, document: swap, refresh: true });
      return id;
    },
    async remove(id) {
      await client.delete({ index, id, refresh: true }, { ignore: [404] });
    },
  };
}
