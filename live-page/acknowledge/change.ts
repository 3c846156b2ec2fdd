import type { Incident, StoredIncident } from '../../shared/incidents/incident.ts';
import { acknowledge } from '../../shared/incidents/marks.ts';
import type { IncidentStore } from '../../shared/incidents/store.ts';

const attempts = 10;

/**
 * Changes an incident as it is now; the alerter writes to it as well, so the change is made again on what is there when
 * somebody was faster. Undefined when there is no such incident. Throws when Elasticsearch is away.
 */
export async function changeIncident(
  store: Pick<IncidentStore, 'get' | 'replace'>,
  { index, id }: Pick<StoredIncident, 'index' | 'id'>,
  change: (incident: Incident) => Incident,
): Promise<StoredIncident | undefined> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const stored = await store.get(index, id);
    if (!stored) return undefined;
    const changed = change(stored.incident);
    if (changed === stored.incident) return stored;
    const written = await store.replace(stored, changed);
    if (written) return written;
  }
  throw new Error('the incident is being changed all the time');
}

/** Of two people who acknowledge at the same moment, the first one's name stays. */
export const acknowledgeFirst =
  (by: string, note: string | undefined, now: number) =>
  (incident: Incident): Incident =>
    incident.acknowledged || incident.state === 'closed' ? incident : acknowledge(incident, by, note, now);
