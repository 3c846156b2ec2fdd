import type { Incident, StoredIncident } from '../../shared/incidents/incident.ts';
import type { IncidentStore } from '../../shared/incidents/store.ts';

export interface MemoryStore extends IncidentStore {
  readonly incidents: ReadonlyMap<string, StoredIncident>;
  /** Somebody else changes an incident. */
  change(id: string, change: Partial<Incident>): void;
}

/** Incidents in memory, with the same optimistic concurrency; a search answers all, whatever was asked. */
export function createMemoryStore(): MemoryStore {
  const incidents = new Map<string, StoredIncident>();
  let seqNo = 0;
  const put = (id: string, incident: Incident): StoredIncident => {
    const stored = { id, index: 'alerts', version: { seqNo: ++seqNo, primaryTerm: 1 }, incident };
    incidents.set(id, stored);
    return stored;
  };
  return {
    incidents,
    open: async () => [...incidents.values()].filter(({ incident }) => incident.state !== 'closed'),
    search: async () => [...incidents.values()],
    get: async (_index, id) => incidents.get(id),
    find: async (id) => incidents.get(id),
    create: async (id, incident) => (incidents.has(id) ? undefined : put(id, incident)),
    replace: async ({ id, version }, incident) =>
      incidents.get(id)?.version.seqNo === version.seqNo ? put(id, incident) : undefined,
    change(id, change) {
      const stored = incidents.get(id);
      if (stored) put(id, { ...stored.incident, ...change });
    },
  };
}
