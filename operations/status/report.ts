import type { ElasticsearchClient } from '../../shared/elasticsearch/client.ts';
import type { Status } from '../../shared/status/finding.ts';
import type { OperationsConfig } from '../config.ts';
import { lookAtEverything } from './look.ts';

/** However many ask, the servers are looked at no more often. */
const lookMs = 5000;

/** What `/status` answers: the same as the command says, as codes. */
export function createStatusReport(client: ElasticsearchClient, config: OperationsConfig): () => Promise<Status> {
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looked: Promise<Status> | undefined;
  return () => {
    const now = Date.now();
    if (!looked || now - lookedAt >= lookMs) {
      lookedAt = now;
      looked = lookAtEverything(client, config, now).then((findings) => ({ at: now, findings }));
    }
    return looked;
  };
}
