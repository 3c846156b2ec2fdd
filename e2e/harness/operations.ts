import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { inject } from 'vitest';
import { type OperationsConfig, operationsConfiguration } from '../../operations/config.ts';
import { readConfig } from '../../shared/config/read.ts';
import { createElasticsearch, type ElasticsearchClient } from '../../shared/elasticsearch/client.ts';

/** A customer of its own on the shared Elasticsearch, with a repository for its backups. */
export interface OperatedSite {
  readonly customer: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly config: OperationsConfig;
  readonly client: ElasticsearchClient;
}

export function createOperatedSite(more: Readonly<Record<string, string>> = {}): OperatedSite {
  const customer = `ops${randomBytes(4).toString('hex')}`;
  const environment = {
    CUSTOMER: customer,
    ELASTICSEARCH_URL: inject('elasticsearchUrl'),
    BACKUP_REPOSITORY: customer,
    BACKUP_LOCATION: customer,
    ...more,
  };
  const read = readConfig(operationsConfiguration, environment);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return { customer, environment, config: read.config, client: createElasticsearch(read.config.elasticsearch) };
}

/** A command of operations, or with `main` the service, as a process of its own. */
export function startOperations(
  site: OperatedSite,
  name: string,
  ...args: readonly string[]
): { readonly process: ChildProcess; readonly log: () => string; readonly ended: Promise<number | null> } {
  const child = spawn(process.execPath, [`operations/${name}.ts`, ...args], {
    cwd: resolve(import.meta.dirname, '../..'),
    env: { PATH: process.env.PATH ?? '', HEALTH_PORT: '0', ...site.environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let log = '';
  child.stdout.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  return { process: child, log: () => log, ended: once(child, 'exit').then(([code]) => code as number | null) };
}
