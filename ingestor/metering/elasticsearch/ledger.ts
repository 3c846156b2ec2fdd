import type { estypes } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '../../../shared/elasticsearch/client.ts';
import { type LedgerDay, ledgerId } from '../../../shared/ledger.ts';
import { yearlyIndex } from '../../../shared/names.ts';
import type { MeteringStore, StoredDay, Version } from '../store.ts';

type Ledger = Pick<MeteringStore, 'ledger' | 'ledgerBefore' | 'writeLedger' | 'ledgerReaches'> & {
  /** The last day of each device. */
  latest(deviceIds: readonly string[]): Promise<ReadonlyMap<string, StoredDay>>;
  /** Days by `ledgerId`. */
  days(days: readonly { readonly deviceId: string; readonly day: string }[]): Promise<ReadonlyMap<string, StoredDay>>;
};

/** The daily ledger of one sensor type in Elasticsearch; `prefix` is that of its yearly indices. */
export function createLedger(client: ElasticsearchClient, prefix: string): Ledger {
  const all = `${prefix}-*`;

  async function days(wanted: readonly { deviceId: string; day: string }[]): Promise<ReadonlyMap<string, StoredDay>> {
    const found = new Map<string, StoredDay>();
    if (wanted.length === 0) return found;
    const docs = wanted.map(({ deviceId, day }) => ({
      _index: yearlyIndex(prefix, day),
      _id: ledgerId(deviceId, day),
    }));
    const answer = await client.mget<LedgerDay>({ docs });
    for (const doc of answer.docs) {
      // The year's index may not exist yet.
      if ('error' in doc && doc.error.type !== 'index_not_found_exception') throw new Error(doc.error.reason ?? 'mget');
      if ('found' in doc && doc.found && doc._source) {
        found.set(doc._id, { document: doc._source, version: versionOf(doc) });
      }
    }
    return found;
  }

  const search = (request: estypes.SearchRequest) =>
    client.search<LedgerDay>({ index: all, allow_partial_search_results: false, track_total_hits: false, ...request });

  return {
    days,

    async ledger(deviceId, wanted) {
      const found = await days(wanted.map((day) => ({ deviceId, day })));
      return new Map([...found.values()].map((stored) => [stored.document.day, stored]));
    },

    async ledgerBefore(deviceId, day) {
      const filter = [{ term: { deviceId } }, { range: { day: { lt: day } } }, { range: { readings: { gt: 0 } } }];
      const sort = [{ day: { order: 'desc', unmapped_type: 'date' } }] as const;
      const { hits } = await search({ query: { bool: { filter } }, size: 1, sort: [...sort] });
      return hits.hits[0]?._source;
    },

    async latest(deviceIds) {
      const { hits } = await search({
        query: { bool: { filter: [{ terms: { deviceId: [...deviceIds] } }, { range: { readings: { gt: 0 } } }] } },
        collapse: { field: 'deviceId' },
        sort: [{ day: { order: 'desc', unmapped_type: 'date' } }],
        size: deviceIds.length,
        seq_no_primary_term: true,
      });
      return new Map(
        hits.hits.flatMap((hit) =>
          hit._source ? [[hit._source.deviceId, { document: hit._source, version: versionOf(hit) }] as const] : [],
        ),
      );
    },

    async writeLedger(writes) {
      const operations = writes.flatMap(({ document, over }) => {
        const target = { _index: yearlyIndex(prefix, document.day), _id: ledgerId(document.deviceId, document.day) };
        const action = over
          ? { index: { ...target, if_seq_no: over.seqNo, if_primary_term: over.primaryTerm } }
          : { create: target };
        return [action, document];
      });
      const answer = await client.bulk({ operations });
      return answer.items.map((item) => {
        const result = item.index ?? item.create;
        if (result && result.status < 300) return versionOf(result);
        if (result?.status === 409) return undefined;
        throw new Error(`${result?.error?.type}: ${result?.error?.reason}`);
      });
    },

    async ledgerReaches() {
      const { aggregations } = await search({ size: 0, aggs: { last: { max: { field: 'ingestedAt' } } } });
      const { value } = (aggregations?.last ?? {}) as { value?: number | null };
      return value ? new Date(value).toISOString() : undefined;
    },
  };
}

const versionOf = (from: { _seq_no?: number; _primary_term?: number }): Version => ({
  seqNo: from._seq_no ?? 0,
  primaryTerm: from._primary_term ?? 0,
});
