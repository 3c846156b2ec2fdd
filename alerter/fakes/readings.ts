import type { PressureReading } from '../evaluate/reading.ts';
import type { EvaluationSettings } from '../evaluate/settings.ts';
import { never } from '../planned-off.ts';

export const evaluation: EvaluationSettings = {
  leakAfterSeconds: 90,
  recoveryMargin: 0.2,
  recoveredAfterSeconds: 90,
  readingPeriodSeconds: 30,
  silentAfterSeconds: 300,
  openingPressure: () => 6,
  plannedOff: never,
};

const start = Date.parse('2026-04-17T12:00:00Z');
/** Milliseconds since the epoch of a second of the test, and the same as ISO. */
export const at = (second: number): number => start + second * 1000;
export const iso = (second: number): string => new Date(at(second)).toISOString();

/** Readings of one device, one each 30 s from a second on, stored at once. */
export const readings = (deviceId: string, from: number, pressures: readonly number[]): PressureReading[] =>
  pressures.map((pressure, place) => {
    const measured = at(from + place * 30);
    return {
      id: `${deviceId}-${from + place * 30}`,
      deviceId,
      device: `air-${deviceId}`,
      at: measured,
      receivedAt: measured,
      ingestedAt: measured,
      pressure,
    };
  });
