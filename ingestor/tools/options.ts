import { type ParseArgsConfig, parseArgs } from 'node:util';
import { sensorTypes } from '../../shared/sensors/index.ts';
import type { SensorType } from '../../shared/sensors/sensor.ts';
import type { SiteTime } from '../../shared/site-time.ts';
import { UsageError } from './tool.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Reads options and words; throws a UsageError. */
export function readOptions<const T extends Options>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message.split('\n')[0]);
  }
}

const typeNames = sensorTypes.map(({ name }) => name).join(', ');

export function sensorOf(type: string | undefined): SensorType {
  if (type === undefined) throw new UsageError(`--type is missing: one of ${typeNames}.`);
  const sensor = sensorTypes.find(({ name }) => name === type);
  if (!sensor) throw new UsageError(`--type '${type}' is not one of ${typeNames}.`);
  return sensor;
}

/** A calendar day, `YYYY-MM-DD`. */
function dayOf(option: string, text: string | undefined): string {
  if (text === undefined) throw new UsageError(`${option} is missing: a day such as 2022-04-30.`);
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // 31 February is carried over to March by some parsers.
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text) {
    throw new UsageError(`${option} '${text}' is not a day such as 2022-04-30.`);
  }
  return text;
}

/** Two days in order. */
export function daysOf(from: string | undefined, to: string | undefined): { from: string; to: string } {
  const days = { from: dayOf('--from', from), to: dayOf('--to', to) };
  if (days.from > days.to) throw new UsageError(`--from ${days.from} is after --to ${days.to}.`);
  return days;
}

/** An instant: the site's wall clock, `2022-04-30 12:00[:00]`, or ISO with a zone. ms since the epoch. */
export function instantOf(option: string, text: string | undefined, siteTime: SiteTime): number {
  if (text === undefined) throw new UsageError(`${option} is missing: a time such as '2022-04-30 12:00:00'.`);
  const zoned = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(zoned)) return zoned;
  const local = siteTime.parse(/ \d{2}:\d{2}$/.test(text) ? `${text}:00` : text, Number.POSITIVE_INFINITY);
  if (!local) throw new UsageError(`${option} '${text}' is not a time such as '2022-04-30 12:00:00'.`);
  if (local.doubt) {
    throw new UsageError(
      `${option} '${text}' lies in the hour of a clock change: say it with its zone, as 2022-10-30T00:30:00Z.`,
    );
  }
  return local.instant;
}

/** An index in kWh. */
export function kwhOf(option: string, text: string | undefined): number {
  if (text === undefined) throw new UsageError(`${option} is missing: an index in kWh.`);
  const value = /^\d+([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN;
  if (!(value >= 0 && value <= 1e9)) throw new UsageError(`${option} '${text}' is not an index in kWh.`);
  return value;
}
