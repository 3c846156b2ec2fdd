import { parseArgs } from 'node:util';
import { sensorTypes } from '../../shared/sensors/index.ts';

/** Which dead letters a command is about. `before` is as typed: a local day or time, or an instant. */
export type Choice = { readonly by: 'all' } | { readonly by: 'id' | 'reason' | 'before'; readonly value: string };

export type Command =
  | { readonly name: 'help' }
  | {
      readonly name: 'list';
      readonly types: readonly string[];
      readonly json: boolean;
      readonly limit: number;
      readonly scan: number;
    }
  | { readonly name: 'show'; readonly type: string; readonly id: string; readonly json: boolean; readonly scan: number }
  | { readonly name: 'replay'; readonly type: string; readonly choice: Choice; readonly scan: number }
  | {
      readonly name: 'discard';
      readonly type: string;
      readonly choice: Choice;
      readonly scan: number;
      readonly yes: boolean;
      readonly save: string | undefined;
    };

/** The command line cannot be understood: one line for the person who typed it. */
export class UsageError extends Error {
  override name = 'UsageError';
}

const names = ['list', 'show', 'replay', 'discard'] as const;
/** Every letter looked at takes memory at the broker until it is handled; 20,000 take it some 40 MB. */
const defaultScan = 20_000;
const defaultRows = 50;

const options = {
  type: { type: 'string' },
  id: { type: 'string' },
  reason: { type: 'string' },
  before: { type: 'string' },
  all: { type: 'boolean' },
  json: { type: 'boolean' },
  limit: { type: 'string' },
  scan: { type: 'string' },
  yes: { type: 'boolean', short: 'y' },
  save: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = ReturnType<typeof parse>['values'];

const allowed: Readonly<Record<(typeof names)[number], readonly (keyof Values)[]>> = {
  list: ['type', 'json', 'limit', 'scan'],
  show: ['type', 'id', 'json', 'scan'],
  replay: ['type', 'id', 'reason', 'before', 'all', 'scan'],
  discard: ['type', 'id', 'reason', 'before', 'all', 'scan', 'yes', 'save'],
};

/** Reads a command line; throws a UsageError. */
export function readArguments(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  const [given, ...rest] = positionals;
  if (values.help || given === 'help') return { name: 'help' };
  const name = names.find((known) => known === given);
  if (!name) throw new UsageError(given ? `There is no command '${given}'.` : 'A command is missing.');
  for (const option of Object.keys(values) as (keyof Values)[]) {
    if (!allowed[name].includes(option)) throw new UsageError(`${name} has no option --${option}.`);
  }
  const id = name === 'show' && values.id === undefined ? rest.shift() : values.id;
  if (rest.length > 0) throw new UsageError(`'${rest[0]}' is one word too many.`);
  const scan = count('--scan', values.scan, defaultScan);
  const json = values.json === true;
  if (name === 'list') {
    // Machines count for themselves; people see how many there are above the table.
    const limit = count('--limit', values.limit, json ? scan : defaultRows);
    return { name, types: values.type === undefined ? typeNames : [typeOf(values)], json, limit, scan };
  }
  const type = typeOf(values);
  if (name === 'show') {
    if (!id) throw new UsageError('show needs the id of a dead letter, as list shows it.');
    return { name, type, id, json, scan };
  }
  const choice = choiceOf(name, values);
  if (name === 'replay') return { name, type, choice, scan };
  return { name, type, choice, scan, yes: values.yes === true, save: values.save };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message.split('\n')[0]);
  }
}

const typeNames = sensorTypes.map(({ name }) => name);

function typeOf({ type }: Values): string {
  if (type === undefined) throw new UsageError(`--type is missing: one of ${typeNames.join(', ')}.`);
  if (!typeNames.includes(type)) throw new UsageError(`--type '${type}' is not one of ${typeNames.join(', ')}.`);
  return type;
}

function choiceOf(command: string, values: Values): Choice {
  const choices: Choice[] = values.all ? [{ by: 'all' }] : [];
  for (const by of ['id', 'reason', 'before'] as const) {
    const value = values[by];
    if (value === '') throw new UsageError(`--${by} is empty.`);
    if (value !== undefined) choices.push({ by, value });
  }
  const [choice] = choices;
  const wanted = '--id <id>, --reason <code>, --before <day> or --all';
  if (!choice) throw new UsageError(`${command} which dead letters? Say ${wanted}.`);
  if (choices.length > 1) throw new UsageError(`Only one of ${wanted} is possible.`);
  return choice;
}

function count(option: string, text: string | undefined, usual: number): number {
  if (text === undefined) return usual;
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new UsageError(`${option} '${text}' is not a number from 1 to 9999999.`);
  return Number(text);
}
