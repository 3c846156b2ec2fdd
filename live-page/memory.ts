import { isNewer, type Point, type Reading } from './protocol.ts';

const hourMs = 3_600_000;
/** What a snapshot holds at most; where there are many devices, each has fewer points. */
const snapshotPoints = 20_000;

/** The newest reading of each device and the last hour's points. Late and repeated readings change neither order nor count. */
export class Memory {
  readonly #newest = new Map<string, Reading>();
  readonly #points = new Map<string, Map<number, number>>();

  /** True when it is the newest of its device. */
  take(reading: Reading): boolean {
    this.addPoint(reading.deviceId, reading.at, reading.pressure);
    const known = this.#newest.get(reading.deviceId);
    if (known && !isNewer(reading, known)) return false;
    this.#newest.set(reading.deviceId, reading);
    return true;
  }

  addPoint(deviceId: string, at: number, pressure: number): void {
    const points = this.#points.get(deviceId) ?? new Map<number, number>();
    points.set(at, pressure);
    this.#points.set(deviceId, points);
  }

  /** Forgets points older than an hour. */
  forget(now: number): void {
    for (const points of this.#points.values()) {
      for (const at of points.keys()) if (at < now - hourMs) points.delete(at);
    }
  }

  /** By identity, else by name. */
  find(device: string): Reading | undefined {
    return this.#newest.get(device) ?? this.readings().find((reading) => reading.device === device);
  }

  /** In the order of their names. */
  readings(): Reading[] {
    return [...this.#newest.values()].sort((a, b) => a.device.localeCompare(b.device, 'en', { numeric: true }));
  }

  /** The last hour's points of every device, thinned out where there are too many: the lowest of an interval stays. */
  points(now: number): Record<string, Point[]> {
    const each = Math.max(12, Math.floor(snapshotPoints / Math.max(1, this.#points.size)));
    return Object.fromEntries(
      [...this.#points].map(([deviceId, points]) => {
        const recent = [...points].filter(([at]) => at >= now - hourMs).sort(([a], [b]) => a - b);
        return [deviceId, recent.length > each ? thinned(recent, hourMs / each) : recent];
      }),
    );
  }
}

function thinned(points: readonly Point[], intervalMs: number): Point[] {
  const lowest = new Map<number, Point>();
  for (const point of points) {
    const interval = Math.floor(point[0] / intervalMs);
    const known = lowest.get(interval);
    if (!known || point[1] < known[1]) lowest.set(interval, point);
  }
  return [...lowest.values()];
}
