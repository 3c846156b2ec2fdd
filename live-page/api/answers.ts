import type { StoredIncident } from '../../shared/incidents/incident.ts';
import { freshnessOf, type OpenIncident, type Reading } from '../protocol.ts';
import type { IncidentAnswer, PressureAnswer } from './schemas.ts';

const iso = (at: number): string => new Date(at).toISOString();
/** Pressures have a resolution of 1 mbar at best. */
const round3 = (value: number): number => Math.round(value * 1000) / 1000;

/** What the API says of a device. */
export function pressureAnswer(
  reading: Reading,
  incidents: readonly OpenIncident[],
  { now, readingPeriodMs }: { now: number; readingPeriodMs: number },
): PressureAnswer {
  const freshness = freshnessOf(now - reading.at, readingPeriodMs);
  const pressure = freshness === 'absent' ? null : reading.pressure;
  const { openingPressure } = reading;
  const leak = incidents.find(({ kind, deviceId }) => kind === 'leak' && deviceId === reading.deviceId);
  return {
    deviceId: reading.deviceId,
    device: reading.device,
    pressure,
    freshness,
    lastPressure: reading.pressure,
    openingPressure,
    margin: pressure === null || openingPressure === null ? null : round3(pressure - openingPressure),
    timestamp: iso(reading.at),
    receivedAt: iso(reading.receivedAt),
    incident: leak
      ? { id: leak.id, openedAt: iso(leak.openedAt), acknowledgedBy: leak.acknowledged?.by ?? null }
      : null,
  };
}

/** What the API says of an incident. */
export const incidentAnswer = ({ id, incident }: StoredIncident): IncidentAnswer => ({
  id,
  kind: incident.kind,
  state: incident.state,
  deviceId: incident.deviceId ?? null,
  device: incident.device ?? null,
  openedAt: incident.openedAt,
  closedAt: incident.closedAt ?? null,
  openingPressure: incident.openingPressure ?? null,
  lowestPressure: incident.lowestPressure ?? null,
  lastPressure: incident.lastPressure ?? null,
  acknowledged: incident.acknowledged ?? null,
  repaired: incident.repaired ?? null,
});
