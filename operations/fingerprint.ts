import { createHash } from 'node:crypto';
import type { estypes } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '../shared/elasticsearch/client.ts';

/** What an index holds, whatever the order of its documents: how many, and one checksum of all of them. */
export interface Fingerprint {
  readonly documents: number;
  /** 64 hexadecimal digits. */
  readonly checksum: string;
}

export interface Found {
  readonly id: string;
  readonly source: Readonly<Record<string, unknown>>;
  /** The state that it was read in, for optimistic concurrency. */
  readonly seqNo: number;
  readonly primaryTerm: number;
}

const pageSize = 2000;
const modulus = 1n << 256n;

/** JSON with sorted keys: the same for every way of writing the same document. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

/**
 * Adds documents up: the SHA-256 of each (id and canonical JSON), summed modulo 2^256. Unlike a hash over the sorted
 * documents it needs one pass and no memory, so it serves for millions; and the sums of parts add up to the sum of all.
 */
export class FingerprintSum {
  #documents = 0;
  #sum = 0n;

  add({ id, source }: Pick<Found, 'id' | 'source'>): void {
    const hash = createHash('sha256')
      .update(`${id}\n${canonical(source)}`)
      .digest('hex');
    this.#documents += 1;
    this.#sum = (this.#sum + BigInt(`0x${hash}`)) % modulus;
  }

  get value(): Fingerprint {
    return { documents: this.#documents, checksum: this.#sum.toString(16).padStart(64, '0') };
  }
}

export const sameFingerprint = (a: Fingerprint, b: Fingerprint): boolean =>
  a.documents === b.documents && a.checksum === b.checksum;

/** All documents of indices, or those of a query, as of one moment, a page at a time. Throws when a shard does not answer. */
export async function* scan(
  client: ElasticsearchClient,
  index: string,
  query?: estypes.QueryDslQueryContainer,
): AsyncGenerator<Found[]> {
  await client.indices.refresh({ index });
  let { id } = await client.openPointInTime({ index, keep_alive: '5m' });
  try {
    let after: unknown[] | undefined;
    for (;;) {
      const answer = await client.search<Record<string, unknown>>({
        pit: { id, keep_alive: '5m' },
        size: pageSize,
        sort: [{ _shard_doc: 'asc' }],
        allow_partial_search_results: false,
        track_total_hits: false,
        seq_no_primary_term: true,
        ...(query && { query }),
        ...(after === undefined ? {} : { search_after: after as (string | number)[] }),
      });
      id = answer.pit_id ?? id;
      const { hits } = answer.hits;
      if (hits.length === 0) return;
      yield hits.map((hit) => ({
        ...{ id: hit._id ?? '', source: hit._source ?? {} },
        ...{ seqNo: hit._seq_no ?? 0, primaryTerm: hit._primary_term ?? 0 },
      }));
      after = hits.at(-1)?.sort as unknown[];
    }
  } finally {
    await client.closePointInTime({ id }, { ignore: [404] });
  }
}

export async function fingerprint(client: ElasticsearchClient, index: string): Promise<Fingerprint> {
  const sum = new FingerprintSum();
  for await (const page of scan(client, index)) for (const found of page) sum.add(found);
  return sum.value;
}
