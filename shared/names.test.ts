import { expect, test } from 'vitest';
import { dailyIndex, namesOf } from './names.ts';

test('everything is named after the customer and the sensor type', () => {
  expect(namesOf('finemeca', 'air')).toEqual({
    mqttTopic: 'finemeca/air/#',
    queue: '/queue/finemeca.air',
    rejectedQueue: '/queue/finemeca.air.rejected',
    storedTopic: '/topic/finemeca.air.stored',
    dataIndex: 'finemeca-air-data',
    ledgerIndex: 'finemeca-air-daily',
    canaryIndex: 'finemeca-air-canary',
  });
});

test.each([
  ['2022-04-17', 'finemeca-devicev01-data-2022-4-17'],
  ['2022-11-05', 'finemeca-devicev01-data-2022-11-5'],
])('the daily index of %s is %s', (day, index) => {
  expect(dailyIndex('finemeca-devicev01-data', day)).toBe(index);
});
