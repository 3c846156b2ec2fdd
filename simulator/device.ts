import { createAir } from './air.ts';
import type { Calendar } from './calendar.ts';
import { createCentrale, type MeterEvent } from './centrale.ts';
import { createDevicev01 } from './devicev01.ts';
import { createFaultPlan, type Faults, writeMeasures } from './faults.ts';
import type { FlutterEpisode, LeakEpisode } from './leaks.ts';
import { createStream } from './random.ts';
import type { SensorModel, SensorTypeName } from './sensor.ts';

/** A time without any reading of a device, ordered instead of drawn. */
export interface SilenceEpisode {
  readonly device: string;
  readonly from: Date;
  readonly to: Date;
}

/** Everything that the devices of a plant share. */
export interface Site {
  readonly customer: string;
  readonly seed: number;
  readonly calendar: Calendar;
  readonly periodMs: number;
  readonly weekend: 'standby' | 'off';
  readonly leaks: readonly LeakEpisode[];
  readonly flutters: readonly FlutterEpisode[];
  readonly silences: readonly SilenceEpisode[];
  readonly meterEvents: readonly MeterEvent[];
  readonly counterModulusKwh: number | undefined;
  readonly faults: Faults;
  readonly firstPowerOn: number;
}

export interface SimulatedReading {
  /** When it reaches the broker. */
  readonly at: Date;
  /** When it was measured; earlier than `at` for late and repeated ones. The payload's `Time`, unless the clock is wrong. */
  readonly measuredAt: Date;
  readonly type: SensorTypeName;
  /** The topic's last level. */
  readonly device: string;
  readonly topic: string;
  /** JSON, as published. */
  readonly payload: string;
  /** Noise-free values in the units of the payload; for centrale also `trueEnergy`, kWh, which never falls. */
  readonly truth: Record<string, number>;
}

/** One sensor with its radio. Times in ms since 1970, `to` excluded. */
export interface Device {
  readonly type: SensorTypeName;
  readonly device: string;
  readonly deviceId: string;
  readonly topic: string;
  /** Noise-free values at an instant. */
  truthAt(at: number): Record<string, number>;
  /** Adds what reaches the broker because of readings due in [from, to), one period at most; repeats may come after `to`. */
  collect(from: number, to: number, into: SimulatedReading[]): void;
}

const salts = { stagger: 1, gateway: 2, rssi: 3, firstCount: 4, skip: 5, duplicate: 6, duplicateDelay: 7, snr: 8 };
/** Kept-back readings are delivered one every 100 ms. */
const lateEveryMs = 100;
/** The longest delay of a repeated delivery. */
export const longestDelayMs = 5000;

/** `number` counts from 1 within the type. */
export function createDevice(site: Site, type: SensorTypeName, number: number): Device {
  const { customer, calendar, periodMs, faults } = site;
  const idDevice = { air: 0, centrale: 11, devicev01: 100 }[type] + number;
  const device = type === 'devicev01' ? String(idDevice) : `${type}-${number}`;
  const name = type === 'devicev01' ? `weather-${number}` : device;
  const topic = `${customer}/${type}/${device}`;
  const stream = createStream(site.seed, `${type}/${number}`);
  const faultsOf = createFaultPlan(faults, stream, site.firstPowerOn);
  const silences = site.silences.filter((silence) => silence.device === device);
  const stagger = Math.floor(stream.uniform(0, salts.stagger) * periodMs);
  const idGateway = 170 + Math.floor(stream.uniform(0, salts.gateway) * 3);
  const signal = -47 - Math.floor(stream.uniform(0, salts.rssi) * 50);
  const clockError = type === 'devicev01' && number === 2 ? faults.wrongClockSeconds * 1000 : 0;
  const units = number % 2 === 1;
  // Late readings run beside the live ones, each in time order.
  const live = createModel(site, type, number, device);
  const late = createModel(site, type, number, device);

  const slotAt = (at: number) => Math.ceil((at - stagger) / periodMs);
  const timeOf = (slot: number) => slot * periodMs + stagger;

  function messageCount(at: number, slot: number): number {
    const { reboots } = faultsOf(at);
    let last = reboots[0] ?? site.firstPowerOn;
    for (const reboot of reboots) if (reboot <= at) last = reboot;
    const first = slotAt(last);
    return slot - first + (stream.uniform(first, salts.firstCount) < 0.5 ? 0 : 1);
  }

  function read(model: SensorModel, slot: number, deliveredAt: number): SimulatedReading {
    const measuredAt = timeOf(slot);
    const { measures, truth } = model.sample(measuredAt, slot);
    const rssi = signal + Math.round(2 * stream.bell(slot, salts.rssi));
    const payload: Record<string, unknown> = {
      Customer: customer,
      idGateway,
      idDevice,
      Device: name,
      Time: calendar.format(measuredAt + clockError),
      msgCount: messageCount(measuredAt, slot),
      Length: model.frameBytes,
      RSSI: rssi,
      SNR: Math.max(-12, Math.min(10, Math.round(10 + (rssi + 75) / 4 + stream.bell(slot, salts.snr)))),
      Mod: model.mod,
    };
    writeMeasures(payload, measures, { units, missing: faults.missingMeasure, stream, slot });
    return {
      at: new Date(deliveredAt),
      measuredAt: new Date(measuredAt),
      type,
      device,
      topic,
      payload: JSON.stringify(payload),
      truth,
    };
  }

  function lost(slot: number, at: number): boolean {
    if (faults.skippedReading > 0 && stream.uniform(slot, salts.skip) < faults.skippedReading) return true;
    return silences.some((silence) => at >= silence.from.getTime() && at < silence.to.getTime());
  }

  function collectLive(slot: number, into: SimulatedReading[]): void {
    const at = timeOf(slot);
    if (faultsOf(at).dropOuts.some((dropOut) => at >= dropOut.from && at < dropOut.to) || lost(slot, at)) return;
    const reading = read(live, slot, at);
    into.push(reading);
    if (faults.duplicate > 0 && stream.uniform(slot, salts.duplicate) < faults.duplicate) {
      const delay = 200 + Math.floor(stream.uniform(slot, salts.duplicateDelay) * (longestDelayMs - 200));
      into.push({ ...reading, at: new Date(at + delay) });
    }
  }

  function collectLate(from: number, to: number, into: SimulatedReading[]): void {
    for (const { from: start, to: end, kind } of faultsOf(from).dropOuts) {
      if (kind !== 'kept-back' || end >= to) continue;
      const first = slotAt(start);
      const past = slotAt(end);
      const nth = first + Math.max(0, Math.ceil((from - end) / lateEveryMs));
      for (let slot = nth; slot < past && end + (slot - first) * lateEveryMs < to; slot++) {
        if (!lost(slot, timeOf(slot))) into.push(read(late, slot, end + (slot - first) * lateEveryMs));
      }
    }
  }

  return {
    type,
    device,
    deviceId: String(idDevice),
    topic,
    truthAt: (at) => createModel(site, type, number, device).sample(at, slotAt(at)).truth,
    collect(from, to, into) {
      for (let slot = slotAt(from); timeOf(slot) < to; slot++) collectLive(slot, into);
      if (faults.late > 0) collectLate(from, to, into);
    },
  };
}

function createModel(site: Site, type: SensorTypeName, number: number, device: string): SensorModel {
  const { calendar, seed, weekend } = site;
  const ofDevice = <T extends { readonly device: string }>(episodes: readonly T[]) =>
    episodes.filter((episode) => episode.device === device);
  const stream = createStream(seed, `${type}/${number}/model`);
  switch (type) {
    case 'air':
      return createAir({
        calendar,
        stream,
        number,
        weekend,
        leaks: ofDevice(site.leaks),
        flutters: ofDevice(site.flutters),
      });
    case 'centrale':
      return createCentrale({
        calendar,
        stream,
        number,
        events: ofDevice(site.meterEvents),
        ...(site.counterModulusKwh === undefined ? {} : { modulus: site.counterModulusKwh }),
        glitches: site.faults.meterGlitch,
      });
    case 'devicev01':
      return createDevicev01({ calendar, weather: createStream(seed, 'weather'), stream, number });
  }
}
