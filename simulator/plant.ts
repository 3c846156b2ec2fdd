import { createCalendar, dayMs } from './calendar.ts';
import { type MeterEvent, plantDay } from './centrale.ts';
import { createDevice, type Device, longestDelayMs, type SilenceEpisode, type SimulatedReading } from './device.ts';
import { defaultFaults, type Faults, noFaults } from './faults.ts';
import type { FlutterEpisode, LeakEpisode } from './leaks.ts';
import { type SensorTypeName, sensorTypes } from './sensor.ts';

export type { LeakEpisode, SimulatedReading };

export interface PlantOptions {
  /** First level of the topics (default finemeca). */
  readonly customer?: string;
  /** Same seed, same bytes (default 1). */
  readonly seed?: number;
  /** Of the wall clock that the sensors write (default Europe/Brussels). */
  readonly timeZone?: string;
  /** Between two readings of a device (default 30; at least 0.1). */
  readonly periodSeconds?: number;
  /** How many of each type; a type that is not named has none (default 3 of each). */
  readonly devices?: Partial<Record<SensorTypeName, number>>;
  readonly leaks?: readonly LeakEpisode[];
  readonly flutters?: readonly FlutterEpisode[];
  readonly silences?: readonly SilenceEpisode[];
  /** Resets and swaps of meters. */
  readonly meterEvents?: readonly MeterEvent[];
  /** Where the meters' index starts again at 0, kWh (default: never). */
  readonly counterModulusKwh?: number;
  /** `off` switches the compressors off from Friday evening to Monday morning: the pressure falls below opening. */
  readonly weekend?: 'standby' | 'off';
  /** What goes wrong, over the defaults of an ordinary plant; `none` for a perfect one. */
  readonly faults?: Partial<Faults> | 'none';
}

interface PlantDevice {
  readonly type: SensorTypeName;
  /** The topic's last level: `air-1`, `centrale-1`, `101`. Episodes name devices by it. */
  readonly device: string;
  /** The payload's `idDevice`, as text. */
  readonly deviceId: string;
  readonly topic: string;
}

/** A plant with its sensors: pure, without clock or I/O. */
export interface Plant {
  readonly devices: readonly PlantDevice[];
  /**
   * What reaches the broker in [from, to), in that order. It depends on `from` and `to` in nothing else: consecutive spans
   * join without seam, and overlapping ones agree.
   * @throws RangeError before 2015-01-06, when the plant had no sensors yet.
   */
  readings(from: Date, to: Date): Generator<SimulatedReading>;
  /** Noise-free values of a device at an instant, e.g. its meter's closing index. @throws RangeError for an unknown device. */
  truthAt(device: string, at: Date): Record<string, number>;
}

/** @throws RangeError when the time zone is unknown or the period too short. */
export function createPlant(options: PlantOptions = {}): Plant {
  const { faults = {}, devices: numbers = { air: 3, centrale: 3, devicev01: 3 } } = options;
  const periodMs = Math.round((options.periodSeconds ?? 30) * 1000);
  if (!(periodMs >= 100)) throw new RangeError('The period is at least 0.1 s.');
  const calendar = createCalendar(options.timeZone ?? 'Europe/Brussels');
  const site = {
    customer: options.customer ?? 'finemeca',
    seed: options.seed ?? 1,
    calendar,
    periodMs,
    weekend: options.weekend ?? 'standby',
    leaks: options.leaks ?? [],
    flutters: options.flutters ?? [],
    silences: options.silences ?? [],
    meterEvents: options.meterEvents ?? [],
    counterModulusKwh: options.counterModulusKwh,
    faults: faults === 'none' ? noFaults : { ...defaultFaults, ...faults },
    firstPowerOn: plantDay * dayMs,
  };
  const devices: Device[] = sensorTypes.flatMap((type) =>
    Array.from({ length: numbers[type] ?? 0 }, (_, index) => createDevice(site, type, index + 1)),
  );

  return {
    devices: devices.map(({ type, device, deviceId, topic }) => ({ type, device, deviceId, topic })),
    truthAt(name, at) {
      const found = devices.find(({ device }) => device === name);
      if (!found) throw new RangeError(`There is no device ${name} in this plant.`);
      return found.truthAt(at.getTime());
    },
    *readings(from, to) {
      const start = from.getTime();
      const end = to.getTime();
      if (start < (plantDay + 1) * dayMs)
        throw new RangeError('The simulated plant has no readings before 2015-01-06.');
      if (devices.length === 0) return;
      let waiting: SimulatedReading[] = [];
      // Period by period, beginning early enough for repeats that are delivered after `from`.
      for (let period = Math.floor((start - longestDelayMs) / periodMs); period * periodMs < end; period++) {
        const periodEnd = (period + 1) * periodMs;
        for (const device of devices) device.collect(period * periodMs, periodEnd, waiting);
        // Stable: at the same millisecond, the devices' order.
        waiting.sort((a, b) => a.at.getTime() - b.at.getTime());
        const later: SimulatedReading[] = [];
        for (const reading of waiting) {
          const at = reading.at.getTime();
          if (at >= periodEnd) later.push(reading);
          else if (at >= end) return;
          else if (at >= start) yield reading;
        }
        waiting = later;
      }
    },
  };
}
