import { parseArgs } from 'node:util';

/** What was asked for on the command line. Days are as typed: `2022-04-17`. */
export type Command =
  | { readonly name: 'help' }
  | {
      readonly name: 'check';
      readonly date: string;
      readonly to: string;
      readonly device: string | undefined;
      readonly mail: boolean;
      readonly json: boolean;
    }
  | {
      readonly name: 'incidents';
      readonly open: boolean;
      readonly device: string | undefined;
      readonly since: string | undefined;
      readonly json: boolean;
    }
  | { readonly name: 'test-mail' };

/** The command line cannot be understood: one line for the person who typed it. */
export class UsageError extends Error {
  override name = 'UsageError';
}

const options = {
  date: { type: 'string' },
  to: { type: 'string' },
  device: { type: 'string' },
  since: { type: 'string' },
  mail: { type: 'boolean' },
  open: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = ReturnType<typeof parse>['values'];

const allowed: Readonly<Record<Exclude<Command['name'], 'help'>, readonly (keyof Values)[]>> = {
  check: ['date', 'to', 'device', 'mail', 'json'],
  incidents: ['open', 'device', 'since', 'json'],
  'test-mail': [],
};
const names = Object.keys(allowed) as (keyof typeof allowed)[];

/** @throws UsageError */
export function readArguments(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  const [given, ...rest] = positionals;
  if (values.help || given === 'help') return { name: 'help' };
  const name = names.find((known) => known === given);
  if (!name) throw new UsageError(given ? `There is no command '${given}'.` : 'A command is missing.');
  for (const option of Object.keys(values) as (keyof Values)[]) {
    if (!allowed[name].includes(option)) throw new UsageError(`${name} has no option --${option}.`);
  }
  if (rest.length > 0) throw new UsageError(`'${rest[0]}' is one word too many.`);
  const { device } = values;
  const json = values.json === true;
  if (name === 'test-mail') return { name };
  if (name === 'incidents') {
    const since = values.since === undefined ? undefined : day('--since', values.since);
    return { name, open: values.open === true, device, since, json };
  }
  if (values.date === undefined) throw new UsageError('check needs a day: --date 2022-04-17.');
  const date = day('--date', values.date);
  const to = values.to === undefined ? date : day('--to', values.to);
  if (to < date) throw new UsageError(`--to ${to} is before --date ${date}.`);
  return { name, date, to, device, mail: values.mail === true, json };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message.split('\n')[0]);
  }
}

function day(option: string, text: string): string {
  const date = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  const real = date && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
  if (!real) throw new UsageError(`${option} '${text}' is not a day such as 2022-04-17.`);
  return text;
}
