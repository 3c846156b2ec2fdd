import type { Incident, StoredIncident } from '../shared/incidents/incident.ts';
import type { IncidentStore } from '../shared/incidents/store.ts';
import { updateIncident } from './incidents.ts';
import type { Progress, Settlement } from './mail/recorder.ts';
import { isDone, mailKindOf, withMark, withServed } from './mails.ts';
import type { Notice } from './notice.ts';

/** Enough for a storm of a thousand leaks, twice. */
const rememberedIds = 5000;

/** Which mails the SMTP server has had: kept on the incident, and in memory for as long as that is out of reach. */
export class SentMails {
  readonly #store: IncidentStore;
  /** Done with; newest last. */
  readonly #remembered = new Set<string>();
  /** Incidents as they were last seen: what is recorded on them needs not be read before. */
  readonly #seen = new Map<string, StoredIncident>();

  constructor(store: IncidentStore) {
    this.#store = store;
  }

  /** What the incident says of a notice's mail. Rejects when Elasticsearch does not answer. */
  async progress(notice: Notice): Promise<Progress> {
    if (this.#remembered.has(notice.id)) return { done: true, served: [] };
    if (!notice.stored) return { done: false, served: [] };
    const { index, id } = notice.stored;
    const stored = await this.#store.get(index, id);
    if (stored) remember(this.#seen, notice.id, stored);
    const mail = stored?.incident.mails.find(({ kind }) => kind === mailKindOf(notice.id));
    return { done: mail !== undefined && isDone(mail), served: mail?.served ?? [] };
  }

  /** Rejects when Elasticsearch is away: call it again. */
  async record(notice: Notice, { served, done }: Settlement, at: number): Promise<void> {
    if (done) {
      this.#remembered.add(notice.id);
      for (const oldest of this.#remembered) {
        if (this.#remembered.size <= rememberedIds) break;
        this.#remembered.delete(oldest);
      }
    }
    if (!notice.stored) return;
    const kind = mailKindOf(notice.id);
    const change = (incident: Incident) =>
      done
        ? withMark(incident, kind, done === 'sent' ? 'sentAt' : 'refusedAt', at)
        : withServed(incident, kind, served);
    // Until this is written a crash means a second mail: mostly one write is enough.
    const seen = this.#seen.get(notice.id);
    this.#seen.delete(notice.id);
    const changed = seen && change(seen.incident);
    if (seen && changed === seen.incident) return;
    const written = seen && changed && (await this.#store.replace(seen, changed));
    if (!written) await updateIncident(this.#store, notice.stored, change);
    else if (!done) remember(this.#seen, notice.id, written);
  }

  /** Whether this process has seen a notice's mail sent. */
  remembers(noticeId: string): boolean {
    return this.#remembered.has(noticeId);
  }
}

function remember(seen: Map<string, StoredIncident>, id: string, stored: StoredIncident): void {
  seen.set(id, stored);
  const [oldest] = seen.keys();
  if (seen.size > rememberedIds && oldest !== undefined) seen.delete(oldest);
}
