import { sensorTypes } from '../simulator/sensor.ts';
import type { Installation } from './installation.ts';
import { lookAtCounts } from './look.ts';
import { settled } from './metrics.ts';
import { createPast, hourMs, pastPeriodSeconds } from './plants.ts';
import type { Screen } from './screen.ts';
import type { Sensors } from './sensors.ts';
import { whole } from './table.ts';
import { pause, until } from './wait.ts';

const lookEveryMs = 500;

/**
 * Sends some days of the past and waits until what became of every reading is known; says how far it is. Returns false
 * when that does not come to an end.
 */
export async function fillPast(options: {
  readonly installation: Installation;
  readonly sensors: Sensors;
  readonly screen: Screen;
  readonly signal: AbortSignal;
  readonly days: number;
  readonly devicesPerType: number;
  readonly steady: boolean;
}): Promise<boolean> {
  const { installation, sensors, screen, signal, days, devicesPerType, steady } = options;
  const now = Date.now();
  const plant = createPast({ devicesPerType, now, steady });
  const from = now - days * 24 * hourMs;
  let reached = from;
  const watching = new AbortController();
  const show = async () => {
    while (!watching.signal.aborted && !signal.aborted) {
      const seconds = (Date.now() - now) / 1000;
      const done = await settledIn(installation);
      // The readings to come are estimated: some will be skipped, some repeated.
      const toCome = (Math.max(0, now - reached) / (pastPeriodSeconds * 1000)) * plant.devices.length;
      const left = Math.round(sensors.sent - done + toCome);
      if (watching.signal.aborted || signal.aborted) return;
      const rate = whole(Math.round(done / seconds));
      screen.status(
        `back-fill: ${whole(sensors.sent)} readings sent, ${whole(done)} stored, ${rate}/s, ${whole(left)} left`,
      );
      await pause(lookEveryMs, AbortSignal.any([watching.signal, signal]));
    }
  };
  const shown = show();
  await sensors.backfill(plant, from, (at) => {
    reached = at;
  });
  const complete = (await sensors.allConfirmed()) && (await untilSettled(installation, sensors, signal));
  watching.abort();
  await shown;
  if (complete) {
    const seconds = (Date.now() - now) / 1000;
    const rate = whole(Math.round(sensors.sent / seconds));
    screen.say(`${whole(sensors.sent)} readings of the last ${days} d stored in ${seconds.toFixed(1)} s (${rate}/s)`);
  }
  return complete;
}

/** Waits until the services have dealt with all that was sent. */
export function untilSettled(installation: Installation, sensors: Sensors, signal: AbortSignal): Promise<boolean> {
  return until(async () => {
    const counts = Object.values(await lookAtCounts(installation));
    const done = counts.reduce((sum, type) => sum + settled(type), 0);
    // A connection that was lost makes the brokers deliver again: then more comes than was sent, and all of it has to.
    const inHand = counts.some(
      (type) => type.forwarded < type.received || settled(type) < type.taken || type.queued > 0,
    );
    return done >= sensors.sent && !inHand ? true : done;
  }, signal);
}

async function settledIn(installation: Installation): Promise<number> {
  const counts = await lookAtCounts(installation);
  return sensorTypes.reduce((sum, type) => sum + settled(counts[type]), 0);
}
