import { inject } from 'vitest';
import { createElasticsearch, type ElasticsearchClient } from '../../shared/elasticsearch/client.ts';

/** A client of the tests' own, which nobody is asked to sign on for. */
export const openElasticsearch = (url = inject('elasticsearchUrl')): ElasticsearchClient =>
  createElasticsearch({ urls: [url], username: undefined, password: undefined, apiKey: undefined, ca: undefined });
