import { createHash } from 'node:crypto';
import type { SensorTypeName } from '../simulator/sensor.ts';
import type { Outgoing } from './sensors.ts';

/** What was published: how often, and how many distinct readings that is. */
export class Sent {
  readonly #published = new Map<SensorTypeName, number>();
  readonly #distinct = new Map<SensorTypeName, Map<string, Outgoing>>();

  /** Counts a good reading; the same payload again on the same topic is the same reading. */
  add(outgoing: Outgoing): void {
    const { type, topic, payload } = outgoing;
    this.#published.set(type, this.published(type) + 1);
    const readings = this.#distinct.get(type) ?? new Map<string, Outgoing>();
    this.#distinct.set(
      type,
      readings.set(createHash('sha256').update(`${topic}\0${payload}`).digest('base64'), outgoing),
    );
  }

  published(type: SensorTypeName): number {
    return this.#published.get(type) ?? 0;
  }

  distinct(type: SensorTypeName): Outgoing[] {
    return [...(this.#distinct.get(type)?.values() ?? [])];
  }
}

/** So many of them, evenly spread, the first and the last among them. */
export function spread<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all];
  return Array.from({ length: most }, (_, n) => all[Math.round((n * (all.length - 1)) / (most - 1))] as T);
}
