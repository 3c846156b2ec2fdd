import type { Drill } from '../../../shared/drill.ts';

const dayMs = 24 * 3_600_000;
const minuteMs = 60_000;

/** A drill as it could have been at `now` (ms since the epoch): for test mails and previews. */
export function sampleDrill(now: number, failed = false): Drill {
  const day = (ago: number) => new Date(now - ago * dayMs).toISOString().slice(0, 10);
  return {
    id: `sample-${now}-drill`,
    kind: 'drill',
    decidedAt: new Date(now).toISOString(),
    cycle: `sample-${now}-drill`,
    hops: failed
      ? [
          { name: 'mqtt', state: 'passed', afterMs: 4 },
          { name: 'gateway', state: 'failed' },
          { name: 'store', state: 'skipped' },
          { name: 'announcement', state: 'skipped' },
          { name: 'live-page', state: 'skipped' },
        ]
      : [
          { name: 'mqtt', state: 'passed', afterMs: 4 },
          { name: 'gateway', state: 'passed', afterMs: 21 },
          { name: 'store', state: 'passed', afterMs: 83 },
          { name: 'announcement', state: 'passed', afterMs: 84 },
          { name: 'live-page', state: 'passed', afterMs: 92 },
        ],
    week: {
      from: day(7),
      to: day(1),
      readings: [
        { sensorType: 'air', readings: 60_462, expected: 60_480, missing: 18 },
        { sensorType: 'centrale', readings: 40_320, expected: 40_320, missing: 0 },
        { sensorType: 'devicev01', readings: 39_871, expected: 40_320, missing: 449 },
      ],
      deadLetters: 2,
      outages: { count: 1, ms: 14 * minuteMs },
      leaks: { count: 2, ms: 312 * minuteMs, lowest: 4.58, fallenBar: 84 },
      energyKwh: 4812.6,
    },
    weekly: { weekday: 1, minuteOfDay: 8 * 60 },
    contact: 'Anne, 0470 12 34 56',
  };
}
