import { describe, expect, test } from 'vitest';
import { estimateLoss, hoursPerYear, lossOfIncident, roundEstimate } from './leak-cost.ts';

const cost = { receiverLitres: 1000, pricePerKwh: 0.25 };
const opened = '2026-04-17T12:00:00.000Z';
const leak = { kind: 'leak', openedAt: opened, fastestFall: 6 } as const;
const at = (hour: number) => Date.parse(opened) + hour * 3_600_000;

describe('what a leak loses', () => {
  // 1,000 l that fall by 6 bar/h: 0.1 bar a minute, 100 l at 1 bar, 98.7 at 1.013, 92 of them at 0 °C.
  test.each([
    ['an hour', 20, 6, 1, { litresPerMinute: 91.98, kilowattHours: 0.66, euros: 0.17 }],
    ['at 0 °C nothing is corrected', 0, 6, 1, { litresPerMinute: 98.72, kilowattHours: 0.71, euros: 0.18 }],
    ['a year', 20, 6, hoursPerYear, { litresPerMinute: 91.98, kilowattHours: 5801.6, euros: 1450.4 }],
    ['twice as fast', 20, 12, 1, { litresPerMinute: 183.96, kilowattHours: 1.32, euros: 0.33 }],
    ['no time', 20, 6, 0, { litresPerMinute: 91.98, kilowattHours: 0, euros: 0 }],
  ])('%s', (_, celsius, falling, hours, expected) => {
    const loss = estimateLoss(cost, falling, hours, celsius);
    for (const key of ['litresPerMinute', 'kilowattHours', 'euros'] as const) {
      expect(Math.abs(loss[key] - expected[key])).toBeLessThan(0.01 * Math.max(1, expected[key]));
    }
  });

  test('one normal litre per minute all year is the usual 63 kWh', () => {
    const { litresPerMinute, kilowattHours } = estimateLoss(cost, 6, hoursPerYear);
    expect(kilowattHours / litresPerMinute).toBeCloseTo(63.07, 1);
  });
});

describe('what an incident has lost', () => {
  test.each([
    ['open: until now', leak, at(2), 0.33],
    ['over: until its end', { ...leak, closedAt: new Date(at(1)).toISOString() }, at(9), 0.17],
    ['no fall was seen', { ...leak, fastestFall: undefined as never }, at(2), undefined],
    ['no leak', { ...leak, kind: 'sensor-silent' as const }, at(2), undefined],
    ['a clock that is behind', leak, at(-1), 0],
  ])('%s', (_, incident, now, euros) => {
    const loss = lossOfIncident(cost, incident, now);
    expect(loss && Math.round(loss.euros * 100) / 100).toBe(euros);
  });
});

test.each([
  [1450.4, 1500],
  [0.3312, 0.33],
  [9.96, 10],
  [0, 0],
])('%d is called %d', (value, called) => expect(roundEstimate(value)).toBe(called));
