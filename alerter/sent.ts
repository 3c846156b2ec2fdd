import type { IncidentStore } from '../shared/incidents/store.ts';
import { updateIncident } from './incidents.ts';
import { isDone, mailKindOf, withMark } from './mails.ts';
import type { Notice } from './notice.ts';

/** Enough for a storm of a thousand leaks, twice. */
const rememberedIds = 5000;

/** Which mails the SMTP server has had: kept on the incident, and in memory for as long as that is out of reach. */
export class SentMails {
  readonly #store: IncidentStore;
  /** Newest last. */
  readonly #remembered = new Set<string>();

  constructor(store: IncidentStore) {
    this.#store = store;
  }

  /**
   * Whether a notice has been mailed, or refused for good. Where Elasticsearch does not answer, what this process remembers
   * has to do: a mail that comes twice is better than none.
   */
  async has(notice: Notice): Promise<boolean> {
    if (this.#remembered.has(notice.id)) return true;
    if (!notice.stored) return false;
    const { index, id } = notice.stored;
    const stored = await this.#store.get(index, id).catch(() => undefined);
    const mail = stored?.incident.mails.find(({ kind }) => kind === mailKindOf(notice.id));
    return mail !== undefined && isDone(mail);
  }

  /** The SMTP server has taken a notice's mail, or refused it for good. Rejects when Elasticsearch is away: call it again. */
  async record(notice: Notice, outcome: 'sent' | 'refused', at: number): Promise<void> {
    this.#remembered.add(notice.id);
    for (const oldest of this.#remembered) {
      if (this.#remembered.size <= rememberedIds) break;
      this.#remembered.delete(oldest);
    }
    const { stored } = notice;
    if (!stored) return;
    const mark = outcome === 'sent' ? 'sentAt' : 'refusedAt';
    const kind = mailKindOf(notice.id);
    await updateIncident(this.#store, stored, (incident) => withMark(incident, kind, mark, at));
  }

  /** Whether this process has seen a notice's mail sent. */
  remembers(noticeId: string): boolean {
    return this.#remembered.has(noticeId);
  }
}
