import type { Delivery } from '../shared/activemq/consumer.ts';
import { backoffMs, pause } from '../shared/backoff.ts';
import { openEnvelope } from '../shared/envelope.ts';
import type { Outage } from '../shared/outage.ts';
import type { Rejection } from '../shared/outcome.ts';
import type { BulkItem, Verdict } from './bulk-sink.ts';
import type { StoredReading, Transform } from './transform.ts';

/** A reading that cannot be stored, and why. */
export interface Rejected {
  readonly delivery: Delivery;
  readonly rejection: Rejection;
}

/** What became of a batch: every delivery is in one of the three. */
export interface Settled {
  readonly stored: readonly BulkItem[];
  /** Stored before. */
  readonly duplicates: readonly BulkItem[];
  readonly rejected: readonly Rejected[];
  /**
   * What is to be announced, in the order of delivery: what is stored now, and what was stored before by this very message,
   * with nobody told of it.
   */
  readonly news: readonly BulkItem[];
  /** When the gateway accepted each reading that is stored now, ms since the epoch; what no gateway did is left out. */
  readonly acceptedAt: readonly number[];
}

interface Taken {
  /** Its place in the batch. */
  readonly place: number;
  readonly delivery: Delivery;
  /** When the gateway accepted it, ms since the epoch. */
  readonly acceptedAt: number | undefined;
}

interface Judged extends Taken {
  /** Its document has `ingestedAt`. */
  readonly reading: StoredReading;
}

/** What is to be written; the reading itself is done with. */
interface Pending extends Taken {
  readonly item: BulkItem;
}

/** Gives each document what it has to say beside the reading itself, in that order; throws on an outage. */
export type Enrich = (
  readings: readonly StoredReading[],
) => Promise<readonly (Readonly<Record<string, unknown>> | undefined)[]>;

export interface SettleOptions {
  readonly transform: Transform;
  readonly enrich: Enrich;
  /** Writes items, one verdict each; throws on an outage. */
  readonly write: (items: readonly BulkItem[]) => Promise<readonly Verdict[]>;
  readonly outage: Outage;
  /** Aborted when the service closes and an outage is not to be waited for. */
  readonly signal: AbortSignal;
}

/**
 * Judges and stores a batch: transforms every delivery, writes the good ones, and writes again, with backoff and for as long
 * as it takes, what Elasticsearch did not take. Undefined when the service closed first: nothing may be acknowledged then.
 */
export async function settle(deliveries: readonly Delivery[], options: SettleOptions): Promise<Settled | undefined> {
  const { outage, signal } = options;
  const stored: BulkItem[] = [];
  const duplicates: BulkItem[] = [];
  const rejected: Rejected[] = [];
  const news: (BulkItem | undefined)[] = [];
  const acceptedAt: number[] = [];

  const judged = judge(deliveries, options.transform, rejected);
  let pending: readonly Pending[] | undefined;
  for (let attempt = 0; (pending ?? judged).length > 0; attempt++) {
    if (attempt > 0) await pause(backoffMs(attempt - 1), signal);
    if (signal.aborted) return undefined;
    let verdicts: readonly Verdict[];
    try {
      if (!pending) {
        pending = await makeItems(judged, options.enrich);
        // Most of a batch is in these, and writing takes its time.
        judged.length = 0;
      }
      verdicts = await options.write(pending.map(({ item }) => item));
    } catch (error) {
      outage.began(error);
      continue;
    }
    const unsettled: Pending[] = [];
    for (const [at, each] of pending.entries()) {
      const { place, item, delivery } = each;
      const verdict = verdicts[at] as Verdict;
      if (verdict.kind === 'stored') {
        stored.push(item);
        news[place] = item;
        if (each.acceptedAt !== undefined) acceptedAt.push(each.acceptedAt);
      } else if (verdict.kind === 'duplicate') {
        duplicates.push(item);
        if (attempt > 0 || delivery.headers.redelivered === 'true') news[place] = item;
      } else if (verdict.kind === 'rejected') {
        rejected.push({ delivery, rejection: { code: 'refused-by-elasticsearch', reason: verdict.reason } });
      } else {
        unsettled.push(each);
        outage.began(new Error(verdict.reason));
      }
    }
    pending = unsettled;
    if (pending.length === 0) outage.ended();
  }
  return { stored, duplicates, rejected, news: news.filter((item) => item !== undefined), acceptedAt };
}

/** Transforms every delivery; what cannot be stored joins `rejected`. */
function judge(deliveries: readonly Delivery[], transform: Transform, rejected: Rejected[]): Judged[] {
  const now = Date.now();
  const ingestedAt = new Date(now).toISOString();
  const judged: Judged[] = [];
  for (const [place, delivery] of deliveries.entries()) {
    const { headers } = delivery;
    const envelope = openEnvelope(headers, delivery.body, now);
    const acceptedAt = headers['received-at'] === undefined ? undefined : envelope.receivedAt;
    const outcome = transform(envelope);
    if (outcome.ok) {
      const { id, index, document } = outcome.value;
      judged.push({ place, delivery, acceptedAt, reading: { id, index, document: { ...document, ingestedAt } } });
    } else rejected.push({ delivery, rejection: outcome.rejection });
  }
  return judged;
}

async function makeItems(judged: readonly Judged[], enrich: Enrich): Promise<Pending[]> {
  const more = await enrich(judged.map(({ reading }) => reading));
  return judged.map(({ place, delivery, acceptedAt, reading }, at) => {
    const { id, index, document } = reading;
    return { place, delivery, acceptedAt, item: { id, index, json: JSON.stringify({ ...document, ...more[at] }) } };
  });
}
