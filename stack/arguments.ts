import { parseArgs } from 'node:util';
import { PORT_NAMES, PORTS } from './ports.ts';
import { StackError, type StackPorts } from './types.ts';

/** What `npm run stack` was asked for. */
export interface Arguments {
  help: boolean;
  /** Start with empty data. */
  fresh: boolean;
  ports: StackPorts;
}

/** Reads flags, then environment variables, then defaults. Throws one StackError that names everything that is wrong. */
export function readArguments(args: readonly string[], environment: NodeJS.ProcessEnv): Arguments {
  const flags = Object.fromEntries(PORT_NAMES.map((name) => [PORTS[name].flag, { type: 'string' as const }]));
  const options = { ...flags, help: { type: 'boolean' as const, short: 'h' }, fresh: { type: 'boolean' as const } };
  let values: Record<string, string | boolean | undefined>;
  try {
    values = parseArgs({ args: [...args], options, strict: true }).values;
  } catch (problem) {
    throw new StackError(`${(problem as Error).message}\nTry --help.`);
  }
  const problems: string[] = [];
  const ports: Partial<StackPorts> = {};
  for (const name of PORT_NAMES) {
    const { flag, variable, usual } = PORTS[name];
    const given = values[flag];
    const [text, source] =
      typeof given === 'string' ? [given, `--${flag}`] : [environment[variable] || usual, variable];
    const port = readPort(String(text));
    if (port === undefined) problems.push(`${source}: "${text}" is not a port (1 to 65535).`);
    else ports[name] = port;
  }
  if (problems.length > 0) throw new StackError(problems.join('\n'));
  return { help: values.help === true, fresh: values.fresh === true, ports: ports as StackPorts };
}

export function helpText(): string {
  const ports = PORT_NAMES.map((name) => {
    const { flag, variable, usual, use } = PORTS[name];
    return `  ${`--${flag} <port>`.padEnd(28)}${use} (${usual}, or ${variable})`;
  });
  return [
    'Starts Mosquitto, ActiveMQ, Elasticsearch and a mail catcher on this machine, without Docker. Ctrl-C stops them.',
    'Data and logs are kept in .stack/data.',
    '',
    'npm run stack -- [options]',
    ...ports,
    '  --fresh                     delete the data first',
    '  -h, --help                  this text',
  ].join('\n');
}

function readPort(text: string): number | undefined {
  if (!/^\d{1,5}$/.test(text)) return undefined;
  const port = Number(text);
  return port >= 1 && port <= 65_535 ? port : undefined;
}
