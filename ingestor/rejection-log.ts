import { createHash } from 'node:crypto';
import { backoffMs, pause } from '../shared/backoff.ts';
import { isCanaryTopic } from '../shared/canary.ts';
import { lastLevel, openEnvelope } from '../shared/envelope.ts';
import type { Logger } from '../shared/logger.ts';
import { rejectionIndexOf, yearlyIndex } from '../shared/names.ts';
import type { Outage } from '../shared/outage.ts';
import type { SiteTime } from '../shared/site-time.ts';
import type { BulkItem, Verdict } from './bulk-sink.ts';
import type { Rejected } from './settle.ts';

/** What no wait mends: the account has no right to the family, or Elasticsearch may not make an index of that name. */
const unmendable = /^(security_exception|index_not_found_exception)\b/;

export interface RejectionLogOptions {
  readonly customer: string;
  readonly sensorType: string;
  readonly siteTime: SiteTime;
  /** Writes items, one verdict each; throws on an outage. */
  readonly write: (items: readonly BulkItem[]) => Promise<readonly Verdict[]>;
  readonly outage: Outage;
  readonly logger: Logger;
  /** Aborted when the service closes and an outage is not to be waited for. */
  readonly signal: AbortSignal;
}

/**
 * Tells Elasticsearch which readings were refused, so that dashboards can count them: one small document each, without the
 * payload, which only ActiveMQ keeps. Its id follows from the `reading-id`, so a second delivery counts once.
 */
export class RejectionLog {
  readonly #options: RejectionLogOptions;
  #refused = false;

  constructor(options: RejectionLogOptions) {
    this.#options = options;
  }

  /**
   * Resolves when they are counted; an outage is waited for as with readings. What Elasticsearch will never take (a missing
   * right, a foreign mapping) is given up with one log line: the dead letter itself is safe, and its count must not stop
   * intake. False when the service closed first: nothing may be acknowledged then.
   */
  async record(rejected: readonly Rejected[], now: number): Promise<boolean> {
    const { write, outage, signal } = this.#options;
    let waiting = rejected.flatMap((each) => this.#itemOf(each, now) ?? []);
    for (let attempt = 0; waiting.length > 0; attempt++) {
      if (attempt > 0) await pause(backoffMs(attempt - 1), signal);
      if (signal.aborted) return false;
      try {
        const verdicts = await write(waiting);
        waiting = waiting.filter((_, at) => this.#isOpen(verdicts[at] as Verdict));
        if (waiting.length === 0) outage.ended();
      } catch (error) {
        outage.began(error);
      }
    }
    return true;
  }

  #isOpen(verdict: Verdict): boolean {
    if (verdict.kind === 'stored' || verdict.kind === 'duplicate') return false;
    if (verdict.kind === 'rejected' || unmendable.test(verdict.reason)) {
      this.#giveUp(verdict.reason);
      return false;
    }
    this.#options.outage.began(new Error(verdict.reason));
    return true;
  }

  #giveUp(reason: string): void {
    if (this.#refused) return;
    this.#refused = true;
    this.#options.logger.error({ reason }, 'Elasticsearch refuses to count dead letters; they are safe in ActiveMQ');
  }

  /** None of a canary, which is no reading of a sensor. */
  #itemOf({ delivery, rejection }: Rejected, now: number): BulkItem | undefined {
    const { customer, sensorType, siteTime } = this.#options;
    const { mqttTopic, readingId, receivedAt } = openEnvelope(delivery.headers, delivery.body, now);
    if (isCanaryTopic(mqttTopic)) return undefined;
    return {
      id: createHash('sha256').update(`${sensorType}\0${readingId}`).digest('base64url').slice(0, 24),
      // Not by `now`, which another delivery has another of.
      index: yearlyIndex(rejectionIndexOf(customer), siteTime.dayOf(receivedAt)),
      json: JSON.stringify({
        rejectedAt: new Date(now).toISOString(),
        receivedAt: new Date(receivedAt).toISOString(),
        sensorType,
        reasonCode: rejection.code,
        mqttTopic,
        // A payload that cannot be read names no device.
        device: lastLevel(mqttTopic),
      }),
    };
  }
}
