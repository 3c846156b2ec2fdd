import { describe, expect, it } from 'vitest';
import { manyFaults } from './faults.ts';
import { createPlant, type PlantOptions, type SimulatedReading } from './plant.ts';

const monday = new Date('2026-03-02T00:00:00+01:00');
const after = (hours: number, start = monday) => new Date(start.getTime() + hours * 3_600_000);

function readings(options: PlantOptions, from: Date, to: Date): SimulatedReading[] {
  return [...createPlant(options).readings(from, to)];
}
const values = (reading: SimulatedReading) => JSON.parse(reading.payload) as Record<string, unknown>;
const lines = (all: SimulatedReading[]) => all.map(({ at, topic, payload }) => `${at.getTime()} ${topic} ${payload}`);
const messy: PlantOptions = { seed: 7, periodSeconds: 60, faults: manyFaults };

describe('the same plant again', () => {
  it('gives the same bytes for the same seed, and others for another', () => {
    expect(lines(readings(messy, monday, after(6)))).toEqual(lines(readings(messy, monday, after(6))));
    expect(lines(readings({ ...messy, seed: 8 }, monday, after(6)))).not.toEqual(
      lines(readings(messy, monday, after(6))),
    );
  });

  it('does not change a device when others are added', () => {
    const few = readings({ ...messy, devices: { air: 1 } }, monday, after(24));
    const many = readings({ ...messy, devices: { air: 4, centrale: 1 } }, monday, after(24));
    expect(lines(many.filter(({ device }) => device === 'air-1'))).toEqual(lines(few));
  });

  it('has no seam, wherever one stops and goes on', () => {
    const options = { ...messy, periodSeconds: 240 };
    const whole = lines(readings(options, after(-12), after(190))).join('\n');
    for (const hours of [0.001, 5.51, 6, 13.37, 100, 130.5, 167.999]) {
      const inParts = [...readings(options, after(-12), after(hours)), ...readings(options, after(hours), after(190))];
      // Compared as one text, which is faster than a diff of thousands of lines.
      expect(lines(inParts).join('\n') === whole, `a seam after ${hours} hours`).toBe(true);
    }
  });

  it('is in time order, staggered, and of every type', () => {
    const all = readings({ faults: 'none' }, monday, after(1));
    const times = all.map(({ at }) => at.getTime());
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(all).toHaveLength(9 * 120);
    expect(new Set(all.slice(0, 9).map(({ at }) => at.getTime())).size).toBe(9);
    expect(new Set(all.map(({ topic }) => topic.split('/')[1]))).toEqual(new Set(['air', 'centrale', 'devicev01']));
  });

  it('has no past before it was built', () => {
    expect(() => readings({}, new Date('2014-12-31'), new Date('2015-02-01'))).toThrow(RangeError);
  });
});

describe('payloads', () => {
  it('have the keys of the samples, in their order', () => {
    const [reading] = readings({ devices: { devicev01: 1 }, faults: 'none' }, monday, after(1));
    expect(Object.keys(values(reading as SimulatedReading)).join(' ')).toBe(
      'Customer idGateway idDevice Device Time msgCount Length RSSI SNR Mod Pres Pres-U Temp Temp-U Hum Hum-U',
    );
  });

  it.each([
    ['2026-03-29', 23, 'T00:00:00+01:00', '2026-03-29 02'],
    ['2026-10-25', 25, 'T00:00:00+02:00', '2026-10-25 02'],
  ])('show local time on %s, a day of %i hours', (date, hours, midnight, changing) => {
    const all = readings(
      { devices: { air: 1 }, faults: 'none' },
      new Date(date + midnight),
      after(hours, new Date(date + midnight)),
    );
    const times = all.map((reading) => String(values(reading).Time));
    expect(times.every((time) => time.startsWith(date))).toBe(true);
    expect(times).toHaveLength(hours * 120);
    expect(times.filter((time) => time.startsWith(changing))).toHaveLength(hours === 23 ? 0 : 240);
  });
});

describe('faults', () => {
  const week = readings({ ...messy, periodSeconds: 300 }, monday, after(28 * 24));

  it('leave values out in all three ways, for every measure', () => {
    const found = new Set<string>();
    for (const reading of week) {
      const payload = values(reading);
      const measures = { air: ['Pres'], centrale: ['Energy', 'PF'], devicev01: ['Pres', 'Temp', 'Hum'] }[reading.type];
      for (const key of measures) {
        const value = payload[key];
        if (typeof value !== 'number') found.add(`${reading.type} ${key} ${key in payload ? value : 'absent'}`);
      }
    }
    expect(found.size).toBe(6 * 3);
  });

  it('restart the count at 0 and at 1, and it rises in between', () => {
    const starts = new Set<number>();
    const last = new Map<string, number>();
    for (const reading of [...week].sort((a, b) => a.measuredAt.getTime() - b.measuredAt.getTime())) {
      const count = Number(values(reading).msgCount);
      const before = last.get(reading.topic);
      if (before !== undefined && count < before && count <= 1) starts.add(count);
      else if (before !== undefined && before > 1000 && count > before) expect(count - before).toBeLessThan(100);
      last.set(reading.topic, count);
    }
    expect(starts).toEqual(new Set([0, 1]));
  });

  it('silence a device for hours, repeat readings, and deliver some late', () => {
    const delays = week.map(({ at, measuredAt }) => at.getTime() - measuredAt.getTime());
    expect(Math.min(...delays)).toBe(0);
    expect(delays.some((delay) => delay > 3_600_000)).toBe(true);
    expect(new Set(week.map(({ topic, payload }) => topic + payload)).size).toBeLessThan(week.length);
    const times = week.filter(({ device }) => device === 'air-1').map(({ measuredAt }) => measuredAt.getTime());
    const gaps = times.sort((a, b) => a - b).map((time, n) => time - (times[n - 1] ?? time));
    expect(Math.max(...gaps)).toBeGreaterThan(3_600_000);
  });

  it('put one clock ahead, and only that one', () => {
    const options: PlantOptions = { devices: { devicev01: 3 }, timeZone: 'UTC', faults: { wrongClockSeconds: 120 } };
    for (const reading of readings(options, monday, after(1))) {
      const shown = new Date(`${values(reading).Time}Z`).getTime();
      const ahead = shown - Math.floor(reading.measuredAt.getTime() / 1000) * 1000;
      expect(ahead).toBe(reading.device === '102' ? 120_000 : 0);
    }
  });

  it('can all be switched off', () => {
    const all = readings({ faults: 'none', devices: { air: 2, centrale: 2, devicev01: 2 } }, monday, after(24));
    expect(all).toHaveLength(6 * 2880);
    for (const device of ['air-1', 'centrale-2', '102']) {
      const counts = all.filter((r) => r.device === device).map((r) => Number(values(r).msgCount));
      expect(counts).toEqual(counts.map((_, n) => (counts[0] ?? 0) + n));
    }
    expect(all.every(({ payload }) => !payload.includes('null') && !payload.includes('NULL'))).toBe(true);
  });

  it('keep a declared silence', () => {
    const silences = [{ device: 'air-1', from: after(2), to: after(5) }];
    const all = readings({ silences, faults: 'none', devices: { air: 2 } }, monday, after(6));
    expect(all.filter(({ device }) => device === 'air-1')).toHaveLength(3 * 120);
    expect(all.filter(({ device }) => device === 'air-2')).toHaveLength(6 * 120);
  });
});
