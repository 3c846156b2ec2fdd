import type { OutgoingMessage } from '../shared/activemq/publisher.ts';
import type { StoredIncident } from '../shared/incidents/incident.ts';
import type { IncidentStore } from '../shared/incidents/store.ts';
import { type Composer, compose, type DueMail } from './compose.ts';
import { forEach } from './for-each.ts';
import { updateIncident } from './incidents.ts';
import { mailKindOf, unqueued, withMark } from './mails.ts';
import type { Notice } from './notice.ts';

export interface OutboxOptions {
  /** `/queue/…`. */
  readonly queue: string;
  /** Resolves when the broker has confirmed all of them, else rejects. */
  readonly send: (messages: readonly OutgoingMessage[]) => Promise<void>;
  readonly composer: Composer;
  readonly onQueued: (notices: readonly Notice[]) => void;
}

/** After so long whoever decided a mail has put it on the queue, or never will. */
const abandonedMs = 30_000;
/** The pictures of so many notices are in memory at once. */
const noticesAtOnce = 200;

/** A notice as a persistent message. The copies of an incident's notices go to one sender, in their order. */
export const messageOf = (queue: string, notice: Notice): OutgoingMessage => {
  const encoded = encodeURIComponent(notice.id);
  const group = notice.stored?.id ?? notice.id.slice(0, notice.id.lastIndexOf(':'));
  return {
    destination: queue,
    headers: { 'content-type': 'application/json', 'notice-id': encoded, JMSXGroupID: encodeURIComponent(group) },
    body: Buffer.from(JSON.stringify(notice)),
  };
};

/**
 * Puts notices on the queue, after their mails have been recorded on the incident, and then records that. Whatever ends it
 * in between, it is found and done again; the sender sees on the incident what was sent before.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #store: IncidentStore;
  /** On the queue, and not yet recorded as such. */
  readonly #kept = new Map<string, StoredIncident>();
  readonly #unmarked = new Map<string, { readonly notice: Notice; readonly at: number }>();

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#store = options.composer.store;
  }

  /** Puts off what was decided in a cycle to the next flush. */
  keep(changed: readonly StoredIncident[]): void {
    for (const stored of changed) this.#kept.set(stored.id, stored);
  }

  /**
   * Queues what is due: all of what was decided in this cycle (`own`), and of `others` what was left behind. Rejects when the
   * broker or Elasticsearch is away.
   */
  async flush(own: readonly StoredIncident[], others: readonly StoredIncident[], now: number): Promise<void> {
    this.keep(own);
    const due = [
      ...[...this.#kept.values()].flatMap((stored) => dueOf(stored, () => true)),
      ...others
        .filter(({ id }) => !this.#kept.has(id))
        .flatMap((stored) => dueOf(stored, (decidedAt) => now - decidedAt > abandonedMs)),
    ].filter((mail) => !this.#unmarked.has(`${mail.stored.id}:${mail.mailKind}`));
    for (let from = 0; from < due.length; from += noticesAtOnce) {
      const notices = await compose(due.slice(from, from + noticesAtOnce), this.#options.composer, now);
      await this.queue(notices, now);
    }
    this.#kept.clear();
    await this.#mark();
  }

  /** Queues notices as they are. */
  async queue(notices: readonly Notice[], now: number): Promise<void> {
    await this.#options.send(notices.map((notice) => messageOf(this.#options.queue, notice)));
    for (const notice of notices) if (notice.stored) this.#unmarked.set(notice.id, { notice, at: now });
    this.#options.onQueued(notices);
  }

  async #mark(): Promise<void> {
    await forEach([...this.#unmarked.values()], async ({ notice, at }) => {
      if (!notice.stored) return;
      const kind = mailKindOf(notice.id);
      await updateIncident(this.#store, notice.stored, (incident) => withMark(incident, kind, 'queuedAt', at));
      this.#unmarked.delete(notice.id);
    });
  }
}

function dueOf(stored: StoredIncident, isDue: (decidedAt: number) => boolean): DueMail[] {
  return unqueued(stored.incident)
    .filter(({ decidedAt }) => isDue(Date.parse(decidedAt)))
    .map(({ kind, decidedAt }) => ({ stored, mailKind: kind, decidedAt }));
}
