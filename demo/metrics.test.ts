import { expect, it } from 'vitest';
import { countsOf, parseMetrics, settled } from './metrics.ts';

const text = `# HELP telemetry_gateway_received_total Messages received over MQTT
# TYPE telemetry_gateway_received_total counter
telemetry_gateway_received_total{sensor_type="air"} 120
telemetry_gateway_forwarded_total{sensor_type="air"} 110
telemetry_ingestor_received_total{sensor_type="air"} 100
telemetry_ingestor_stored_total{sensor_type="air"} 90
telemetry_ingestor_stored_total{sensor_type="centrale"} 7
telemetry_ingestor_duplicates_total{sensor_type="air"} 4
telemetry_ingestor_rejected_total{sensor_type="air",reason_code="invalid-json"} 2
telemetry_ingestor_rejected_total{reason_code="wrong-type",sensor_type="air"} 1
telemetry_ingestor_rejected_total{sensor_type="air",reason_code="too-deep"} 0

nodejs_version_info{version="v24 \\"x\\"",major="24"} 1
process_cpu_seconds_total 1.5e-3
`;

it('reads names, labels and values, and passes over the rest', () => {
  const samples = parseMetrics(text);
  expect(samples).toHaveLength(11);
  expect(samples.at(-1)).toEqual({ name: 'process_cpu_seconds_total', labels: {}, value: 0.0015 });
  expect(samples.at(-2)?.labels).toEqual({ version: 'v24 \\"x\\"', major: '24' });
  expect(parseMetrics('')).toEqual([]);
});

it('counts by sensor type', () => {
  const counts = countsOf(parseMetrics(text), 'air');
  expect(counts).toEqual({
    received: 120,
    forwarded: 110,
    taken: 100,
    queued: 10,
    stored: 90,
    duplicates: 4,
    rejected: 3,
    rejectedBy: { 'invalid-json': 2, 'wrong-type': 1 },
  });
  expect(settled(counts)).toBe(97);
  expect(countsOf([], 'air')).toMatchObject({ received: 0, queued: 0, rejectedBy: {} });
});

it('never shows less than nothing in the queue', () => {
  const samples = parseMetrics('telemetry_ingestor_received_total{sensor_type="air"} 5');
  expect(countsOf(samples, 'air').queued).toBe(0);
});
