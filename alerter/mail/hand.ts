import type { Batch, Delivery } from '../../shared/activemq/consumer.ts';
import type { Notice } from '../notice.ts';
import { addressKey } from './address.ts';
import type { BurialCode } from './dead-letters.ts';
import type { Letter, Task } from './letters.ts';

/** A recipient who will not get it. */
export interface Refusal {
  readonly to: string;
  readonly code: BurialCode;
  readonly reason: string;
}

/** A notice that was taken from the queue, and who still has to get it. */
export interface NoticeInHand {
  readonly notice: Notice;
  readonly delivery: Delivery;
  readonly waiting: Set<string>;
  readonly refusals: Refusal[];
  accepted: number;
}

/** So many past letters are remembered: far more than a broker delivers again. */
const memory = 20_000;

/**
 * What was taken from the queue and is not done with. Batches are acknowledged in their order, each when all its notices are
 * settled; what a broker delivers again is not sent again to whom it was sent before.
 */
export class Hand {
  #batches: { readonly batch: Batch; notices: NoticeInHand[] }[] = [];
  /** Of this process: notice and recipient, in the order of settling. */
  readonly #settled = new Set<string>();

  get tasks(): Task[] {
    return this.#notices().flatMap(({ notice, waiting }) => [...waiting].map((to) => ({ to, notice })));
  }

  get empty(): boolean {
    return this.#batches.length === 0;
  }

  take(batch: Batch, notices: readonly NoticeInHand[]): void {
    const ids = new Set(notices.map(({ notice }) => notice.id));
    // It came again, so the older copy needs no answer.
    for (const older of this.#notices()) if (ids.has(older.notice.id)) older.waiting.clear();
    for (const { notice, waiting } of notices) {
      for (const to of waiting) if (this.#settled.has(keyOf(notice, to))) waiting.delete(to);
    }
    this.#batches.push({ batch, notices: [...notices] });
  }

  settle({ to, notices }: Letter, refusal?: Refusal): void {
    const ids = new Set(notices.map(({ id }) => id));
    for (const inHand of this.#notices()) {
      if (!ids.has(inHand.notice.id) || !inHand.waiting.delete(to)) continue;
      if (refusal) inHand.refusals.push(refusal);
      else inHand.accepted += 1;
    }
    for (const notice of notices) this.#remember(keyOf(notice, to));
  }

  /** Takes out the notices that nobody waits for any more. */
  takeSettled(): NoticeInHand[] {
    const done = this.#notices().filter(({ waiting }) => waiting.size === 0);
    for (const one of this.#batches) one.notices = one.notices.filter(({ waiting }) => waiting.size > 0);
    return done;
  }

  /** Acknowledges the batches of which no notice is left, up to the first that has one. */
  acknowledge(): void {
    while (this.#batches[0]?.notices.length === 0) this.#batches.shift()?.batch.acknowledge();
  }

  #notices(): NoticeInHand[] {
    return this.#batches.flatMap(({ notices }) => notices);
  }

  #remember(key: string): void {
    this.#settled.add(key);
    const [oldest] = this.#settled;
    if (this.#settled.size > memory && oldest !== undefined) this.#settled.delete(oldest);
  }
}

const keyOf = ({ id }: Notice, to: string): string => `${id}\0${addressKey(to)}`;
