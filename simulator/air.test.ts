import { describe, expect, it } from 'vitest';
import { createPlant, type PlantOptions } from './plant.ts';

const monday = new Date('2026-03-02T00:00:00+01:00');
const after = (hours: number) => new Date(monday.getTime() + hours * 3_600_000);

/** What air-1 shows, with hours since Monday 00:00. */
function pressures(options: PlantOptions, from: Date, to: Date) {
  const plant = createPlant({ devices: { air: 1 }, faults: 'none', ...options });
  return [...plant.readings(from, to)].map(({ at, payload, truth }) => {
    const shown = JSON.parse(payload) as { Pres: number; PresOpen: number };
    return { hour: (at.getTime() - monday.getTime()) / 3_600_000, truth, ...shown };
  });
}

describe('a compressed-air network', () => {
  it.each([1, 2, 3])('stays between standby cut-in and cut-out all week (seed %i)', (seed) => {
    const all = pressures({ seed, periodSeconds: 60 }, monday, after(168));
    expect(Math.min(...all.map(({ Pres }) => Pres))).toBeGreaterThan(6.2);
    expect(Math.max(...all.map(({ Pres }) => Pres))).toBeLessThan(7.55);
    expect(Math.max(...all.map(({ Pres, truth }) => Math.abs(Pres - (truth.Pres ?? 0))))).toBeLessThan(0.03);
  });

  it('cycles in working hours and falls slowly at night', () => {
    const shift = pressures({}, after(8), after(11)).map(({ Pres }) => Pres);
    const crossings = shift.filter((pressure, n) => n > 0 && pressure > 7 && (shift[n - 1] ?? 0) <= 7).length;
    expect(crossings).toBeGreaterThan(12);
    expect(crossings).toBeLessThan(60);
    // The median hour, as the standby compressor may fill up once in the night.
    const night = pressures({}, after(20), after(28)).map(({ Pres }) => Pres);
    const falls = night.slice(120).map((pressure, n) => (night[n] ?? 0) - pressure);
    const fall = falls.sort((x, y) => x - y)[Math.floor(falls.length / 2)] ?? 0;
    expect(fall).toBeGreaterThan(0.03);
    expect(fall).toBeLessThan(0.1);
  });

  it('drains over a week-end without compressor, and is full on Monday', () => {
    const all = pressures({ weekend: 'off' }, after(112), after(175));
    expect(Math.min(...all.map(({ Pres }) => Pres))).toBeLessThan(5.9);
    expect(all.find(({ hour }) => hour >= 168 + 6)?.Pres).toBeGreaterThan(7.3);
  });

  it.each([10, 50, 130])('falls below opening in a leak at hour %i, and recovers after the repair', (hour) => {
    const leaks = [{ device: 'air-1', from: after(hour), to: after(hour + 2) }];
    const all = pressures({ leaks }, after(hour - 1), after(hour + 3));
    expect(all.filter((r) => r.hour < hour).every((r) => r.Pres > r.PresOpen)).toBe(true);
    expect(all.filter((r) => r.hour > hour + 0.3 && r.hour < hour + 2).every((r) => r.Pres < r.PresOpen)).toBe(true);
    expect(all.filter((r) => r.hour > hour + 2.1).every((r) => r.Pres > r.PresOpen + 0.2)).toBe(true);
  });

  it('may leak too little to fall below opening', () => {
    const leaks = [{ device: 'air-1', from: after(10), to: after(20), depth: 0.3 }];
    expect(pressures({ leaks }, after(9), after(21)).every((r) => r.Pres > r.PresOpen)).toBe(true);
  });

  it('flutters around opening without ever being below it for a minute', () => {
    const flutters = [{ device: 'air-1', from: after(10), to: after(12) }];
    for (const periodSeconds of [5, 10, 30]) {
      const all = pressures({ flutters, periodSeconds }, after(10), after(12));
      const below = all.filter((r) => r.Pres < r.PresOpen).length / all.length;
      expect(below).toBeGreaterThan(0.3);
      let since: number | undefined;
      for (const { hour, Pres, PresOpen } of all) {
        since = Pres < PresOpen ? (since ?? hour) : undefined;
        if (since !== undefined) expect((hour - since) * 3600).toBeLessThan(60);
      }
    }
  });
});
