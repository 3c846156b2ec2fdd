import type { Incident, IncidentKind, Outage, StoredIncident } from '../shared/incidents/incident.ts';
import { fallingBarPerHour } from './evaluate/falling.ts';
import { leakOf } from './evaluate/leak.ts';
import type { ClosedLeak, Watch, WatchedDevice } from './evaluate/watch.ts';
import { incidentId } from './incident-id.ts';
import { withMail } from './mails.ts';
import { decideReminder, type ReminderSettings } from './remind.ts';

export interface DecisionSettings extends ReminderSettings {
  readonly leakAfterSeconds: number;
  readonly silentAfterSeconds: number;
  readonly pollSeconds: number;
}

/** What is to be done so that the incidents say what the readings say. */
export type Step =
  | { readonly do: 'create'; readonly id: string; readonly incident: Incident }
  | { readonly do: 'replace'; readonly stored: StoredIncident; readonly incident: Incident }
  /** Recorded by somebody else, or before this process was started: the watch has to know. */
  | { readonly do: 'adopt'; readonly stored: StoredIncident }
  /** Begun and over between two looks; only when no incident of that time is there. */
  | { readonly do: 'record-past'; readonly id: string; readonly incident: Incident; readonly leak: ClosedLeak };

const iso = (at: number): string => new Date(at).toISOString();
/** The newest figures of a leak that does not get worse are kept up to date this often. */
const refreshMs = 5 * 60_000;

/**
 * Compares what is with what is recorded as open. Pure. It looks at levels, not at changes: whatever a crash, an outage or
 * somebody who was quicker has left undone, the next look finds again. `silence` says what it means that all are silent;
 * undefined while that is not clear: then nothing is said of it yet.
 */
export function decide(
  watch: Watch,
  open: readonly StoredIncident[],
  now: number,
  settings: DecisionSettings,
  silence: Outage | undefined,
): Step[] {
  const steps: Step[] = [];
  const key = (kind: IncidentKind, deviceId?: string) => `${kind}/${deviceId ?? ''}`;
  const recorded = new Map(open.map((stored) => [key(stored.incident.kind, stored.incident.deviceId), stored]));

  for (const device of watch.devices.values()) {
    const leak = leakOf(device.leak);
    if (leak && !recorded.has(key('leak', device.deviceId))) {
      const incident = {
        ...openIncident('leak', leak.since, now, device),
        ...figuresOf(device),
        ...fastestFall(undefined, device),
        lowestPressure: leak.lowest,
      };
      steps.push(create({ ...incident, ...lateness(leak.since, device.lastAt, now, settings) }, 'leak-opened', now));
    }
    if (device.silentSince !== undefined && !recorded.has(key('sensor-silent', device.deviceId))) {
      const incident = { ...openIncident('sensor-silent', device.silentSince, now, device), ...figuresOf(device) };
      steps.push(create(incident, 'sensor-silent', now));
    }
  }
  if (watch.allSilentSince !== undefined && silence && !recorded.has(key('pipeline-down'))) {
    const incident = { ...openIncident('pipeline-down', watch.allSilentSince, now), outage: silence };
    steps.push(create(incident, 'pipeline-down', now));
  }
  for (const stored of open) steps.push(...stepsFor(stored, watch, now, settings));
  for (const leak of watch.closedLeaks) {
    const stored = recorded.get(key('leak', leak.deviceId));
    if (stored && Date.parse(stored.incident.openedAt) <= leak.closedAt) continue;
    steps.push(pastLeak(leak, now));
  }
  return steps;
}

function stepsFor(stored: StoredIncident, watch: Watch, now: number, settings: DecisionSettings): Step[] {
  const { incident } = stored;
  const openedAt = Date.parse(incident.openedAt);
  if (incident.kind === 'pipeline-down') {
    if (watch.allSilentSince !== undefined) return [];
    const newest = watch.newestAt ?? 0;
    return newest > openedAt ? [close(stored, newest, 'pipeline-back', now)] : [{ do: 'adopt', stored }];
  }
  const device = watch.devices.get(incident.deviceId ?? '');
  if (incident.kind === 'sensor-silent') {
    if (device?.silentSince !== undefined) return [];
    const back = [...watch.closedSilences].find(
      ({ deviceId, closedAt }) => deviceId === incident.deviceId && closedAt > openedAt,
    );
    if (back) return [close(stored, back.closedAt, 'sensor-back', now)];
    if (device && device.lastAt > openedAt) return [close(stored, device.lastAt, 'sensor-back', now)];
    return [{ do: 'adopt', stored }];
  }
  const leak = device && leakOf(device.leak);
  if (!leak) {
    const over = [...watch.closedLeaks].findLast(
      ({ deviceId, closedAt }) => deviceId === incident.deviceId && closedAt >= openedAt,
    );
    if (!over) return [{ do: 'adopt', stored }];
    const lowestPressure = Math.min(incident.lowestPressure ?? over.lowest, over.lowest);
    const figures = device ? figuresOf(device) : {};
    return [
      close({ ...stored, incident: { ...incident, ...figures, lowestPressure } }, over.closedAt, 'leak-recovered', now),
    ];
  }
  const reminder = decideReminder(incident, now, settings);
  const lowestPressure = Math.min(incident.lowestPressure ?? leak.lowest, leak.lowest);
  const worse = lowestPressure !== incident.lowestPressure;
  const old = device.lastAt - Date.parse(incident.lastReadingAt ?? incident.openedAt) >= refreshMs;
  if (!reminder.remind && !worse && !old) return [];
  const fresh: Incident = {
    ...incident,
    ...figuresOf(device),
    ...fastestFall(incident.fastestFall, device),
    lowestPressure,
    updatedAt: iso(now),
  };
  return [{ do: 'replace', stored, incident: reminder.remind ? withMail(fresh, reminder.mailKind, now) : fresh }];
}

function openIncident(
  kind: IncidentKind,
  openedAt: number,
  now: number,
  device?: WatchedDevice | ClosedLeak,
): Incident {
  return {
    kind,
    ...(device ? { deviceId: device.deviceId, device: device.device } : {}),
    state: 'open',
    openedAt: iso(openedAt),
    updatedAt: iso(now),
    mails: [],
  };
}

const figuresOf = ({ openingPressure, lastPressure, lastAt }: WatchedDevice): Partial<Incident> => ({
  ...(openingPressure === undefined ? {} : { openingPressure }),
  ...(lastPressure === undefined ? {} : { lastPressure }),
  lastReadingAt: iso(lastAt),
});

/** For what the leak costs: while a compressor keeps up with it the pressure stands still, and says nothing. */
function fastestFall(before: number | undefined, { recent }: WatchedDevice): Pick<Incident, 'fastestFall'> {
  const fall = fallingBarPerHour(recent);
  if (fall === undefined || (before !== undefined && before >= fall)) return {};
  return { fastestFall: fall };
}

const create = (incident: Incident, mailKind: string, now: number): Step => ({
  do: 'create',
  id: incidentId(incident.kind, incident.deviceId, Date.parse(incident.openedAt)),
  incident: withMail(incident, mailKind, now),
});

const close = (stored: StoredIncident, at: number, mailKind: string, now: number): Step => ({
  do: 'replace',
  stored,
  incident: withMail({ ...stored.incident, state: 'closed', closedAt: iso(at), updatedAt: iso(now) }, mailKind, now),
});

function pastLeak(leak: ClosedLeak, now: number): Step {
  const incident: Incident = {
    ...openIncident('leak', leak.openedAt, now, leak),
    state: 'closed',
    closedAt: iso(leak.closedAt),
    ...(leak.openingPressure === undefined ? {} : { openingPressure: leak.openingPressure }),
    lowestPressure: leak.lowest,
    ...(leak.lastPressure === undefined ? {} : { lastPressure: leak.lastPressure }),
    lastReadingAt: iso(leak.closedAt),
    late: true,
  };
  const id = incidentId('leak', leak.deviceId, leak.openedAt);
  return { do: 'record-past', id, incident: withMail(incident, 'leak-recovered', now), leak };
}

/** Long under way when its readings arrived: more than it takes to be sure, and to look. */
function lateness(since: number, lastAt: number, now: number, settings: DecisionSettings): Pick<Incident, 'late'> {
  const usual = (settings.silentAfterSeconds + settings.pollSeconds) * 1000;
  const long = now - since > settings.leakAfterSeconds * 1000 + 2 * usual;
  return now - lastAt > usual || long ? { late: true } : {};
}
