import { Gauge, type Registry } from 'prom-client';
import type { Document } from './transform.ts';

/** What is noted of a document. */
export type Seen = Pick<Document, 'device' | 'timestamp' | 'receivedAt'>;

/** Each device is a time series of its own, which Prometheus keeps: so many, and no more. */
export const mostDevices = 500;
/** The label of all devices beyond that: together they are one series, the newest reading of any of them. */
export const others = '(others)';
/** The rest of a longer name is cut off. */
const labelLimit = 100;
/** A device that has been silent for so long is not missed any more, and makes room. */
const forgottenMs = 30 * 86_400_000;

/**
 * When each device's newest reading was taken: by its own clock, or, where that is ahead, when it came. After a start a
 * device is there again with its next reading.
 */
export class LastReadings {
  /** ISO, UTC: texts of one form, so that nothing needs to be parsed before Prometheus asks. */
  readonly #newest = new Map<string, string>();

  constructor(registry: Registry, sensorType: string) {
    const lastReadings = this;
    new Gauge({
      name: 'telemetry_ingestor_last_reading_timestamp_seconds',
      help: `When the newest stored reading of a device was taken; the first ${mostDevices} devices have their own series`,
      labelNames: ['sensor_type', 'device'],
      registers: [registry],
      collect() {
        this.reset();
        for (const [device, at] of lastReadings.newest(Date.now())) {
          this.set({ sensor_type: sensorType, device }, Date.parse(at) / 1000);
        }
      },
    });
  }

  /** To be told what has been stored. */
  note(documents: readonly Seen[]): void {
    for (const { device, timestamp, receivedAt } of documents) {
      const isAhead = timestamp > receivedAt;
      const at = isAhead ? receivedAt : timestamp;
      const name = device.slice(0, labelLimit);
      const label = this.#newest.has(name) || this.#newest.size < mostDevices ? name : others;
      const known = this.#newest.get(label);
      if (known === undefined || known < at) this.#newest.set(label, at);
    }
  }

  /** By device; those that nobody misses any more are forgotten. */
  newest(now: number): ReadonlyMap<string, string> {
    const forgotten = new Date(now - forgottenMs).toISOString();
    for (const [device, at] of this.#newest) if (at < forgotten) this.#newest.delete(device);
    return this.#newest;
  }
}
