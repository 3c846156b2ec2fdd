import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { LastReadings, mostDevices, others } from './last-readings.ts';

const at = (second: number) => new Date(Date.parse('2026-11-26T10:00:00Z') + second * 1000).toISOString();
const now = Date.parse(at(100));
const create = () => new LastReadings(new Registry(), 'air');
const seen = (device: string, timestamp: string, receivedAt = timestamp) => ({ device, timestamp, receivedAt });

test.each([
  ['the newest counts', [seen('a', at(1)), seen('a', at(3)), seen('a', at(2))], { a: at(3) }],
  ['a clock that is ahead does not hide a silence', [seen('a', at(80_000), at(5))], { a: at(5) }],
  ['who has been silent for a month is forgotten', [seen('a', at(-31 * 86_400)), seen('b', at(0))], { b: at(0) }],
  ['a long name is cut', [seen('x'.repeat(5000), at(0))], { ['x'.repeat(100)]: at(0) }],
])('%s', (_what, documents, expected) => {
  const readings = create();
  readings.note(documents);
  expect(Object.fromEntries(readings.newest(now))).toEqual(expected);
});

test('devices beyond the limit share a series, and a known one keeps its own', () => {
  const readings = create();
  const names = Array.from({ length: mostDevices + 5 }, (_, number) => `device-${number}`);
  readings.note(names.map((name, number) => seen(name, at(number / 1000))));
  readings.note([seen('device-0', at(50)), seen('new', at(40))]);
  const newest = readings.newest(now);
  expect(newest.size).toBe(mostDevices + 1);
  expect([newest.get('device-0'), newest.get(others)]).toEqual([at(50), at(40)]);
});

test('Prometheus is given seconds', async () => {
  const registry = new Registry();
  new LastReadings(registry, 'air').note([seen('air-1', new Date().toISOString())]);
  expect(await registry.metrics()).toMatch(
    /^telemetry_ingestor_last_reading_timestamp_seconds\{sensor_type="air",device="air-1"\} 1[0-9]{9}(\.[0-9]+)?$/m,
  );
});
