import { Counter, Gauge, type Registry } from 'prom-client';

/** What a gateway counts, for Prometheus and for the counts in its log. */
export interface GatewayMetrics {
  /** A batch begins. */
  received(count: number): void;
  /** It has been confirmed. */
  forwarded(count: number): void;
  /** A canary has been confirmed at that time (ms since the epoch). */
  canary(at: number): void;
  /** Of a message only the beginning is forwarded: the ingestor refuses it. */
  rejected(code: string): void;
  /** Totals since the start. */
  totals(): Readonly<Record<string, number>>;
}

export function createGatewayMetrics(registry: Registry, sensorType: string): GatewayMetrics {
  const metric = { labelNames: ['sensor_type'], registers: [registry] };
  const labels = { sensor_type: sensorType };
  const received = new Counter({
    ...metric,
    name: 'telemetry_gateway_received_total',
    help: 'Messages received over MQTT',
  });
  const forwarded = new Counter({
    ...metric,
    name: 'telemetry_gateway_forwarded_total',
    help: 'Messages confirmed by ActiveMQ',
  });
  const rejected = new Counter({
    ...metric,
    name: 'telemetry_gateway_rejected_total',
    help: 'Messages of which only the beginning is forwarded, for the dead letters',
    labelNames: ['sensor_type', 'reason_code'],
  });
  const inFlight = new Gauge({
    ...metric,
    name: 'telemetry_gateway_in_flight',
    help: 'Messages in the present transaction',
  });
  const canary = new Gauge({
    ...metric,
    name: 'telemetry_gateway_canary_timestamp_seconds',
    help: 'When ActiveMQ confirmed the last canary',
  });
  // A series that begins with its first event has no increase: Prometheus would miss that event.
  rejected.inc({ ...labels, reason_code: 'too-large' }, 0);
  const totals = { received: 0, forwarded: 0 };

  return {
    received(count) {
      received.inc(labels, count);
      inFlight.set(labels, count);
      totals.received += count;
    },
    forwarded(count) {
      inFlight.set(labels, 0);
      forwarded.inc(labels, count);
      totals.forwarded += count;
    },
    canary: (at) => canary.set(labels, at / 1000),
    rejected: (code) => rejected.inc({ ...labels, reason_code: code }),
    totals: () => ({ ...totals }),
  };
}
