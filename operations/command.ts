import { type ParseArgsConfig, parseArgs } from 'node:util';
import { errors } from '@elastic/elasticsearch';
import { readConfig } from '../shared/config/read.ts';
import { createElasticsearch, type ElasticsearchClient } from '../shared/elasticsearch/client.ts';
import { describeError } from '../shared/outage.ts';
import { describeProblems } from '../shared/service.ts';
import type { BackupWork } from './backup/make.ts';
import { type OperationsConfig, operationsConfiguration } from './config.ts';
import { exclusively } from './lease/exclusively.ts';
import { type HeldLease, Lease } from './lease/lease.ts';
import { OperationError } from './operation-error.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
type Values = Readonly<Record<string, string | boolean | undefined>>;

export interface CommandContext {
  readonly config: OperationsConfig;
  readonly client: ElasticsearchClient;
  readonly values: Values;
  /** What was asked for, on standard output. */
  readonly print: (text: string) => void;
  /** Progress, on standard error. */
  readonly tell: (text: string) => void;
  readonly work: BackupWork;
  /** Does what nobody else may do at the same time; waits until it may. */
  exclusively<T>(what: string, run: (held: HeldLease) => Promise<T>): Promise<T>;
}

/** sysexits.h */
const exUsage = 64;
const exConfig = 78;

/** Runs one command of a person or of a script, and sets the exit code: what `run` returns, 64 and 78 as elsewhere, else 1. */
export async function runCommand(options: {
  readonly help: string;
  readonly options?: Options;
  readonly run: (context: CommandContext) => Promise<number>;
}): Promise<void> {
  // `… | head` closes the pipe early; that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  process.exitCode = await execute(options);
}

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const tell = (text: string): void => void process.stderr.write(`${text}\n`);

async function execute(options: Parameters<typeof runCommand>[0]): Promise<number> {
  let values: Values;
  try {
    const known: Options = { ...options.options, help: { type: 'boolean', short: 'h' } };
    values = parseArgs({ options: known, strict: true }).values as Values;
  } catch (error) {
    tell(`${(error as Error).message.split('\n')[0]} (--help explains)`);
    return exUsage;
  }
  if (values.help) {
    print(options.help);
    return 0;
  }
  const read = readConfig(operationsConfiguration, process.env);
  if ('problems' in read) {
    tell(describeProblems('operations command', read.problems).trimEnd());
    return exConfig;
  }
  const { config } = read;
  const client = createElasticsearch(config.elasticsearch);
  const { customer, siteTimeZone, backup } = config;
  const work = { client, customer, siteTimeZone, config: backup, onProgress: tell };
  try {
    const lease = new Lease({ client, customer });
    return await options.run({
      ...{ config, client, values, print, tell, work },
      exclusively: (what, run) => exclusively(lease, what, tell, run),
    });
  } catch (error) {
    if (error instanceof OperationError) tell(error.message);
    else if (error instanceof errors.ElasticsearchClientError) tell(`Elasticsearch: ${describeError(error)}`);
    else throw error;
    return 1;
  } finally {
    await client.close();
  }
}
