import { describe, expect, it } from 'vitest';
import { readSchedule } from '../planned-off.ts';
import { judge, type LeakState, type Reason } from './leak.ts';
import type { EvaluationSettings } from './settings.ts';

const settings: EvaluationSettings = {
  leakAfterSeconds: 90,
  recoveryMargin: 0.2,
  recoveredAfterSeconds: 90,
  readingPeriodSeconds: 60,
  silentAfterSeconds: 300,
  openingPressure: (_deviceId, device) => (device === 'air-1' ? 6 : undefined),
  plannedOff: readSchedule('2026-04-17 20:00/2026-04-17 21:00', 'UTC'),
};
const noon = Date.parse('2026-04-17T12:00:00Z');

/** Seconds after the start, pressure (bar), and why the device stands as it does then. */
type Row = readonly [second: number, bar: number | undefined, reason: Reason];

const cases: readonly [string, readonly Row[], start?: number][] = [
  [
    'at the opening pressure is no leak',
    [
      [0, 6, 'normal'],
      [300, 6, 'normal'],
    ],
  ],
  [
    'a pressure below it for long enough is one, from its first reading on',
    [
      [0, 5.9, 'low-not-sustained'],
      [30, 5.9, 'low-not-sustained'],
      [60, 5.9, 'low-not-sustained'],
      [90, 5.9, 'leak-opened'],
      [120, 5.8, 'leak-continues'],
    ],
  ],
  [
    'one reading at the opening pressure begins anew',
    [
      [0, 5.9, 'low-not-sustained'],
      [60, 5.9, 'low-not-sustained'],
      [80, 6, 'normal'],
      [90, 5.9, 'low-not-sustained'],
      [170, 5.9, 'low-not-sustained'],
      [180, 5.9, 'leak-opened'],
    ],
  ],
  [
    'one reading is never enough, nor are two with silence between them',
    [
      [0, 2, 'low-not-sustained'],
      [4000, 2, 'low-not-sustained'],
      [4060, 2, 'low-not-sustained'],
      [4090, 2, 'leak-opened'],
    ],
  ],
  [
    'where a reading is missing, half a period counts',
    [
      [0, 5.9, 'low-not-sustained'],
      [100, 5.9, 'low-not-sustained'],
      [159, 5.9, 'low-not-sustained'],
      [160, 5.9, 'leak-opened'],
    ],
  ],
  [
    'a reading without a pressure says nothing, and interrupts nothing',
    [
      [0, 5.9, 'low-not-sustained'],
      [30, undefined, 'no-pressure'],
      [60, 5.9, 'low-not-sustained'],
      [90, 5.9, 'leak-opened'],
    ],
  ],
  [
    'a leak is over when the pressure has been above the opening pressure by the margin for long enough',
    [
      [0, 5, 'low-not-sustained'],
      [90, 5, 'leak-opened'],
      [120, 6.1, 'within-hysteresis'],
      [150, 6.2, 'recovery-not-sustained'],
      [210, 6.3, 'recovery-not-sustained'],
      [240, 6.3, 'recovered'],
      [270, 6.3, 'normal'],
    ],
  ],
  [
    'a relapse during recovery is the same leak',
    [
      [0, 5, 'low-not-sustained'],
      [90, 5, 'leak-opened'],
      [120, 6.5, 'recovery-not-sustained'],
      [180, 6.1, 'within-hysteresis'],
      [210, 6.5, 'recovery-not-sustained'],
      [240, 5.5, 'leak-continues'],
      [270, 6.5, 'recovery-not-sustained'],
      [360, 6.5, 'recovered'],
    ],
  ],
  [
    'silence is no recovery',
    [
      [0, 5, 'low-not-sustained'],
      [90, 5, 'leak-opened'],
      [120, 6.5, 'recovery-not-sustained'],
      [7200, 6.5, 'recovery-not-sustained'],
      [7290, 6.5, 'recovered'],
    ],
  ],
  [
    'a low pressure while it is planned to be off is no leak; what lasts longer is one',
    [
      [0, 5, 'planned-off'],
      [3500, 0, 'planned-off'],
      [3600, 5, 'low-not-sustained'],
      [3690, 5, 'leak-opened'],
    ],
    Date.parse('2026-04-17T20:00:00Z'),
  ],
  [
    'a leak does not end because the pressure is switched off',
    [
      [-90, 5, 'low-not-sustained'],
      [-1, 5, 'low-not-sustained'],
      [0, 4, 'planned-off'],
      [3600, 5, 'low-not-sustained'],
    ],
    Date.parse('2026-04-17T20:00:00Z'),
  ],
];

describe('a device', () => {
  it.each(cases)('%s', (_, rows, start = noon) => {
    let state: LeakState = { kind: 'ok' };
    let before: number | undefined;
    const reasons = rows.map(([second, bar]) => {
      const judged = judge(state, reading(start + second * 1000, bar), before, settings);
      state = judged.state;
      if (bar !== undefined) before = start + second * 1000;
      return judged.reason;
    });
    expect(reasons).toEqual(rows.map(([, , reason]) => reason));
  });

  it('tells when a leak began and ended by the readings, and how low the pressure was', () => {
    const leak: LeakState = {
      kind: 'recovering-since',
      since: 1,
      lowest: 4.2,
      recoveringSince: noon,
      provenMs: 80_000,
    };
    const { state, closed } = judge(leak, reading(noon + 90_000, 6.5), noon + 60_000, settings);
    expect(state).toEqual({ kind: 'ok' });
    expect(closed).toEqual({ openedAt: 1, closedAt: noon, lowest: 4.2 });
  });

  it.each([
    ['its own', 'air-1', 5, 5.5, 5],
    ["the site's for it", 'air-1', undefined, 5.5, 6],
    ['none, and then it is not judged', 'air-9', undefined, 5.5, undefined],
  ])('is judged by an opening pressure: %s', (_, device, own, bar, expected) => {
    const given = { ...reading(noon, bar), device, ...(own === undefined ? {} : { openingPressure: own }) };
    expect(judge({ kind: 'ok' }, given, undefined, settings).openingPressure).toBe(expected);
  });
});

const reading = (at: number, pressure: number | undefined) => ({
  id: String(at),
  deviceId: '1',
  device: 'air-1',
  at,
  receivedAt: at,
  ingestedAt: at,
  ...(pressure === undefined ? {} : { pressure }),
});
