import type { PressurePoint } from '../notice.ts';
import { judge, type LeakSpan, type LeakState, leakOf } from './leak.ts';
import { byTime, type PressureReading } from './reading.ts';
import type { EvaluationSettings } from './settings.ts';

/** What is known of a device. Times are milliseconds since the epoch, pressures bar. */
export interface WatchedDevice {
  readonly deviceId: string;
  readonly device: string;
  readonly leak: LeakState;
  /** Of its newest reading. */
  readonly lastAt: number;
  readonly lastPressure?: number;
  readonly openingPressure?: number;
  /** When anything of it was last received: its clock may be wrong, and storing may be late. */
  readonly heardAt: number;
  /** Its last reading before it fell silent. */
  readonly silentSince?: number;
  /** The pressures of the last minutes, oldest first. */
  readonly recent: readonly PressurePoint[];
}

/** A leak that is over, with what is known of its device. */
export interface ClosedLeak extends LeakSpan {
  readonly deviceId: string;
  readonly device: string;
  readonly openingPressure?: number;
  readonly lastPressure?: number;
}

/** A silence that is over: the last reading before it, the first one after it. */
export interface ClosedSilence {
  readonly deviceId: string;
  readonly device: string;
  readonly openedAt: number;
  readonly closedAt: number;
}

/** For how fast the pressure falls; at a reading every 30 s some twenty. */
const recentMs = 10 * 60_000;
const recentPoints = 40;
/** Who has said nothing for so long is no part of the plant any more, unless something about it is open. */
const forgetAfterMs = 24 * 60 * 60_000;

/**
 * All devices of a site: readings and the clock go in, what is wrong can be looked up. It does no I/O, and the same readings
 * and clock give the same answers.
 */
export class Watch {
  readonly #settings: EvaluationSettings;
  readonly #devices = new Map<string, WatchedDevice>();
  /** Silence is counted from here at the earliest: nobody can be blamed for what the pipeline, or this process, missed. */
  #aliveSince: number;
  #allSilentSince: number | undefined;
  /** What is over since somebody last looked; whoever has recorded one takes it out. */
  readonly closedLeaks = new Set<ClosedLeak>();
  readonly closedSilences = new Set<ClosedSilence>();

  constructor(settings: EvaluationSettings, now: number) {
    this.#settings = settings;
    this.#aliveSince = now;
  }

  get devices(): ReadonlyMap<string, WatchedDevice> {
    return this.#devices;
  }

  /** The newest reading of all, when every device has been silent for too long. */
  get allSilentSince(): number | undefined {
    return this.#allSilentSince;
  }

  /** When the newest stored reading of all was received; undefined where there is none. */
  get newestAt(): number | undefined {
    let newest: number | undefined;
    for (const { heardAt } of this.#devices.values()) newest = Math.max(newest ?? heardAt, heardAt);
    return newest;
  }

  /** Judges readings in the order of their time; returns those that are older than what was judged before. */
  take(readings: readonly PressureReading[]): PressureReading[] {
    const late: PressureReading[] = [];
    for (const reading of readings.toSorted(byTime)) {
      if (reading.at < (this.#devices.get(reading.deviceId)?.lastAt ?? 0)) late.push(reading);
      else this.#take(reading);
    }
    return late;
  }

  #take(reading: PressureReading): void {
    const { deviceId, device, at, pressure } = reading;
    const before = this.#devices.get(deviceId);
    const { state, openingPressure, closed } = judge(
      before?.leak ?? { kind: 'ok' },
      reading,
      before?.recent.at(-1)?.[0],
      this.#settings,
    );
    const judgedBy = openingPressure ?? before?.openingPressure;
    const lastPressure = pressure ?? before?.lastPressure;
    const figures = {
      ...(judgedBy === undefined ? {} : { openingPressure: judgedBy }),
      ...(lastPressure === undefined ? {} : { lastPressure }),
    };
    if (closed) this.closedLeaks.add({ ...closed, deviceId, device, ...figures });
    const silentSince = before?.silentSince;
    const back = silentSince !== undefined && at > silentSince;
    if (back) this.closedSilences.add({ deviceId, device, openedAt: silentSince, closedAt: at });
    this.#devices.set(deviceId, {
      deviceId,
      device,
      leak: state,
      lastAt: at,
      heardAt: Math.max(before?.heardAt ?? 0, reading.receivedAt),
      recent: recentOf(before?.recent ?? [], at, pressure),
      ...figures,
      ...(silentSince === undefined || back ? {} : { silentSince }),
    });
  }

  /** Looks at the clock: who is silent, and whether all are. */
  tick(now: number): void {
    const limit = this.#settings.silentAfterSeconds * 1000;
    for (const [id, { lastAt, leak, silentSince }] of this.#devices) {
      const open = leakOf(leak) !== undefined || silentSince !== undefined;
      if (!open && now - lastAt > forgetAfterMs) this.#devices.delete(id);
    }
    const newest = this.newestAt;
    if (newest === undefined) return;
    if (now - Math.max(newest, this.#aliveSince) > limit) {
      this.#allSilentSince ??= newest;
      return;
    }
    if (now - newest > limit) return;
    if (this.#allSilentSince !== undefined) {
      this.#allSilentSince = undefined;
      this.#aliveSince = now;
    }
    // While others report: a device is measured by the newest reading, not by the clock, or the first one to be missed when
    // everything stops would be blamed alone.
    for (const device of this.#devices.values()) {
      if (device.silentSince !== undefined || now - device.lastAt > forgetAfterMs) continue;
      if (newest - Math.max(device.heardAt, this.#aliveSince) <= limit) continue;
      this.#devices.set(device.deviceId, { ...device, silentSince: device.lastAt });
    }
  }

  /** Nothing could be heard until now, of anybody. */
  resumed(now: number): void {
    this.#aliveSince = now;
  }

  /** Takes over what is known from elsewhere: what was recorded, or what late readings told. */
  adopt(known: Pick<WatchedDevice, 'deviceId' | 'device' | 'lastAt'> & Partial<WatchedDevice>): void {
    const before = this.#devices.get(known.deviceId);
    this.#devices.set(known.deviceId, {
      leak: { kind: 'ok' },
      heardAt: known.lastAt,
      recent: [],
      ...before,
      ...known,
      lastAt: Math.max(before?.lastAt ?? 0, known.lastAt),
    });
  }

  adoptPipelineDown(since: number): void {
    this.#allSilentSince ??= since;
  }
}

function recentOf(
  recent: readonly PressurePoint[],
  at: number,
  pressure: number | undefined,
): readonly PressurePoint[] {
  if (pressure === undefined) return recent;
  return [...recent.filter(([then]) => at - then <= recentMs).slice(1 - recentPoints), [at, pressure]];
}
