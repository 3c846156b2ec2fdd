/** What a measure measures. Each dimension is stored in one unit per sensor type and accepted in several. */
export type Dimension = keyof typeof units;

/**
 * Every unit that a payload may name, as an affine map to the dimension's base unit: base = value * factor / divisor + offset.
 * Factor and divisor are apart so that decimal units convert without binary noise (1013 / 1000, not 1013 * 0.001).
 * psi: 6894.757293168 Pa, from the exact pound (0.45359237 kg), inch (25.4 mm) and standard gravity (9.80665 m/s2).
 */
const units = {
  pressure: {
    Pa: { factor: 1, divisor: 100_000 },
    hPa: { factor: 1, divisor: 1000 },
    mbar: { factor: 1, divisor: 1000 },
    kPa: { factor: 1, divisor: 100 },
    bar: { factor: 1, divisor: 1 },
    psi: { factor: 6894.757293168, divisor: 100_000 },
  },
  temperature: {
    C: { factor: 1, divisor: 1 },
    K: { factor: 1, divisor: 1, offset: -273.15 },
    F: { factor: 5, divisor: 9, offset: -160 / 9 },
  },
  energy: {
    Wh: { factor: 1, divisor: 1000 },
    kWh: { factor: 1, divisor: 1 },
    MWh: { factor: 1000, divisor: 1 },
  },
  power: {
    W: { factor: 1, divisor: 1000 },
    kW: { factor: 1, divisor: 1 },
  },
  voltage: { V: { factor: 1, divisor: 1 } },
  current: { A: { factor: 1, divisor: 1 } },
  flow: { 'Nl/min': { factor: 1, divisor: 1 } },
  humidity: { '%': { factor: 1, divisor: 1 } },
} satisfies Record<string, Record<string, Unit>>;

interface Unit {
  readonly factor: number;
  readonly divisor: number;
  readonly offset?: number;
}

const unitsOf = (dimension: Dimension): Record<string, Unit> => units[dimension];

/** The units that a payload may use for this dimension, e.g. `['Wh', 'kWh', 'MWh']`. */
export const unitNames = (dimension: Dimension): string[] => Object.keys(unitsOf(dimension));

/**
 * Converts between two units of one dimension, rounded to 6 decimals of the target unit (a converted value shows no
 * binary noise). A value already in the target unit is returned untouched.
 */
export function convert(value: number, dimension: Dimension, from: string, to: string): number {
  if (from === to) return value;
  const source = unitsOf(dimension)[from];
  const target = unitsOf(dimension)[to];
  if (!source || !target) throw new RangeError(`no conversion of ${dimension} from ${from} to ${to}`);
  const base = (value * source.factor) / source.divisor + (source.offset ?? 0);
  return round6(((base - (target.offset ?? 0)) * target.divisor) / target.factor);
}

/** Rounds to 6 decimals, the resolution of everything this product computes. */
export const round6 = (value: number): number => {
  const rounded = Math.round(value * 1e6) / 1e6;
  return Number.isFinite(rounded) ? rounded : value;
};
