import type { Incident, IncidentKind } from '../../shared/incidents/incident.ts';
import type { Notice, NoticeKind, PressurePoint } from '../notice.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A notice of every kind, as it could have been decided at `now` (ms since the epoch): for test mails and previews. */
export function sampleNotices(now: number): readonly Notice[] {
  const iso = (ago: number) => new Date(now - ago).toISOString();
  const incident = (kind: IncidentKind, more: Partial<Incident>): Incident => ({
    kind,
    state: 'open',
    openedAt: iso(3 * minuteMs),
    updatedAt: iso(0),
    mails: [],
    ...(kind !== 'pipeline-down' && { deviceId: '1', device: 'air-1', openingPressure: 6 }),
    ...more,
  });
  const notice = (kind: NoticeKind, about: Incident, more: Partial<Notice> = {}): Notice => ({
    id: `sample-${now}-${kind}${more.sensorSilentSince ? '-in-leak' : ''}`,
    kind,
    decidedAt: iso(0),
    cycle: `sample-${now}-${kind}`,
    stored: { index: 'sample', id: `sample-${now}-${about.kind}-${about.openedAt}` },
    incident: about,
    pressures: [],
    ...more,
  });
  const previousLeakAt = iso(12 * dayMs + 5 * hourMs);
  const fresh = { lastReadingAt: iso(12_000) };
  const leak = { ...fresh, lastPressure: 5.2, lowestPressure: 5.18, fastestFall: 16 };
  const longLeak = { ...leak, openedAt: iso(4 * hourMs), lastPressure: 4.61, lowestPressure: 4.58, fastestFall: 0.4 };
  const silent = { openedAt: iso(6 * minuteMs), lastReadingAt: iso(6 * minuteMs), lastPressure: 6.42 };
  const outage = { openedAt: iso(7 * minuteMs), lastReadingAt: iso(7 * minuteMs) };
  const closed = { state: 'closed', closedAt: iso(minuteMs) } as const;
  const lastHeard = { lastReadingAt: iso(41 * minuteMs), lastPressure: 5.24, lowestPressure: 5.14 };
  const over = {
    ...fresh,
    ...closed,
    lastPressure: 6.35,
    lowestPressure: 4.58,
    fastestFall: 16,
    openedAt: iso(131 * minuteMs),
  };

  return [
    notice('leak-opened', incident('leak', leak), {
      fallingBarPerHour: 16,
      previousLeakAt,
      pressures: pressures(now, { leakSince: 4.7 * minuteMs, falling: 16 }),
    }),
    notice('leak-reminder', incident('leak', longLeak), {
      fallingBarPerHour: 0.3,
      previousLeakAt,
      pressures: pressures(now, { leakSince: 4.2 * hourMs, falling: 0.42 }),
    }),
    notice('leak-recovered', incident('leak', over), {
      previousLeakAt,
      pressures: pressures(now, { leakSince: 140 * minuteMs, falling: 0.8, over: 4 * minuteMs }),
    }),
    notice('sensor-silent', incident('sensor-silent', silent), {
      previousLeakAt,
      pressures: pressures(now, { silentSince: 6 * minuteMs }),
    }),
    notice('sensor-silent', incident('leak', { ...longLeak, ...lastHeard }), {
      sensorSilentSince: iso(41 * minuteMs),
      previousLeakAt,
      pressures: pressures(now, { leakSince: 4.2 * hourMs, falling: 0.42, silentSince: 41 * minuteMs }),
    }),
    notice('sensor-back', incident('sensor-silent', { ...silent, ...fresh, ...closed, openedAt: iso(95 * minuteMs) }), {
      previousLeakAt,
      pressures: pressures(now, { silentSince: 95 * minuteMs, back: 2 * minuteMs }),
    }),
    notice('pipeline-down', incident('pipeline-down', outage), { outage: 'all-sensors-silent' }),
    notice(
      'pipeline-back',
      incident('pipeline-down', { ...outage, ...fresh, ...closed, openedAt: iso(52 * minuteMs) }),
      {
        outage: 'all-sensors-silent',
      },
    ),
  ];
}

interface Story {
  readonly leakSince?: number;
  /** bar/h. */
  readonly falling?: number;
  readonly over?: number;
  readonly silentSince?: number;
  readonly back?: number;
}

/** A day of a compressor that switches on and off, and what then happened; all times are ms before `now`. */
function pressures(
  now: number,
  { leakSince = 0, falling = 0, over = 0, silentSince = 0, back = -1 }: Story,
): PressurePoint[] {
  const points: PressurePoint[] = [];
  for (let ago = dayMs; ago >= 0; ago -= 5 * minuteMs) {
    if (ago < silentSince && ago > back) continue;
    const usual = 6.45 + 0.22 * Math.sin(ago / (23 * minuteMs)) + 0.05 * Math.sin(ago / (3.1 * minuteMs));
    const lost = ago < leakSince && ago >= over ? ((leakSince - ago) / hourMs) * falling : 0;
    points.push([now - ago, Math.max(0, usual - lost)]);
  }
  return points;
}

/** Notices of one poll in which many things went wrong at once: they are sent as one mail. */
export function sampleCycle(now: number): readonly Notice[] {
  const [leak, , , silent] = sampleNotices(now);
  const named = (notice: Notice | undefined, device: number, lastPressure: number): Notice[] =>
    notice === undefined
      ? []
      : [
          {
            ...notice,
            id: `${notice.id}-${device}`,
            cycle: `sample-${now}`,
            stored: { index: 'sample', id: `sample-${now}-${device}` },
            incident: { ...notice.incident, deviceId: String(device), device: `air-${device}`, lastPressure },
          },
        ];
  return [
    ...[5.2, 5.81, 4.93, 5.44, 5.02, 5.6].flatMap((bar, index) => named(leak, index + 1, bar)),
    ...[6.4, 6.31].flatMap((bar, index) => named(silent, index + 7, bar)),
  ];
}
