import { randomBytes } from 'node:crypto';
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
