import { judge, type LeakSpan, type LeakState, leakOf } from './evaluate/leak.ts';
import { byTime, type PressureReading } from './evaluate/reading.ts';
import type { EvaluationSettings } from './evaluate/settings.ts';
import type { Watch } from './evaluate/watch.ts';
import type { Observer } from './observe.ts';

/** The readings of a device that arrived after newer ones. Times are milliseconds since the epoch. */
interface LateSpan {
  from: number;
  to: number;
  arrivedAt: number;
}

/** From this long before the first late reading on, the device is judged again. */
const runUpMs = 60 * 60_000;

/**
 * Readings that arrive late, from a sensor that kept them or from a back-fill: the device's time from shortly before them is
 * judged again, in order, with all that is stored by now, when no more of them come.
 */
export class LateReadings {
  readonly #settings: EvaluationSettings;
  readonly #spans = new Map<string, LateSpan>();

  constructor(settings: EvaluationSettings) {
    this.#settings = settings;
  }

  /** Notes readings; those that cannot tell of a leak are passed over. */
  note(readings: readonly PressureReading[], now: number): void {
    for (const reading of readings) {
      const span = this.#spans.get(reading.deviceId);
      if (!span && !this.#isLow(reading)) continue;
      const { from = reading.at, to = reading.at } = span ?? {};
      this.#spans.set(reading.deviceId, {
        from: Math.min(from, reading.at),
        to: Math.max(to, reading.at),
        arrivedAt: now,
      });
    }
  }

  /** Judges again whose late readings have been coming no more for `quietMs`. Throws when Elasticsearch is away. */
  async judge(watch: Watch, observer: Observer, now: number, quietMs: number): Promise<void> {
    for (const [deviceId, span] of this.#spans) {
      if (now - span.arrivedAt < quietMs) continue;
      await this.#judgeDevice(deviceId, span, watch, observer, now);
      this.#spans.delete(deviceId);
    }
  }

  async #judgeDevice(deviceId: string, { from, to }: LateSpan, watch: Watch, observer: Observer, now: number) {
    let state: LeakState = { kind: 'ok' };
    let before: PressureReading | undefined;
    let openingPressure: number | undefined;
    const spans: LeakSpan[] = [];
    reading: for await (const page of observer.measured(from - runUpMs, now + runUpMs, deviceId)) {
      for (const reading of page.toSorted(byTime)) {
        if (reading.at > to && state.kind === 'ok') break reading;
        const judged = judge(state, reading, before?.at, this.#settings);
        state = judged.state;
        openingPressure = judged.openingPressure ?? openingPressure;
        if (judged.closed) spans.push(judged.closed);
        if (reading.pressure !== undefined) before = reading;
      }
    }
    if (!before) return;
    const figures = {
      ...(openingPressure === undefined ? {} : { openingPressure }),
      ...(before.pressure === undefined ? {} : { lastPressure: before.pressure }),
    };
    for (const span of spans) watch.closedLeaks.add({ ...span, ...figures, deviceId, device: before.device });
    // Not over at the end of all that is known: that is how the device stands.
    const present = watch.devices.get(deviceId);
    if (state.kind !== 'ok' && !(present && leakOf(present.leak))) {
      watch.adopt({ deviceId, device: before.device, lastAt: before.at, leak: state, ...figures });
    }
  }

  #isLow({ deviceId, device, pressure, openingPressure }: PressureReading): boolean {
    const opening = openingPressure ?? this.#settings.openingPressure(deviceId, device);
    return pressure !== undefined && opening !== undefined && pressure < opening;
  }
}
