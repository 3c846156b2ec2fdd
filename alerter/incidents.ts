import type { Incident, StoredIncident } from '../shared/incidents/incident.ts';
import type { IncidentQuery, IncidentStore } from '../shared/incidents/store.ts';
import type { Step } from './decide.ts';
import type { ClosedLeak, Watch } from './evaluate/watch.ts';
import { forEach } from './for-each.ts';

const mostAttempts = 10;

/**
 * Records what was decided, and returns the incidents that were changed by it, as they are now. Where somebody else was
 * quicker nothing is changed: the next look sees what they did. Throws when Elasticsearch is away; what is done then stays
 * done, and the rest is decided again.
 */
export async function applySteps(
  steps: readonly Step[],
  watch: Watch,
  store: IncidentStore,
): Promise<StoredIncident[]> {
  const changed: StoredIncident[] = [];
  await forEach(steps, async (step) => {
    const stored = await applyStep(step, watch, store);
    if (stored) changed.push(stored);
  });
  return changed;
}

async function applyStep(step: Step, watch: Watch, store: IncidentStore): Promise<StoredIncident | undefined> {
  switch (step.do) {
    case 'create':
      return await store.create(step.id, step.incident);
    case 'replace': {
      const stored = await store.replace(step.stored, step.incident);
      if (stored) forget(watch, stored.incident);
      return stored;
    }
    case 'record-past': {
      const known = await store.search(sameTime(step.leak), 1);
      const stored = known.length > 0 ? undefined : await store.create(step.id, step.incident);
      watch.closedLeaks.delete(step.leak);
      return stored;
    }
    case 'adopt':
      adopt(watch, step.stored.incident);
      return undefined;
  }
}

/** What is recorded as over needs no longer be remembered. */
function forget(watch: Watch, { state, kind, deviceId }: Incident): void {
  if (state !== 'closed') return;
  const over: Set<{ readonly deviceId: string }> = kind === 'leak' ? watch.closedLeaks : watch.closedSilences;
  for (const one of over) if (one.deviceId === deviceId) over.delete(one);
}

function adopt(watch: Watch, incident: Incident): void {
  const openedAt = Date.parse(incident.openedAt);
  if (incident.kind === 'pipeline-down') {
    watch.adoptPipelineDown(openedAt);
    return;
  }
  const { deviceId = '', device = deviceId, lowestPressure, lastPressure, openingPressure } = incident;
  const known = {
    deviceId,
    device,
    lastAt: openedAt,
    ...(lastPressure === undefined ? {} : { lastPressure }),
    ...(openingPressure === undefined ? {} : { openingPressure }),
  };
  if (incident.kind === 'sensor-silent') watch.adopt({ ...known, silentSince: openedAt });
  else
    watch.adopt({ ...known, leak: { kind: 'leak', since: openedAt, lowest: lowestPressure ?? openingPressure ?? 0 } });
}

/** The leaks of a device that overlap with this one. */
const sameTime = ({ deviceId, openedAt, closedAt }: ClosedLeak): IncidentQuery => ({
  bool: {
    filter: [
      { term: { kind: 'leak' } },
      { term: { deviceId } },
      { range: { openedAt: { lte: closedAt, format: 'epoch_millis' } } },
    ],
    must_not: [{ range: { closedAt: { lt: openedAt, format: 'epoch_millis' } } }],
  },
});

/**
 * Changes an incident as it is now, whoever else changes it at the same time; `change` returns what it was given where there
 * is nothing to do. Throws when Elasticsearch is away.
 */
export async function updateIncident(
  store: IncidentStore,
  { index, id }: { readonly index: string; readonly id: string },
  change: (incident: Incident) => Incident,
): Promise<void> {
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const stored = await store.get(index, id);
    if (!stored) return;
    const incident = change(stored.incident);
    if (incident === stored.incident || (await store.replace(stored, incident))) return;
  }
  throw new Error(`incident ${id} was changed by others ${mostAttempts} times in a row`);
}
