import { createPlant, type Plant } from '../simulator/plant.ts';
import { type SensorTypeName, sensorTypes } from '../simulator/sensor.ts';
import { leakDevice, site } from './site.ts';

export const hourMs = 3_600_000;
export const pastPeriodSeconds = 30;
export const livePeriodSeconds = 2;

const minuteMs = 60_000;
const leakBeginsAfterMs = 20_000;
const leakLastsMs = 3 * minuteMs;
const leakRepeatsMs = 10 * minuteMs;

const common = (devicesPerType: number) => ({
  customer: site.customer,
  timeZone: site.timeZone,
  devices: Object.fromEntries(sensorTypes.map((type) => [type, devicesPerType])) as Record<SensorTypeName, number>,
});

/**
 * The days before `now`, with a leak of an hour six hours ago. `steady`: nobody drops out, so that the leak is heard
 * whatever the date.
 */
export function createPast(options: { devicesPerType: number; now: number; steady: boolean }): Plant {
  const { devicesPerType, now, steady } = options;
  const leak = { device: leakDevice, from: new Date(now - 6 * hourMs), to: new Date(now - 5 * hourMs) };
  return createPlant({
    ...common(devicesPerType),
    periodSeconds: pastPeriodSeconds,
    leaks: [leak],
    // A clock that is right, as what is stored is compared with when it was measured.
    faults: { wrongClockSeconds: 0, ...(steady ? { dropOutsPerWeek: 0 } : {}) },
  });
}

/** From `now` on, faster than in reality, with a leak to watch. Nobody drops out for hours, as nobody would wait for it. */
export function createLive(options: { devicesPerType: number; now: number }): Plant {
  const from = options.now + leakBeginsAfterMs;
  return createPlant({
    ...common(options.devicesPerType),
    periodSeconds: livePeriodSeconds,
    leaks: [
      {
        device: leakDevice,
        from: new Date(from),
        to: new Date(from + leakLastsMs),
        // Below the opening pressure within half a minute.
        barPerHour: 360,
        depth: 4,
        repeatEverySeconds: leakRepeatsMs / 1000,
      },
    ],
    faults: { wrongClockSeconds: 0, dropOutsPerWeek: 0, rebootsPerWeek: 0 },
  });
}
