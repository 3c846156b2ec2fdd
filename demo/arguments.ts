import { parseArgs } from 'node:util';

/** What `npm run demo` was asked for. */
export interface Arguments {
  readonly help: boolean;
  /** Verify everything, stop, and say how it went. */
  readonly once: boolean;
  /** How many days are back-filled. */
  readonly days: number;
  readonly devicesPerType: number;
}

/** The command line is wrong; the message is one line for the person who typed it. */
export class UsageError extends Error {}

const mostDays = 90;

export const help = `Shows the whole path of a reading on this machine: sensors, MQTT, gateways, ActiveMQ, ingestors, Elasticsearch.

  npm run demo -- [options]

  --once      wait until every part has shown itself, say what was verified, stop; exit code 0, or 1 when something
              did not come
  --days <n>  days to fill in before it goes on live, 1 to ${mostDays} (default 3; with --once 1)
  --help      this

Everything lives in .stack/demo, which is emptied at every start. The usual ports are used where they are free, else
other ones; STACK_MQTT_PORT, STACK_ELASTICSEARCH_PORT and so on ("npm run stack -- --help") choose them. Ctrl-C stops
everything.
`;

/** Throws a UsageError. */
export function readArguments(args: readonly string[]): Arguments {
  const { help, once, days } = parse(args);
  return {
    help: help ?? false,
    once: once ?? false,
    days: days === undefined ? (once ? 1 : 3) : readDays(days),
    devicesPerType: once ? 2 : 3,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        once: { type: 'boolean' },
        days: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    // Node's message goes on with advice about "--" that helps nobody here.
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${message.split(/\. |\n/)[0]?.replace(/\.$/, '')}.`);
  }
}

function readDays(text: string): number {
  const days = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (days < 1 || days > mostDays) {
    throw new UsageError(`--days is a whole number from 1 to ${mostDays}, not "${text}".`);
  }
  return days;
}
