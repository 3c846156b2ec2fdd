import type { ElasticsearchClient } from '../../shared/elasticsearch/client.ts';
import type { OperationsConfig } from '../config.ts';

/** What a canary is sent with. */
export interface CanaryWork {
  readonly client: ElasticsearchClient;
  readonly config: OperationsConfig;
}
