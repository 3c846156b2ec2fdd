import type { Batch, Delivery } from '../../shared/activemq/consumer.ts';
import type { AnyNotice } from '../notice.ts';
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
  readonly notice: AnyNotice;
  readonly delivery: Delivery;
  readonly waiting: Set<string>;
  /** By the server this time; they are still to be put among the dead letters. */
  readonly refusals: Refusal[];
  accepted: number;
  refused: number;
}

/** So many past letters are remembered: far more than a broker delivers again. */
const memory = 20_000;

/**
 * What was taken from the queue and is not done with. Batches are acknowledged in their order, each when all its notices are
 * settled; what a broker delivers again is not sent again to whom it was sent before.
 */
export class Hand {
  #batches: { readonly batch: Batch; notices: NoticeInHand[] }[] = [];
  /** Of this process: what became of a notice for a recipient, in the order of settling. */
  readonly #settled = new Map<string, 'accepted' | 'refused'>();

  get tasks(): Task[] {
    return this.#notices().flatMap(({ notice, waiting }) => [...waiting].map((to) => ({ to, notice })));
  }

  /** Whether somebody still waits for a notice. */
  waits(to: string, { id }: AnyNotice): boolean {
    return this.#notices().some(({ notice, waiting }) => notice.id === id && waiting.has(to));
  }

  anyWaits({ id }: AnyNotice): boolean {
    return this.#notices().some(({ notice, waiting }) => notice.id === id && waiting.size > 0);
  }

  /** Whether the SMTP server has taken a notice for somebody from this process. */
  isServed(to: string, notice: AnyNotice): boolean {
    return this.#settled.get(keyOf(notice, to)) === 'accepted';
  }

  /** Forgets what somebody else may have been given meanwhile; the broker delivers it again, here or there. */
  dropStale(): void {
    this.#batches = this.#batches.filter(({ batch }) => batch.valid);
  }

  get empty(): boolean {
    return this.#batches.length === 0;
  }

  take(batch: Batch, notices: readonly NoticeInHand[]): void {
    const ids = new Set(notices.map(({ notice }) => notice.id));
    // It came again: the older copy counts no more.
    for (const older of this.#batches) older.notices = older.notices.filter(({ notice }) => !ids.has(notice.id));
    for (const inHand of notices) {
      for (const to of inHand.waiting) {
        const before = this.#settled.get(keyOf(inHand.notice, to));
        if (before === undefined) continue;
        inHand.waiting.delete(to);
        inHand[before] += 1;
      }
    }
    this.#batches.push({ batch, notices: [...notices] });
  }

  settle({ to, notices }: Letter, refusal?: Refusal): void {
    const ids = new Set(notices.map(({ id }) => id));
    for (const inHand of this.#notices()) {
      if (!ids.has(inHand.notice.id) || !inHand.waiting.delete(to)) continue;
      inHand[refusal ? 'refused' : 'accepted'] += 1;
      if (refusal) inHand.refusals.push(refusal);
    }
    for (const notice of notices) this.#remember(keyOf(notice, to), refusal ? 'refused' : 'accepted');
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

  #remember(key: string, outcome: 'accepted' | 'refused'): void {
    this.#settled.set(key, outcome);
    const [oldest] = this.#settled.keys();
    if (this.#settled.size > memory && oldest !== undefined) this.#settled.delete(oldest);
  }
}

const keyOf = ({ id }: AnyNotice, to: string): string => `${id}\0${addressKey(to)}`;
