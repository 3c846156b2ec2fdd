import { describe, expect, it } from 'vitest';
import { createPlant, type PlantOptions } from './plant.ts';

const friday = new Date('2026-03-27T00:00:00+01:00');
const after = (hours: number) => new Date(friday.getTime() + hours * 3_600_000);

function meter(options: PlantOptions, from: Date, to: Date) {
  const plant = createPlant({ devices: { centrale: 1 }, faults: 'none', ...options });
  return [...plant.readings(from, to)].map(({ at, payload, truth }) => {
    const shown = JSON.parse(payload) as { Energy: number; Power: number; Volt: number; Curr: number; PF: number };
    return { at, trueEnergy: truth.trueEnergy ?? 0, truePower: truth.Power ?? 0, ...shown };
  });
}

/** Steps between neighbours in whole Wh. */
const steps = (all: readonly number[]) => all.slice(1).map((value, n) => Math.round((value - (all[n] ?? 0)) * 1000));

describe('an energy meter', () => {
  // Over a change of the week and of the clock.
  const all = meter({ periodSeconds: 60 }, friday, after(96));

  it('never falls, and shows the true energy', () => {
    expect(Math.min(...steps(all.map(({ Energy }) => Energy)))).toBeGreaterThanOrEqual(0);
    expect(steps(all.map(({ Energy }) => Energy))).toEqual(steps(all.map(({ trueEnergy }) => trueEnergy)));
  });

  it('is the integral of the power', () => {
    const exact = createPlant({ devices: { centrale: 1 }, faults: 'none' });
    // The power is constant within five minutes of the clock.
    let integral = 0;
    for (let minute = 2.5; minute < 96 * 60; minute += 5)
      integral += (exact.truthAt('centrale-1', after(minute / 60)).Power ?? 0) / 12;
    const rise =
      (exact.truthAt('centrale-1', after(96)).Energy ?? 0) - (exact.truthAt('centrale-1', friday).Energy ?? 0);
    expect(Math.abs(rise - integral)).toBeLessThan(0.002);
  });

  it('shows power, voltage, current and power factor that fit each other', () => {
    for (const { Power, Volt, Curr, PF, truePower } of all) {
      expect(Math.abs((Math.sqrt(3) * Volt * Curr * PF) / 1000 / Power - 1)).toBeLessThan(0.005);
      expect(Math.abs(Power / truePower - 1)).toBeLessThan(0.035);
      expect(PF).toBeLessThanOrEqual(0.97);
    }
  });

  it('takes more on a working day than on a Sunday', () => {
    const of = (from: number, to: number) => {
      const day = all.filter(({ at }) => at >= after(from) && at < after(to));
      return (day.at(-1)?.Energy ?? 0) - (day[0]?.Energy ?? 0);
    };
    expect(of(0, 24)).toBeGreaterThan(2 * of(48, 71));
  });

  it('falls only at declared events: a reset, then a swap', () => {
    const meterEvents = [
      { device: 'centrale-1', at: after(10) },
      { device: 'centrale-1', at: after(20), index: 500 },
    ];
    const plant = createPlant({ devices: { centrale: 1 }, faults: 'none', meterEvents });
    expect(plant.truthAt('centrale-1', after(10)).Energy).toBe(0);
    expect(plant.truthAt('centrale-1', after(20)).Energy).toBe(500);
    const shown = meter({ meterEvents }, friday, after(30));
    expect(steps(shown.map(({ Energy }) => Energy)).filter((step) => step < 0)).toHaveLength(1);
    expect(Math.min(...steps(shown.map(({ trueEnergy }) => trueEnergy)))).toBeGreaterThanOrEqual(0);
  });

  it('wraps at its modulus', () => {
    const shown = meter({ counterModulusKwh: 100 }, friday, after(24));
    const falls = steps(shown.map(({ Energy }) => Energy)).filter((step) => step < 0);
    expect(falls.length).toBeGreaterThan(0);
    expect(falls.every((step) => step < -98_000)).toBe(true);
    expect(Math.max(...shown.map(({ Energy }) => Energy))).toBeLessThan(100);
  });
});
