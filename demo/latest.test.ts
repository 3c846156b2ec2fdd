import { expect, it } from 'vitest';
import { Latest, wordsOf } from './latest.ts';

const now = Date.parse('2026-11-23T07:00:10Z');
const document = (source: Record<string, unknown>) => ({ id: 'x', source });
const air = { device: 'air-1', timestamp: '2026-11-23T07:00:00.000Z', Pres: 5.214, 'Pres-U': 'bar', PresOpen: 6 };

it('says the headline value with its unit', () => {
  expect(wordsOf('air', air)).toBe('air-1 5.21 bar');
  expect(wordsOf('centrale', { device: 'centrale-2', Energy: 148226.93, 'Energy-U': 'kWh' })).toBe(
    'centrale-2 148,226.9 kWh',
  );
  expect(wordsOf('devicev01', { device: 'weather-1', Temp: 14.51, 'Temp-U': 'C' })).toBe('weather-1 14.5 °C');
  expect(wordsOf('devicev01', { device: 'weather-1', Hum: 40 })).toBe('weather-1: no value');
});

it('keeps the newest by its own time, whatever comes late', () => {
  const latest = new Latest();
  expect(latest.of('air', now)).toBeUndefined();
  latest.take('air', document(air));
  latest.take('air', document({ ...air, device: 'air-2', timestamp: '2022-04-17T21:52:11.000Z' }));
  expect(latest.of('air', now)).toEqual({ words: 'air-1 5.21 bar', ageSeconds: 10 });
});

it('says whether the leaking device is below its opening pressure', () => {
  const latest = new Latest();
  expect(latest.notice().symbol).toBe('◌');
  latest.take('air', document({ ...air, pressureMargin: -0.786 }));
  latest.take('air', document({ ...air, device: 'air-2', pressureMargin: 1 }));
  expect(latest.notice()).toEqual({
    symbol: '▲',
    words: 'leak: air-1 5.21 bar, below its opening pressure of 6.00 bar',
  });
  latest.take('air', document({ ...air, timestamp: '2026-11-23T07:00:02.000Z', Pres: 6.5, pressureMargin: 0.5 }));
  expect(latest.notice()).toEqual({
    symbol: '●',
    words: 'no leak: air-1 6.50 bar, above its opening pressure of 6.00 bar',
  });
});
