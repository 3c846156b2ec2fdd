import { parseArgs } from 'node:util';
import { dayMs, hourMs, minuteMs } from './calendar.ts';
import { defaultFaults, type Faults, manyFaults, noFaults } from './faults.ts';
import { type SensorTypeName, sensorTypes } from './sensor.ts';

export interface Settings {
  readonly types: readonly SensorTypeName[];
  readonly devicesPerType: number;
  readonly periodMs: number;
  readonly leak: boolean;
  readonly backfillMs: number;
  readonly once: boolean;
  /** How many times faster than real the back-fill is paced; undefined: as fast as the broker takes it. */
  readonly speed: number | undefined;
  readonly seed: number;
  readonly url: string;
  readonly customer: string;
  readonly timeZone: string;
  readonly faults: Faults;
  readonly count: number;
  readonly dryRun: boolean;
}

/** The command line is wrong; the message is one line for the person who typed it. */
export class UsageError extends Error {}

export const help = `Sensors that behave like the real ones, publishing over MQTT (QoS 1) to <customer>/<type>/<device>.

  npm run simulate -- [options]

  --type <type>        air, centrale or devicev01; repeatable (default: all three)
  --devices <n>        devices per type (default 3)
  --every <duration>   between two readings of a device: 500ms, 30s, 1m (default 30s)
  --backfill <length>  first the readings of the past: 90m, 12h, 3d
  --once               stop when the back-fill is done
  --speed <n>          pace the back-fill n times faster than real (default: as fast as the broker takes it); one day
                       is replayed unless --backfill says otherwise; from the present on, it goes on in real time
  --leak               a leak at the first air device: below its opening pressure within a minute, repaired after
                       5 minutes, and again every 30 minutes
  --faults <how much>  none, default or many: missing values, gaps, reboots, repeats, a wrong clock
  --seed <n>           another plant; the same seed gives the same readings (default 1)
  --count <n>          stop after n readings
  --dry-run            print "topic payload" lines instead of publishing
  --url <url>          broker (default: MQTT_URL, else mqtt://127.0.0.1:1883)
  --customer <name>    first level of the topics (default: CUSTOMER, else finemeca)
  --time-zone <zone>   of the sensors' clocks (default: SITE_TIME_ZONE, else Europe/Brussels)
  --help               this

Examples
  npm run simulate -- --type air --devices 3 --every 5s --leak
  npm run simulate -- --backfill 3d                 the last three days, then live
  npm run simulate -- --backfill 30d --once         fill an empty store, and stop
  npm run simulate -- --speed 60 --backfill 6h      the last six hours in six minutes, then live
  npm run simulate -- --type centrale --backfill 1h --once --dry-run

A time stamp is never ahead of the present (but for the wrong clock). Ctrl-C ends it with a summary.
`;

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: minuteMs, h: hourMs, d: dayMs };
const faultLevels: Readonly<Record<string, Faults>> = { none: noFaults, default: defaultFaults, many: manyFaults };

/** @returns the settings, or undefined when help was asked for. @throws UsageError */
export function readArguments(args: readonly string[], env: NodeJS.ProcessEnv): Settings | undefined {
  const { values } = parse(args);
  if (values.help) return undefined;
  const speed = values.speed === undefined ? undefined : number('--speed', values.speed, { min: 0.001 });
  const backfill = values.backfill ?? (speed === undefined ? undefined : '1d');
  if (values.once && backfill === undefined)
    throw new UsageError('--once needs --backfill, as without it there is no end.');
  return {
    types: [...new Set((values.type ?? sensorTypes).map(sensorType))],
    devicesPerType: number('--devices', values.devices ?? '3', { min: 1, max: 100_000, whole: true }),
    periodMs: duration('--every', values.every ?? '30s', 100, dayMs),
    leak: values.leak ?? false,
    backfillMs: backfill === undefined ? 0 : duration('--backfill', backfill, 1, 3650 * dayMs),
    once: values.once ?? false,
    speed,
    seed: number('--seed', values.seed ?? '1', { min: 0, max: 2 ** 32 - 1, whole: true }),
    url: url(values.url || env.MQTT_URL || 'mqtt://127.0.0.1:1883'),
    customer: customer(values.customer || env.CUSTOMER || 'finemeca'),
    timeZone: timeZone(values['time-zone'] || env.SITE_TIME_ZONE || 'Europe/Brussels'),
    faults: choice('--faults', values.faults ?? 'default', faultLevels),
    count:
      values.count === undefined ? Number.POSITIVE_INFINITY : number('--count', values.count, { min: 1, whole: true }),
    dryRun: values['dry-run'] ?? false,
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        type: { type: 'string', multiple: true },
        devices: text,
        every: text,
        leak: flag,
        backfill: text,
        once: flag,
        speed: text,
        seed: text,
        url: text,
        customer: text,
        'time-zone': text,
        faults: text,
        count: text,
        'dry-run': flag,
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    // Node's message goes on with advice about "--" that helps nobody here.
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${message.split(/\. |\n/)[0]?.replace(/\.$/, '')}.`);
  }
}

function sensorType(text: string): SensorTypeName {
  const found = sensorTypes.find((type) => type === text);
  if (!found) throw new UsageError(`--type is one of ${sensorTypes.join(', ')}, not "${text}".`);
  return found;
}

function number(flag: string, text: string, { min = 0, max = Infinity, whole = false }): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || value < min || value > max || (whole && !Number.isInteger(value))) {
    const range = max === Infinity ? `of at least ${min}` : `from ${min} to ${max}`;
    throw new UsageError(`${flag} is a ${whole ? 'whole ' : ''}number ${range}, not "${text}".`);
  }
  return value;
}

function duration(flag: string, text: string, min: number, max: number): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text);
  const value = Math.round(Number(match?.[1]) * (unitsMs[match?.[2] ?? ''] ?? Number.NaN));
  if (!match) throw new UsageError(`${flag} is a duration such as 500ms, 30s, 5m, 12h or 3d, not "${text}".`);
  if (value < min || value > max)
    throw new UsageError(`${flag} is from ${min} ms to ${max / dayMs} days, not "${text}".`);
  return value;
}

function choice<T>(flag: string, text: string, choices: Readonly<Record<string, T>>): T {
  const found = Object.hasOwn(choices, text) ? choices[text] : undefined;
  if (found === undefined) throw new UsageError(`${flag} is one of ${Object.keys(choices).join(', ')}, not "${text}".`);
  return found;
}

function url(text: string): string {
  if (!/^(mqtts?|wss?):\/\/[^/]/.test(text) || !URL.canParse(text)) {
    throw new UsageError(`--url is like mqtt://host:1883 (or mqtts://, ws://, wss://), not "${text}".`);
  }
  return text;
}

function customer(text: string): string {
  if (!/^[^/+#\s]+$/.test(text))
    throw new UsageError(`--customer is one level of a topic, without / + # or spaces, not "${text}".`);
  return text;
}

function timeZone(text: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return text;
  } catch {
    throw new UsageError(`--time-zone is a name such as Europe/Brussels, not "${text}".`);
  }
}
