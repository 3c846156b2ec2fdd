import type { Incident, StoredIncident } from '../shared/incidents/incident.ts';
import type { IncidentStore } from '../shared/incidents/store.ts';
import { outageId } from './incident-id.ts';
import { noticeId, withMail, withMark } from './mails.ts';
import type { Notice } from './notice.ts';
import type { Outbox } from './outbox.ts';
import type { SentMails } from './sent.ts';

export interface UnreachableOptions {
  readonly store: IncidentStore;
  readonly outbox: Outbox;
  readonly sent: SentMails;
  readonly noticeAfterSeconds: number;
}

/**
 * An Elasticsearch that does not answer: the one incident that cannot be recorded while it lasts. It is in memory, its notice
 * goes to the queue all the same, and it is recorded as closed when it is over. A restart meanwhile begins it anew.
 */
export class UnreachableStore {
  readonly #options: UnreachableOptions;
  #since: number | undefined;
  #noticedAt: number | undefined;

  constructor(options: UnreachableOptions) {
    this.#options = options;
  }

  /** Call at every failed look. Rejects when the broker is away; the notice then goes out at a later call. */
  async lasts(now: number): Promise<void> {
    this.#since ??= now;
    if (this.#noticedAt !== undefined || now - this.#since < this.#options.noticeAfterSeconds * 1000) return;
    const incident = openOutage(this.#since, now);
    const notice: Notice = {
      id: noticeId(outageId(this.#since), 'pipeline-down'),
      kind: 'pipeline-down',
      decidedAt: new Date(now).toISOString(),
      cycle: new Date(now).toISOString(),
      incident,
      outage: 'elasticsearch-unreachable',
      pressures: [],
    };
    await this.#options.outbox.queue([notice], now);
    this.#noticedAt = now;
  }

  /** Call when a look has succeeded: what was noticed is recorded as over. Rejects when that fails; call again then. */
  async ended(now: number): Promise<StoredIncident[]> {
    const since = this.#since;
    const noticedAt = this.#noticedAt;
    if (since !== undefined && noticedAt === undefined) this.#since = undefined;
    if (since === undefined || noticedAt === undefined) return [];
    const id = outageId(since);
    const down = withMark(
      withMail(openOutage(since, now), 'pipeline-down', noticedAt),
      'pipeline-down',
      'queuedAt',
      noticedAt,
    );
    const told = this.#options.sent.remembers(noticeId(id, 'pipeline-down'))
      ? withMark(down, 'pipeline-down', 'sentAt', noticedAt)
      : down;
    const over: Incident = { ...told, state: 'closed', closedAt: new Date(now).toISOString() };
    // Undefined when an alerter beside this one was quicker: it tells people, too.
    const stored = await this.#options.store.create(id, withMail(over, 'pipeline-back', now));
    this.#since = undefined;
    this.#noticedAt = undefined;
    return stored ? [stored] : [];
  }
}

const openOutage = (since: number, now: number): Incident => ({
  kind: 'pipeline-down',
  outage: 'elasticsearch-unreachable',
  state: 'open',
  openedAt: new Date(since).toISOString(),
  updatedAt: new Date(now).toISOString(),
  mails: [],
});
