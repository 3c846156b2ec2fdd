import { expect, test } from 'vitest';
import { namesOf } from '../shared/names.ts';
import { air } from '../shared/sensors/air.ts';
import { createSiteTime } from '../shared/site-time.ts';
import { realOnly } from './synthetic.ts';
import { createTransform, type StoredReading } from './transform.ts';

const transform = createTransform({
  sensor: air,
  customer: 'finemeca',
  siteTime: createSiteTime('Europe/Brussels'),
  site: { openingPressure: () => 6 },
  readingPeriodSeconds: 30,
});
const stored = (mqttTopic: string, payload: Readonly<Record<string, unknown>> = {}): StoredReading => {
  const body = Buffer.from(JSON.stringify({ Time: '2026-01-01 00:30:00', Pres: 6.5, ...payload }));
  const outcome = transform({ body, mqttTopic, receivedAt: Date.parse('2025-12-31T23:30:01Z'), readingId: 'r' });
  if (!outcome.ok) throw new Error(outcome.rejection.reason);
  return outcome.value;
};

test.each([
  ['finemeca/air/canary', 'finemeca-air-canary-2026', true],
  ['finemeca/air/air-1', 'finemeca-air-data-2026-1-1', undefined],
  // Only the whole last level counts, whatever the device calls itself.
  ['finemeca/air/canary-1', 'finemeca-air-data-2026-1-1', undefined],
  ['finemeca/canary/air-1', 'finemeca-air-data-2026-1-1', undefined],
])('%s is stored in %s', (topic, index, synthetic) => {
  const reading = stored(topic, { Device: 'canary', synthetic: true });
  expect(reading.index).toBe(index);
  expect(reading.document.synthetic).toBe(synthetic);
});

test('a canary is in no family of indices that holds readings', () => {
  const { dataIndex, ledgerIndex } = namesOf('finemeca', 'air');
  const { index } = stored('finemeca/air/canary');
  for (const prefix of [dataIndex, ledgerIndex, 'finemeca-alerts', 'finemeca-air-monthly']) {
    expect(index.startsWith(`${prefix}-`)).toBe(false);
  }
});

test('metering hears of no canary, and what it adds stays with its reading', async () => {
  const heard: string[] = [];
  const enrich = realOnly(async (readings) => {
    heard.push(...readings.map(({ document }) => document.deviceId));
    return readings.map(({ document }) => ({ of: document.deviceId }));
  });
  const fields = await enrich(['a', 'canary', 'b'].map((device) => stored(`finemeca/air/${device}`)));
  expect(heard).toEqual(['a', 'b']);
  expect(fields).toEqual([{ of: 'a' }, undefined, { of: 'b' }]);
});
