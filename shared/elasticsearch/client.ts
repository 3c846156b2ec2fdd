import { Client, type ClientOptions } from '@elastic/elasticsearch';
import type { ElasticsearchConfig } from '../config/common.ts';
import { trust } from '../tls.ts';

export type { Client as ElasticsearchClient } from '@elastic/elasticsearch';

/** A slow disk answers a bulk request late; a frozen server never does. */
const requestTimeoutMs = 30_000;

/** A client of the site's Elasticsearch. It repeats nothing by itself: whoever asks knows what may be asked twice. */
export function createElasticsearch(config: ElasticsearchConfig): Client {
  const options: ClientOptions = {
    nodes: [...config.urls],
    maxRetries: 0,
    requestTimeout: requestTimeoutMs,
    // No usage statistics about our programming language in every request.
    enableMetaHeader: false,
  };
  if (config.apiKey) options.auth = { apiKey: config.apiKey };
  else if (config.username) options.auth = { username: config.username, password: config.password ?? '' };
  if (config.ca) options.tls = trust(config.ca);
  return new Client(options);
}

/** Whether Elasticsearch answers, for readiness. Never throws. */
export async function answers(client: Client): Promise<boolean> {
  try {
    await client.cluster.health({ filter_path: ['status'] }, { requestTimeout: 2000 });
    return true;
  } catch {
    return false;
  }
}
