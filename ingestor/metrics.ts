import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { rejectionCodes } from '../shared/outcome.ts';
import type { Settled } from './settle.ts';

/** What an ingestor counts, for Prometheus and for the counts in its log. */
export interface IngestorMetrics {
  received(count: number): void;
  /** `now` in milliseconds since the epoch. */
  settled(settled: Settled, now: number): void;
  /** Deliveries had stalled. */
  stalled(): void;
  /** Starts the clock of a bulk request; call the result when it has been answered. */
  timeBulk(): () => void;
  /** Days of the ledger were written as readings came. */
  ledgerWritten(days: number): void;
  /** Readings were computed again: what was wrong. */
  recomputed(days: number, documents: number): void;
  /** Devices that wait for that. */
  repairsWaiting(devices: number): void;
  /** Totals since the start. */
  totals(): Readonly<Record<string, number>>;
}

export function createIngestorMetrics(registry: Registry, sensorType: string): IngestorMetrics {
  const counter = (what: string, help: string, more: string[] = []) =>
    new Counter({
      name: `telemetry_ingestor_${what}_total`,
      help,
      labelNames: ['sensor_type', ...more],
      registers: [registry],
    });
  const received = counter('received', 'Readings taken from the queue');
  const stored = counter('stored', 'Readings that Elasticsearch has confirmed');
  const duplicates = counter('duplicates', 'Readings that were stored before');
  const rejected = counter('rejected', 'Readings sent to the dead letters', ['reason_code']);
  const watchdogReconnects = counter(
    'watchdog_reconnects',
    'Times that deliveries had stalled on a standing connection',
  );
  const bulkSeconds = new Histogram({
    name: 'telemetry_ingestor_bulk_duration_seconds',
    help: 'Duration of bulk requests that were answered',
    labelNames: ['sensor_type'],
    registers: [registry],
  });
  const ledgerWrites = counter('ledger_writes', 'Days of the ledger written as readings came');
  const recomputedDays = counter('recomputed_days', 'Days of the ledger found wrong and computed again');
  const correctedDocuments = counter('corrected_documents', 'Documents whose metering was found wrong and corrected');
  const repairsWaiting = new Gauge({
    name: 'telemetry_ingestor_repairs_waiting',
    help: 'Devices whose readings are to be computed again',
    labelNames: ['sensor_type'],
    registers: [registry],
  });
  const inFlight = new Gauge({
    name: 'telemetry_ingestor_in_flight',
    help: 'Readings of the present batch',
    labelNames: ['sensor_type'],
    registers: [registry],
  });
  const latencySeconds = new Histogram({
    name: 'telemetry_ingestor_end_to_end_latency_seconds',
    help: 'From the gateway accepting a reading to Elasticsearch having confirmed it',
    labelNames: ['sensor_type'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600],
    registers: [registry],
  });
  const labels = { sensor_type: sensorType };
  // A series that begins with its first event has no increase: Prometheus would miss that event.
  for (const code of rejectionCodes) rejected.inc({ ...labels, reason_code: code }, 0);
  const totals = { received: 0, stored: 0, duplicates: 0, rejected: 0 };

  return {
    received(count) {
      received.inc(labels, count);
      inFlight.set(labels, count);
      totals.received += count;
    },
    settled(settled, now) {
      inFlight.set(labels, 0);
      for (const at of settled.acceptedAt) latencySeconds.observe(labels, Math.max(0, now - at) / 1000);
      stored.inc(labels, settled.stored.length);
      duplicates.inc(labels, settled.duplicates.length);
      for (const { rejection } of settled.rejected) rejected.inc({ ...labels, reason_code: rejection.code });
      totals.stored += settled.stored.length;
      totals.duplicates += settled.duplicates.length;
      totals.rejected += settled.rejected.length;
    },
    stalled: () => watchdogReconnects.inc(labels),
    ledgerWritten: (days) => ledgerWrites.inc(labels, days),
    recomputed(days, documents) {
      recomputedDays.inc(labels, days);
      correctedDocuments.inc(labels, documents);
    },
    repairsWaiting: (devices) => repairsWaiting.set(labels, devices),
    timeBulk: () => bulkSeconds.startTimer(labels),
    totals: () => ({ ...totals }),
  };
}
