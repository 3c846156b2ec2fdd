import type { Unit } from '../panel.ts';

/** Decimals and suffix of each unit, as on the live page. */
export const decimalsOf: Readonly<Record<Unit, number>> = {
  bar: 2,
  kWh: 1,
  kW: 1,
  '°C': 1,
  hPa: 1,
  '%': 0,
  dBm: 0,
  dB: 1,
  s: 1,
  min: 0,
  days: 0,
  share: 1,
  count: 0,
  time: 0,
};

/** What stands after a number; `daysWord` is the language's. */
export const suffixOf = (unit: Unit, daysWord: string): string => {
  if (unit === 'count' || unit === 'share' || unit === 'time') return '';
  return ` ${unit === 'days' ? daysWord : unit}`;
};

/** Kibana's number format of a figure; none for a time, which has the space's date format. */
export function formatOf(unit: Unit, daysWord: string): object {
  if (unit === 'time') return {};
  const decimals = decimalsOf[unit];
  if (unit === 'share') return { format: { id: 'percent', params: { decimals } } };
  return { format: { id: 'number', params: { decimals, suffix: suffixOf(unit, daysWord) } } };
}
