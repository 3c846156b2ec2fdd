import { Registry } from 'prom-client';
import type { z } from 'zod';
import type { CommonConfig } from './config/common.ts';
import { type ConfigDefinition, type ConfigProblem, readConfig } from './config/read.ts';
import { createHealthServer, type ReadinessCheck } from './health.ts';
import { createLogger, type Logger } from './logger.ts';
import { registerBuildInfo } from './metrics.ts';

/** What a service is given to work with. */
export interface ServiceContext<Config> {
  readonly config: Config;
  readonly logger: Logger;
  readonly registry: Registry;
}

/** A long-running part of the pipeline. Making one does nothing; `start` begins, `close` may be called twice. */
export interface Service {
  start(): Promise<void>;
  /** Stops intake, finishes what is in hand, flushes and closes. */
  close(): Promise<void>;
  readonly checks: Readonly<Record<string, ReadinessCheck>>;
  /** What it answers on the health port beside that, as JSON, by path. */
  readonly reports?: Readonly<Record<string, () => Promise<unknown>>>;
}

/** sysexits.h */
const exConfig = 78;
/** Docker sends SIGKILL 10 s after SIGTERM. */
const closingLimitMs = 9000;

/**
 * The life of a service process: environment, configuration, start, signal, orderly close. Ends the process with 78 when the
 * configuration is wrong, 0 after SIGTERM or SIGINT, 1 when something broke that nobody handled.
 */
export async function runService<Shape extends z.ZodRawShape, Config extends CommonConfig>(options: {
  readonly name: string;
  readonly configuration: ConfigDefinition<Shape, Config>;
  readonly create: (context: ServiceContext<Config>) => Service;
}): Promise<void> {
  const read = readConfig(options.configuration, process.env);
  if ('problems' in read) {
    process.stderr.write(describeProblems(options.name, read.problems));
    process.exit(exConfig);
  }
  const { config } = read;
  const logger = createLogger({ service: options.name, level: config.logLevel, format: config.logFormat });
  const registry = new Registry();
  registerBuildInfo(registry, options.name, config.revision);
  const service = options.create({ config, logger, registry });
  const health = createHealthServer({
    service: options.name,
    port: config.healthPort,
    registry,
    checks: service.checks,
    reports: service.reports,
  });

  let closing = false;
  const close = async (reason: string, exitCode: number): Promise<void> => {
    if (closing) return;
    closing = true;
    logger.info({ reason }, 'stopping');
    const tooSlow = setTimeout(() => {
      logger.error(`not closed within ${closingLimitMs / 1000} s; what was not acknowledged will be delivered again`);
      process.exit(1);
    }, closingLimitMs);
    await service.close();
    await health.close();
    clearTimeout(tooSlow);
    logger.info('stopped');
    process.exit(exitCode);
  };
  const fail = (error: unknown): void => {
    logger.fatal({ err: error }, 'unexpected failure; stopping');
    close('failure', 1).catch(() => process.exit(1));
  };

  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => close(signal, 0).catch(fail));
  try {
    await health.start();
    logger.info({ healthPort: health.port }, 'started');
    await service.start();
  } catch (error) {
    fail(error);
  }
}

/** Every problem on one screen, for a person who reads a container's log. */
export function describeProblems(service: string, problems: readonly ConfigProblem[]): string {
  const width = Math.max(...problems.map(({ variable }) => variable.length));
  const lines = problems.map(({ variable, problem }) => `  ${variable.padEnd(width)}  ${problem}`);
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return `The ${service} cannot start: ${count} in its environment.\n${lines.join('\n')}\nThe README lists every variable.\n`;
}
