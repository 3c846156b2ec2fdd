import { errors } from '@elastic/elasticsearch';
import { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';
import { type ConfigDefinition, type Environment, readConfig } from '../../shared/config/read.ts';
import { createElasticsearch, type ElasticsearchClient } from '../../shared/elasticsearch/client.ts';
import { describeError } from '../../shared/outage.ts';
import { describeProblems } from '../../shared/service.ts';
import {
  checkMailConfiguration,
  mailConfiguration,
  type ObservationConfig,
  observationConfiguration,
} from '../config.ts';
import { type Command, readArguments, UsageError } from './arguments.ts';
import { check, mailFound } from './check.ts';
import { helpText } from './help.ts';
import { findIncidents } from './incidents.ts';
import { incidentTable } from './table.ts';
import { sendSamples } from './test-mail.ts';

/** Where a command writes to: what was asked for, and what is to be said beside it. */
export interface Output {
  print(text: string): void;
  tell(text: string): void;
}

/** sysexits.h */
const exUsage = 64;
const exConfig = 78;
const brokerPatienceMs = 10_000;

/** The environment is wrong: all of its problems, on one screen. */
class ConfigError extends Error {
  override name = 'ConfigError';
}

/** Runs one command; resolves with the exit code of the process. */
export async function runCommand(args: readonly string[], environment: Environment, output: Output): Promise<number> {
  try {
    await execute(readArguments(args), environment, output);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) output.tell(`${error.message} (--help explains)`);
    else output.tell(error instanceof errors.ElasticsearchClientError ? away(error) : describeError(error));
    return error instanceof UsageError ? exUsage : error instanceof ConfigError ? exConfig : 1;
  }
}

const away = (error: Error): string => `Elasticsearch does not answer as it should: ${describeError(error)}`;

async function execute(command: Command, environment: Environment, output: Output): Promise<void> {
  switch (command.name) {
    case 'help':
      output.print(helpText);
      return;
    case 'check':
      return await runCheck(command, environment, output);
    case 'incidents':
      return await runIncidents(command, environment, output);
    case 'test-mail':
      return await runTestMail(environment, output);
  }
}

async function runCheck(
  { date, to, device, mail, json }: Extract<Command, { name: 'check' }>,
  environment: Environment,
  output: Output,
): Promise<void> {
  const config = read(observationConfiguration, environment);
  const mailing = mail ? read(checkMailConfiguration, environment) : undefined;
  await withClient(config, async (client) => {
    const range = { from: midnight(date, config.siteTimeZone), to: midnight(to, config.siteTimeZone, 1) };
    const { incidents, readings } = await check(client, config, range, device);
    const where = `${device === undefined ? '' : ` of ${device}`} ${date === to ? `on ${date}` : `from ${date} to ${to}`}`;
    if (json) output.print(JSON.stringify(incidents, undefined, 2));
    else if (incidents.length > 0) output.print(incidentTable(incidents, config.siteTimeZone));
    else output.print(readings > 0 ? `No incidents${where}.` : `No pressure is stored${where}.`);
    if (!mailing || incidents.length === 0) return;
    await mailFound(client, mailing, incidents, brokerPatienceMs);
    const count = incidents.length === 1 ? '1 notice waits' : `${incidents.length} notices wait`;
    output.tell(`${count} to be mailed by the running alerter.`);
  });
}

async function runTestMail(environment: Environment, output: Output): Promise<void> {
  const config = read(mailConfiguration, environment);
  const refused = await sendSamples(config, output.print).catch((error: unknown) => {
    throw new Error('The mail server is away, or serves nobody', { cause: error });
  });
  if (refused > 0) throw new Error(`${refused} mails were not accepted.`);
}

async function runIncidents(
  { open, device, since, json }: Extract<Command, { name: 'incidents' }>,
  environment: Environment,
  output: Output,
): Promise<void> {
  const config = read(observationConfiguration, environment);
  await withClient(config, async (client) => {
    const from = since === undefined ? undefined : midnight(since, config.siteTimeZone);
    const found = await findIncidents(client, config.customer, { open, device, since: from });
    const incidents = found.map(({ incident }) => incident);
    if (json) output.print(JSON.stringify(found, undefined, 2));
    else output.print(found.length > 0 ? incidentTable(incidents, config.siteTimeZone) : 'No incidents.');
  });
}

function read<Shape extends z.ZodRawShape, Config>(
  definition: ConfigDefinition<Shape, Config>,
  environment: Environment,
): Config {
  const result = readConfig(definition, environment);
  if ('problems' in result) throw new ConfigError(describeProblems('alerter', result.problems).trimEnd());
  return result.config;
}

async function withClient(
  config: ObservationConfig,
  work: (client: ElasticsearchClient) => Promise<void>,
): Promise<void> {
  const client = createElasticsearch(config.elasticsearch);
  try {
    await work(client);
  } finally {
    await client.close();
  }
}

/** When a day begins at the site, or so many days later. */
const midnight = (day: string, timeZone: string, daysLater = 0): number =>
  Temporal.PlainDate.from(day).add({ days: daysLater }).toZonedDateTime(timeZone).epochMilliseconds;
