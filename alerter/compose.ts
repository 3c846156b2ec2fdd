import type { Incident, StoredIncident } from '../shared/incidents/incident.ts';
import type { IncidentStore } from '../shared/incidents/store.ts';
import { fallingBarPerHour } from './evaluate/falling.ts';
import { leakOf } from './evaluate/leak.ts';
import type { Watch } from './evaluate/watch.ts';
import { forEach } from './for-each.ts';
import { noticeId, noticeKindOf } from './mails.ts';
import type { Notice, PressurePoint } from './notice.ts';
import { pictureEnd } from './picture-end.ts';
import type { LastDay } from './pressures.ts';

/** A mail that is to be sent: which, of which incident. */
export interface DueMail {
  readonly stored: StoredIncident;
  readonly mailKind: string;
  readonly decidedAt: string;
}

export interface Composer {
  readonly watch: () => Watch;
  readonly lastDay: LastDay;
  readonly store: IncidentStore;
}

/**
 * Makes the notices of mails: with all that the mail will say. What only embellishes is left out where Elasticsearch cannot
 * tell it: nobody's mail waits for a picture.
 */
export async function compose(
  due: readonly DueMail[],
  { watch, lastDay, store }: Composer,
  now: number,
): Promise<Notice[]> {
  const pictures = await picturesOf(due, lastDay, now);
  const previous = new Map<DueMail, string>();
  await forEach(due, async (mail) => {
    const before = await previousLeak(mail.stored, store).catch(() => undefined);
    if (before !== undefined) previous.set(mail, before);
  });
  return due.map((mail): Notice => {
    const { stored, mailKind, decidedAt } = mail;
    const { incident } = stored;
    const device = watch().devices.get(incident.deviceId ?? '');
    const falling =
      incident.kind === 'leak' && incident.state !== 'closed' && device && fallingBarPerHour(device.recent);
    // Of a sensor that falls silent in a leak, people are told of both: nobody knows how the leak goes on.
    const leak = device && leakOf(device.leak);
    const inLeak = incident.kind === 'sensor-silent' && incident.state !== 'closed' && leak !== undefined;
    const silentSince = incident.kind === 'leak' || inLeak ? device?.silentSince : undefined;
    const previousLeakAt = previous.get(mail);
    return {
      id: noticeId(stored.id, mailKind),
      kind: noticeKindOf(mailKind),
      decidedAt,
      cycle: new Date(now).toISOString(),
      stored: { index: stored.index, id: stored.id },
      incident: inLeak ? leakIncident(incident, leak) : incident,
      ...(falling ? { fallingBarPerHour: falling } : {}),
      ...(silentSince === undefined ? {} : { sensorSilentSince: new Date(silentSince).toISOString() }),
      ...(previousLeakAt === undefined ? {} : { previousLeakAt }),
      ...(incident.kind === 'pipeline-down' ? { outage: incident.outage ?? 'all-sensors-silent' } : {}),
      pressures: pictures.get(mail) ?? [],
    };
  });
}

const leakIncident = (incident: Incident, { since, lowest }: { since: number; lowest: number }): Incident => ({
  ...incident,
  kind: 'leak',
  openedAt: new Date(since).toISOString(),
  lowestPressure: lowest,
});

async function picturesOf(
  due: readonly DueMail[],
  lastDay: LastDay,
  now: number,
): Promise<ReadonlyMap<DueMail, readonly PressurePoint[]>> {
  const pictures = new Map<DueMail, readonly PressurePoint[]>();
  const about = due.filter(({ stored }) => stored.incident.deviceId !== undefined);
  for (const [until, group] of Map.groupBy(about, ({ stored }) => pictureEnd(stored.incident, now))) {
    const deviceIds = [...new Set(group.map(({ stored }) => stored.incident.deviceId as string))];
    const pressures = await lastDay(deviceIds, until).catch(() => undefined);
    for (const mail of group) {
      const points = pressures?.get(mail.stored.incident.deviceId as string);
      if (points) pictures.set(mail, points);
    }
  }
  return pictures;
}

async function previousLeak({ incident }: StoredIncident, store: IncidentStore): Promise<string | undefined> {
  if (incident.kind !== 'leak' || incident.deviceId === undefined) return undefined;
  const filter = [
    { term: { kind: 'leak' } },
    { term: { deviceId: incident.deviceId } },
    { range: { openedAt: { lt: incident.openedAt } } },
  ];
  const [before] = await store.search({ bool: { filter } }, 1);
  return before?.incident.openedAt;
}
