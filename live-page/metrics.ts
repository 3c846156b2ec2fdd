import { Counter, Gauge, type Registry } from 'prom-client';

/** What the live page counts, for Prometheus. */
export interface LivePageMetrics {
  /** A canary was announced, of the run that began then (ms since the epoch). */
  canary(run: number): void;
  /** A reading became the newest of its device; where it came from. */
  reading(source: (typeof sources)[number]): void;
  /** A page was disconnected or refused, and why. */
  dropped(reason: (typeof dropReasons)[number]): void;
}

const sources = ['topic', 'store'] as const;
const dropReasons = ['slow', 'noisy', 'full', 'refused'] as const;

export function createLivePageMetrics(registry: Registry, pages: () => number): LivePageMetrics {
  const readings = new Counter({
    name: 'telemetry_live_page_readings_total',
    help: 'Readings that became the newest of their device',
    labelNames: ['source'],
    registers: [registry],
  });
  const dropped = new Counter({
    name: 'telemetry_live_page_dropped_total',
    help: 'Pages that were disconnected or refused',
    labelNames: ['reason'],
    registers: [registry],
  });
  new Gauge({
    name: 'telemetry_live_page_connections',
    help: 'Pages that are connected',
    registers: [registry],
    collect() {
      this.set(pages());
    },
  });
  const canary = new Gauge({
    name: 'telemetry_live_page_canary_timestamp_seconds',
    help: 'When the run began whose canary was announced last',
    registers: [registry],
  });
  // A series that begins with its first event has no increase: Prometheus would miss that event.
  for (const source of sources) readings.inc({ source }, 0);
  for (const reason of dropReasons) dropped.inc({ reason }, 0);
  return {
    canary: (run) => canary.set(run / 1000),
    reading: (source) => readings.inc({ source }),
    dropped: (reason) => dropped.inc({ reason }),
  };
}
