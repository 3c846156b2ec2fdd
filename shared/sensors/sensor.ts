import type { OpeningPressure } from '../config/opening-pressure.ts';
import type { Dimension } from './units.ts';

/** One measured quantity of a sensor type: payload key, unit it is stored in, and the limits of what can be true. */
export interface Measure {
  /** Absent for a pure number, such as a power factor: it then has no `X-U`. */
  readonly dimension?: Dimension;
  /** The unit that is stored, and assumed where the payload names none. */
  readonly unit?: string;
  /** Limits in the stored unit; a value outside them is physically impossible and goes to the dead letters. */
  readonly min: number;
  readonly max: number;
}

/** A field that the transformation computes, with its Elasticsearch type. */
export interface ComputedField {
  readonly type: 'double' | 'long' | 'keyword' | 'date';
}

/** The measures that a reading carries, in stored units. What was absent, null or 'NULL' has no key. */
export type Measures = Readonly<Record<string, number>>;

/** What the site's configuration adds to a reading. */
export interface SiteSettings {
  readonly openingPressure: OpeningPressure;
}

/** A runnable example: this payload, received then, becomes this document (the fields named here, no others of its measures). */
export interface SensorExample {
  readonly title: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly receivedAt: string;
  readonly stored: Readonly<Record<string, unknown>>;
  /** Keys that the stored document must not have. */
  readonly absent?: readonly string[];
}

/**
 * A sensor type as data. Queues, indices, the index template and the transformation derive from it: a further type is one
 * file like `air.ts` and one line in `index.ts`.
 */
export interface SensorType {
  /** Lower-case name, as in the topic, the queue and the index: `air`. */
  readonly name: string;
  readonly measures: Readonly<Record<string, Measure>>;
  readonly computed: Readonly<Record<string, ComputedField>>;
  /** The measure (kWh) that counts up and is metered: `consumption`, `dailyConsumption` and the ledger's energy come from it. */
  readonly counter?: string;
  /** Fields of its daily ledger beside those that every type has. */
  readonly ledger?: Readonly<Record<string, ComputedField>>;
  /** Pure: fields to add to the document, from its measures and the site's settings. */
  derive?(measures: Measures, device: { deviceId: string; device: string }, site: SiteSettings): Measures;
  readonly examples: readonly SensorExample[];
}
