import { namesOf, yearlyIndex } from '../../shared/names.ts';
import { createSiteTime } from '../../shared/site-time.ts';
import type { Plant } from '../../simulator/plant.ts';
import type { Reading, Written } from './documents.ts';
import { ledgerDays, midnight, now, periodSeconds, readingDays, timeZone } from './site.ts';

interface Gap {
  readonly from: string;
  readonly to: string;
}
interface Day {
  readings: number;
  missing: number;
  gaps: Gap[];
}

const periodMs = periodSeconds * 1000;
const longGapMs = 3_600_000;

/** Daily ledgers of all devices: counts from the readings, consumption and indices from the simulator's truth. */
export function ledgersOf(plant: Plant, readings: readonly Reading[], customer: string): Written[] {
  return plant.devices.flatMap(({ type, device: name, deviceId }) => {
    const own = readings.filter((reading) => reading.type === type && reading.document.deviceId === deviceId);
    const counted = countsOf(own);
    const device = own[0]?.device ?? name;
    return Array.from({ length: ledgerDays + 1 }, (_, daysBefore) => {
      const start = midnight(daysBefore);
      const day = start.toPlainDate().toString();
      // Before the two weeks every reading came.
      const perfect = { readings: Math.round((start.hoursInDay * 3_600_000) / periodMs), missing: 0, gaps: [] };
      const counts = daysBefore > readingDays ? perfect : (counted.get(day) ?? { readings: 0, missing: 0, gaps: [] });
      const { readings: received, missing, gaps } = counts;
      const end = Math.min(start.add({ days: 1 }).epochMilliseconds, own.at(-1)?.at ?? now);
      return {
        index: yearlyIndex(namesOf(customer, type).ledgerIndex, day),
        id: `${deviceId}-${day}`,
        document: {
          day,
          deviceId,
          device,
          readings: received,
          missing,
          expected: received + missing,
          gaps,
          ...(type === 'centrale' ? meterDay(plant, name, start.epochMilliseconds, end, gaps) : {}),
        },
      };
    });
  });
}

/** Readings, and the periods without one, by the local day that they belong to. */
function countsOf(readings: readonly Reading[]): Map<string, Day> {
  const { dayOf } = createSiteTime(timeZone);
  const days = new Map<string, Day>();
  const of = (at: number): Day => {
    const day = days.get(dayOf(at)) ?? { readings: 0, missing: 0, gaps: [] };
    days.set(dayOf(at), day);
    return day;
  };
  readings.forEach(({ at }, index) => {
    of(at).readings++;
    const before = readings[index - 1]?.at;
    if (before === undefined) return;
    const missing = Math.round((at - before) / periodMs) - 1;
    if (missing <= 0) return;
    for (let slot = 1; slot <= missing; slot++) of(before + (slot * (at - before)) / (missing + 1)).missing++;
    const crossing = midnightBetween(before, at);
    const parts =
      crossing === undefined
        ? [[before, at]]
        : [
            [before, crossing],
            [crossing, at],
          ];
    for (const [from = 0, to = 0] of parts) {
      of(from).gaps.push({ from: new Date(from).toISOString(), to: new Date(to).toISOString() });
    }
  });
  return days;
}

function midnightBetween(from: number, to: number): number | undefined {
  for (let daysBefore = 0; daysBefore <= readingDays; daysBefore++) {
    const at = midnight(daysBefore).epochMilliseconds;
    if (at > from && at < to) return at;
  }
  return undefined;
}

function meterDay(plant: Plant, device: string, start: number, end: number, gaps: readonly Gap[]) {
  const first = plant.truthAt(device, new Date(start));
  const last = plant.truthAt(device, new Date(end));
  const reset = (last.Energy ?? 0) < (first.Energy ?? 0);
  const interpolated = gaps.some(({ from, to }) => Date.parse(to) - Date.parse(from) > longGapMs);
  return {
    consumption: Math.round(((last.trueEnergy ?? 0) - (first.trueEnergy ?? 0)) * 1e6) / 1e6,
    startIndex: first.Energy,
    endIndex: last.Energy,
    resets: reset ? 1 : 0,
    // A clock that is ahead is no reason to doubt a total.
    quality: ['clock-drift', ...(reset ? ['counter-reset'] : []), ...(interpolated ? ['interpolated'] : [])],
  };
}
