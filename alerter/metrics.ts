import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Incident, IncidentKind } from '../shared/incidents/incident.ts';
import { type Notice, noticeKinds } from './notice.ts';

/** What an alerter counts, for Prometheus. */
export interface AlerterMetrics {
  /** Starts the clock of a poll; call the result when it has succeeded. */
  timeCycle(): () => void;
  evaluated(readings: number): void;
  open(incidents: readonly Incident[]): void;
  queued(notices: readonly Notice[]): void;
}

const kinds: readonly IncidentKind[] = ['leak', 'sensor-silent', 'pipeline-down'];

export function createAlerterMetrics(registry: Registry): AlerterMetrics {
  const registers = [registry];
  const cycleSeconds = new Histogram({
    name: 'telemetry_alerter_cycle_duration_seconds',
    help: 'Duration of polls that succeeded',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  const readings = new Counter({
    name: 'telemetry_alerter_readings_total',
    help: 'Readings that were evaluated',
    registers,
  });
  const openIncidents = new Gauge({
    name: 'telemetry_alerter_open_incidents',
    help: 'Incidents that are not closed',
    labelNames: ['kind'],
    registers,
  });
  const notices = new Counter({
    name: 'telemetry_alerter_notices_total',
    help: 'Notices put on the queue to be mailed',
    labelNames: ['kind'],
    registers,
  });
  // A series that begins with its first event has no increase: Prometheus would miss that event.
  for (const kind of noticeKinds) notices.inc({ kind }, 0);
  return {
    timeCycle: () => cycleSeconds.startTimer(),
    evaluated: (count) => readings.inc(count),
    open(incidents) {
      for (const kind of kinds) openIncidents.set({ kind }, incidents.filter((one) => one.kind === kind).length);
    },
    queued(queued) {
      for (const { kind } of queued) notices.inc({ kind });
    },
  };
}
