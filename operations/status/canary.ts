import type { ElasticsearchClient } from '../../shared/elasticsearch/client.ts';
import type { Finding } from '../../shared/status/finding.ts';
import { knownRuns } from '../canary/record.ts';
import { weeklyCanary } from '../canary/schedule.ts';
import type { OperationsConfig } from '../config.ts';

/** A weekly canary that is a day late has not come. */
const overdueMs = 8 * 86_400_000;

/** When a canary last got through. Throws when Elasticsearch is away. */
export async function checkCanary(
  client: ElasticsearchClient,
  config: OperationsConfig,
  now: number,
): Promise<Finding[]> {
  const part = 'canary';
  if (!weeklyCanary({ config })) {
    const variable = 'CANARY_AT, MQTT_URL, ACTIVEMQ_URL';
    return [{ part, health: 'not-watched', says: 'not-set', values: { variable } }];
  }
  const { last, lastPassedAt } = await knownRuns(client, config.customer);
  if (!last) return [{ part, health: 'warning', says: 'no-canary', next: 'send-canary' }];
  const age = now - last.startedAt;
  if (!last.passed) {
    const values = { age, detail: last.problem ?? '?', advice: last.next ?? '?' };
    return [{ part, health: 'broken', says: 'canary-failed', values, next: 'see-hop' }];
  }
  if (lastPassedAt !== undefined && now - lastPassedAt <= overdueMs) {
    return [{ part, health: 'ok', says: 'canary-passed', values: { age } }];
  }
  return [{ part, health: 'broken', says: 'canary-overdue', values: { age }, next: 'see-operations' }];
}
