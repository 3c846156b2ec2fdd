import type { Incident } from '../../shared/incidents/incident.ts';
import { leakOf } from './leak.ts';
import { byTime, type PressureReading } from './reading.ts';
import type { EvaluationSettings } from './settings.ts';
import { Watch } from './watch.ts';

/** An incident as it stood at the end of a replay. */
export type FoundIncident = Omit<Incident, 'mails' | 'updatedAt'>;

export interface ReplayOptions {
  readonly settings: EvaluationSettings;
  readonly pollSeconds: number;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
}

const iso = (at: number): string => new Date(at).toISOString();

/**
 * What a running alerter would have found, had it been there while these readings came, each at its own time. Pages come in
 * the order of time. Silence is judged at every poll from `from` to `to`.
 */
export async function replay(
  pages: AsyncIterable<readonly PressureReading[]>,
  { settings, pollSeconds, from, to }: ReplayOptions,
): Promise<FoundIncident[]> {
  const watch = new Watch(settings, from);
  const outages: FoundIncident[] = [];
  let clock = from;
  let down: number | undefined;

  const tickUntil = (until: number) => {
    for (; clock <= until; clock += pollSeconds * 1000) {
      watch.tick(clock);
      const { allSilentSince } = watch;
      if (down !== undefined && allSilentSince === undefined) outages.push(outage(down, watch.newestAt));
      down = allSilentSince;
    }
  };
  for await (const page of pages) {
    for (const reading of page.toSorted(byTime)) {
      tickUntil(reading.at);
      // Whenever it was received, here it comes when it was measured.
      watch.take([{ ...reading, receivedAt: reading.at }]);
    }
  }
  tickUntil(to);
  if (down !== undefined) outages.push(outage(down));
  return [...leaksOf(watch), ...silencesOf(watch), ...outages].sort(byOpening);
}

const byOpening = (a: FoundIncident, b: FoundIncident): number =>
  a.openedAt.localeCompare(b.openedAt) || (a.device ?? '').localeCompare(b.device ?? '');

const outage = (openedAt: number, closedAt?: number): FoundIncident => ({
  kind: 'pipeline-down',
  outage: 'all-sensors-silent',
  openedAt: iso(openedAt),
  ...(closedAt === undefined ? { state: 'open' } : { state: 'closed', closedAt: iso(closedAt) }),
});

function leaksOf(watch: Watch): FoundIncident[] {
  const over = [...watch.closedLeaks].map((leak): FoundIncident => {
    const { deviceId, device, openedAt, closedAt, lowest, openingPressure, lastPressure } = leak;
    return {
      ...{ kind: 'leak', deviceId, device, state: 'closed', openedAt: iso(openedAt), closedAt: iso(closedAt) },
      ...(openingPressure === undefined ? {} : { openingPressure }),
      lowestPressure: lowest,
      ...(lastPressure === undefined ? {} : { lastPressure }),
      lastReadingAt: iso(closedAt),
    };
  });
  const open = [...watch.devices.values()].flatMap((found): FoundIncident[] => {
    const leak = leakOf(found.leak);
    const { deviceId, device, openingPressure, lastPressure, lastAt } = found;
    if (!leak) return [];
    return [
      {
        ...{ kind: 'leak', deviceId, device, state: 'open', openedAt: iso(leak.since) },
        ...(openingPressure === undefined ? {} : { openingPressure }),
        lowestPressure: leak.lowest,
        ...(lastPressure === undefined ? {} : { lastPressure }),
        lastReadingAt: iso(lastAt),
      },
    ];
  });
  return [...over, ...open];
}

function silencesOf(watch: Watch): FoundIncident[] {
  const over = [...watch.closedSilences].map(({ deviceId, device, openedAt, closedAt }): FoundIncident => {
    return {
      kind: 'sensor-silent',
      deviceId,
      device,
      state: 'closed',
      openedAt: iso(openedAt),
      closedAt: iso(closedAt),
    };
  });
  const open = [...watch.devices.values()].flatMap(({ deviceId, device, silentSince }): FoundIncident[] =>
    silentSince === undefined
      ? []
      : [{ kind: 'sensor-silent', deviceId, device, state: 'open', openedAt: iso(silentSince) }],
  );
  return [...over, ...open];
}
