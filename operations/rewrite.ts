import type { ElasticsearchClient } from '../shared/elasticsearch/client.ts';
import { scan } from './fingerprint.ts';
import { OperationError } from './operation-error.ts';

type Source = Readonly<Record<string, unknown>>;

/**
 * Writes documents of an index again, changed. Each is written over the state that it was read in: what a service changed in
 * between stays, and is counted in `skipped`; it is found by the next run.
 */
export async function rewrite(
  client: ElasticsearchClient,
  index: string,
  options: {
    readonly check: () => void;
    /** The document as it should be; undefined: it stays. */
    readonly change: (source: Source) => Source | undefined;
    /** Which documents are looked at; all of them without it. */
    readonly query?: Parameters<typeof scan>[2];
  },
): Promise<{ readonly written: number; readonly skipped: number }> {
  let written = 0;
  let skipped = 0;
  for await (const page of scan(client, index, options.query)) {
    const operations = page.flatMap(({ id, source, seqNo, primaryTerm }) => {
      const changed = options.change(source);
      return changed ? [{ index: { _id: id, if_seq_no: seqNo, if_primary_term: primaryTerm } }, changed] : [];
    });
    if (operations.length === 0) continue;
    options.check();
    const { items } = await client.bulk({ index, operations });
    for (const { index: item } of items) {
      const status = item?.status ?? 0;
      if (status < 300) written += 1;
      else if (status === 409) skipped += 1;
      else throw new OperationError(`${index} refuses a document that was written again: ${item?.error?.reason}`);
    }
  }
  return { written, skipped };
}
