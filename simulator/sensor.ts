/** The sensor types of the plant. */
export const sensorTypes = ['air', 'centrale', 'devicev01'] as const;
export type SensorTypeName = (typeof sensorTypes)[number];

/** One measure as the sensor writes it: already rounded, with the unit that goes into `X-U`. */
export interface Measure {
  readonly key: string;
  readonly value: number | undefined;
  readonly unit?: string;
}

interface Sample {
  /** In the order of the payload; `undefined` is a measure that this device has no probe for. */
  readonly measures: readonly Measure[];
  /** Noise-free values. */
  readonly truth: Record<string, number>;
}

/** What a sensor would read at an instant. `slot` numbers the device's readings and picks their noise. */
export interface SensorModel {
  /** The payload's `Mod`. */
  readonly mod: string;
  /** The payload's `Length`: bytes of the radio frame (not of the JSON), plausible. */
  readonly frameBytes: number;
  /** `at` in ms since 1970. Cheap when asked in time order, right in any order. */
  sample(at: number, slot: number): Sample;
}

export function round(value: number, decimals: 0 | 1 | 2 | 3): number {
  const factor = 10 ** decimals;
  return Math.round(value * factor) / factor;
}
