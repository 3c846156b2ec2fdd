import { errors } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '../shared/elasticsearch/client.ts';

/** A document ready to be written: `json` is its one-line source. */
export interface BulkItem {
  readonly id: string;
  readonly index: string;
  readonly json: string;
}

/** What Elasticsearch said of one document. */
export type Verdict =
  | { readonly kind: 'stored' }
  | { readonly kind: 'duplicate' }
  /** Not now: an index is blocked, a queue is full. */
  | { readonly kind: 'retry'; readonly reason: string }
  /** Never: the document itself is refused. */
  | { readonly kind: 'rejected'; readonly reason: string };

interface BulkAnswer {
  readonly errors: boolean;
  readonly items: readonly {
    readonly create: { readonly status: number; readonly error?: { type?: string; reason?: string } };
  }[];
}

/** Answered with 400 although the document is good: the shard limit is reached, the index is closed. */
const clusterTrouble = new Set(['validation_exception', 'index_closed_exception']);

const stored: Verdict = { kind: 'stored' };
const duplicate: Verdict = { kind: 'duplicate' };

/**
 * Writes documents in one request, each with a verdict of its own in the order given. Throws on an outage: no answer, no
 * rights, overload of the whole request. It is then unknown which documents are stored, and all may be written again.
 */
export async function writeBulk(client: ElasticsearchClient, items: readonly BulkItem[]): Promise<Verdict[]> {
  const operations: string[] = [];
  for (const { id, index, json } of items) operations.push(`{"create":{"_index":"${index}","_id":"${id}"}}`, json);
  try {
    const answer = (await client.bulk({
      operations: operations as unknown as object[],
      filter_path: ['errors', 'items.create.status', 'items.create.error.type', 'items.create.error.reason'],
    })) as unknown as BulkAnswer;
    return answer.errors ? answer.items.map(({ create }) => judge(create)) : items.map(() => stored);
  } catch (error) {
    if (!(error instanceof errors.ResponseError) || (error.statusCode !== 400 && error.statusCode !== 413)) throw error;
    // The request as a whole is refused for what one of its documents holds: halve it until that one is alone.
    if (items.length === 1) return [{ kind: 'rejected', reason: error.message }];
    const middle = Math.ceil(items.length / 2);
    return [...(await writeBulk(client, items.slice(0, middle))), ...(await writeBulk(client, items.slice(middle)))];
  }
}

function judge({ status, error }: BulkAnswer['items'][number]['create']): Verdict {
  if (status < 300) return stored;
  // The id is there already: the same reading came before.
  if (status === 409) return duplicate;
  const type = error?.type ?? '';
  const reason = `${error?.type ?? `status ${status}`}: ${error?.reason ?? 'no reason given'}`;
  return status === 400 && !clusterTrouble.has(type) ? { kind: 'rejected', reason } : { kind: 'retry', reason };
}
