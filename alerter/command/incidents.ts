import type { estypes } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '../../shared/elasticsearch/client.ts';
import type { StoredIncident } from '../../shared/incidents/incident.ts';
import { createIncidentStore } from '../../shared/incidents/store.ts';

export interface IncidentFilter {
  readonly open: boolean;
  readonly device: string | undefined;
  /** Milliseconds since the epoch. */
  readonly since: number | undefined;
}

const mostListed = 200;

/** The recorded incidents that match, newest first, 200 at most. Throws when Elasticsearch is away. */
export async function findIncidents(
  client: ElasticsearchClient,
  customer: string,
  { open, device, since }: IncidentFilter,
): Promise<StoredIncident[]> {
  const filter: estypes.QueryDslQueryContainer[] = [];
  if (open) filter.push({ terms: { state: ['open', 'acknowledged'] } });
  if (since !== undefined) filter.push({ range: { openedAt: { gte: since, format: 'epoch_millis' } } });
  if (device !== undefined) {
    filter.push({ bool: { should: [{ term: { device } }, { term: { deviceId: device } }], minimum_should_match: 1 } });
  }
  return await createIncidentStore(client, customer).search({ bool: { filter } }, mostListed);
}
