import { errors } from '@elastic/elasticsearch';
import { buildElasticsearch, commonVariables, elasticsearchVariables } from '../../shared/config/common.ts';
import { buildMetering, type MeterSettingsOf, meteringVariables } from '../../shared/config/metering.ts';
import { defineConfig, type Environment, readConfig } from '../../shared/config/read.ts';
import { whole } from '../../shared/config/values.ts';
import { createElasticsearch, type ElasticsearchClient } from '../../shared/elasticsearch/client.ts';
import { describeError } from '../../shared/outage.ts';
import { describeProblems } from '../../shared/service.ts';
import { createSiteTime, type SiteTime } from '../../shared/site-time.ts';
import type { Terminal } from '../rejected/terminal.ts';
import { visible } from '../rejected/visible.ts';

const { CUSTOMER, SITE_TIME_ZONE, READING_PERIOD_SECONDS } = commonVariables;

/** The part of the ingestor's environment that metering needs. */
const toolConfiguration = defineConfig(
  {
    ...{ CUSTOMER, SITE_TIME_ZONE, READING_PERIOD_SECONDS },
    ...elasticsearchVariables,
    ...meteringVariables,
    ELASTICSEARCH_REPLICAS: whole(0, 10).default(0),
  },
  (values) => ({
    customer: values.CUSTOMER,
    siteTimeZone: values.SITE_TIME_ZONE,
    periodMs: values.READING_PERIOD_SECONDS * 1000,
    elasticsearch: buildElasticsearch(values),
    replicas: values.ELASTICSEARCH_REPLICAS,
    meterSettings: buildMetering(values),
  }),
);

/** What a tool works with. */
export interface ToolContext {
  readonly customer: string;
  readonly siteTimeZone: string;
  readonly siteTime: SiteTime;
  readonly periodMs: number;
  readonly replicas: number;
  readonly meterSettings: MeterSettingsOf;
  readonly client: ElasticsearchClient;
  readonly terminal: Terminal;
}

/** The command line cannot be understood: one line for the person who typed it. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** It was understood and cannot be done: one line. */
export class Refusal extends Error {
  override name = 'Refusal';
}

export interface Tool<Command> {
  /** `recompute tool`, in messages. */
  readonly name: string;
  readonly help: string;
  /** Reads a command line; undefined: help is wanted. Throws a UsageError. */
  read(args: readonly string[]): Command | undefined;
  /** Resolves with the exit code. */
  execute(command: Command, context: ToolContext): Promise<number>;
}

/** sysexits.h */
const exUsage = 64;
const exConfig = 78;

/** Runs a tool once; resolves with the exit code of the process. */
export async function runTool<Command>(
  tool: Tool<Command>,
  args: readonly string[],
  environment: Environment,
  terminal: Terminal,
): Promise<number> {
  try {
    const command = tool.read(args);
    if (command === undefined) {
      terminal.print(tool.help);
      return 0;
    }
    const read = readConfig(toolConfiguration, environment);
    if ('problems' in read) {
      terminal.tell(describeProblems(tool.name, read.problems).trimEnd());
      return exConfig;
    }
    const { elasticsearch, ...config } = read.config;
    const client = createElasticsearch(elasticsearch);
    try {
      return await tool.execute(command, {
        ...config,
        client,
        terminal,
        siteTime: createSiteTime(config.siteTimeZone),
      });
    } finally {
      await client.close();
    }
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.tell(`${visible(error.message)} (--help explains)`);
      return exUsage;
    }
    if (error instanceof errors.ElasticsearchClientError) {
      terminal.tell(visible(`Elasticsearch: ${describeError(error)}`));
      return 1;
    }
    if (!(error instanceof Refusal || isFileError(error))) throw error;
    terminal.tell(visible(error.message));
    return 1;
  }
}

/** A file that cannot be written: `EEXIST: file already exists, open 'x'`. */
const isFileError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error && 'syscall' in error;
