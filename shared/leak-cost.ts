import type { Incident } from './incidents/incident.ts';

/** What a site's compressed air costs; both have to be known for an estimate. */
export interface AirCost {
  /** Volume of the receiver and of the network behind it, litres. */
  readonly receiverLitres: number;
  /** EUR/kWh. */
  readonly pricePerKwh: number;
}

/** What a leak loses: an estimate, and to be called so wherever people read it. */
export interface LeakLoss {
  /** Air that escapes, normal litres per minute (0 °C, 1.013 bar). */
  readonly litresPerMinute: number;
  /** Electricity to compress it again. */
  readonly kilowattHours: number;
  readonly euros: number;
}

/** bar: the pressure of a normal litre (DIN 1343). */
const normalPressure = 1.013;
const normalKelvin = 273.15;
/** Compressed air in a workshop, where nobody measures it. */
const usualCelsius = 20;
/** kWh/Nm³: what compressors usually draw for air at 7 bar. */
const kilowattHoursPerCubicMetre = 0.12;
const hourMs = 3_600_000;
export const hoursPerYear = 8760;

/**
 * What is lost in so many hours through a leak by which the pressure falls (bar/h, above 0).
 *
 * Flow from pressure decay: Q [Nl/min] = V [l] · Δp [bar] / (t [min] · 1.013) · 273.15 K / T. It says too little while a
 * compressor fills up, and too much while air is used: an estimate.
 */
export function estimateLoss(
  { receiverLitres, pricePerKwh }: AirCost,
  fallingBarPerHour: number,
  hours: number,
  celsius: number = usualCelsius,
): LeakLoss {
  const perMinute = (receiverLitres * (fallingBarPerHour / 60)) / normalPressure;
  const litresPerMinute = perMinute * (normalKelvin / (normalKelvin + celsius));
  const cubicMetres = litresPerMinute * 0.06 * hours;
  const kilowattHours = cubicMetres * kilowattHoursPerCubicMetre;
  return { litresPerMinute, kilowattHours, euros: kilowattHours * pricePerKwh };
}

/**
 * What an incident has lost until its end, or until `now` (ms since the epoch), at the fastest fall that was seen; undefined
 * where none was.
 */
export function lossOfIncident(
  cost: AirCost,
  { kind, openedAt, closedAt, fastestFall }: Pick<Incident, 'kind' | 'openedAt' | 'closedAt' | 'fastestFall'>,
  now: number,
): LeakLoss | undefined {
  if (kind !== 'leak' || fastestFall === undefined) return undefined;
  const lastedMs = (closedAt === undefined ? now : Date.parse(closedAt)) - Date.parse(openedAt);
  return estimateLoss(cost, fastestFall, Math.max(0, lastedMs) / hourMs);
}

/** To two digits: more would look as if it were known. */
export const roundEstimate = (value: number): number => Number(value.toPrecision(2));
