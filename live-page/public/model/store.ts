import { isNewer, type OpenIncident, type Point, type Reading, type Snapshot, type Sources } from '../../protocol.ts';

const hourMs = 3_600_000;

/** What the server has told. Whatever comes late or twice changes nothing that is newer. */
export class Store {
  readonly readings = new Map<string, Reading>();
  readonly #points = new Map<string, Map<number, number>>();
  incidents: readonly OpenIncident[] = [];
  sources: Sources = { topic: false, store: false };
  siteTimeZone = 'UTC';
  readingPeriodMs = 30_000;
  pageVersion: string | undefined;

  /** Takes all of a snapshot; returns the devices that have something newer. */
  takeSnapshot(snapshot: Snapshot): Reading[] {
    this.incidents = snapshot.incidents;
    this.sources = snapshot.sources;
    this.siteTimeZone = snapshot.siteTimeZone;
    this.readingPeriodMs = snapshot.readingPeriodMs;
    this.pageVersion = snapshot.pageVersion;
    for (const [deviceId, points] of Object.entries(snapshot.points)) {
      for (const [at, pressure] of points) this.#addPoint(deviceId, at, pressure);
    }
    return snapshot.readings.filter((reading) => this.takeReading(reading));
  }

  /** Whether it is the newest of its device. */
  takeReading(reading: Reading): boolean {
    this.#addPoint(reading.deviceId, reading.at, reading.pressure);
    const known = this.readings.get(reading.deviceId);
    if (known && !isNewer(reading, known)) return false;
    this.readings.set(reading.deviceId, reading);
    return true;
  }

  /** The last hour's points in the order of time; older ones are forgotten. */
  lastHour(deviceId: string, now: number): Point[] {
    const points = this.#points.get(deviceId);
    if (!points) return [];
    for (const at of points.keys()) if (at < now - hourMs) points.delete(at);
    return [...points].sort(([a], [b]) => a - b);
  }

  #addPoint(deviceId: string, at: number, pressure: number): void {
    const points = this.#points.get(deviceId) ?? new Map<number, number>();
    points.set(at, pressure);
    this.#points.set(deviceId, points);
    // Those of devices that are not drawn as well: a page hangs on a wall for months.
    for (const old of points.keys()) {
      if (old >= at - hourMs) break;
      points.delete(old);
    }
  }
}
