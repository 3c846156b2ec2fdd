import type { ElasticsearchClient } from '../../shared/elasticsearch/client.ts';
import { knownRuns } from '../canary/record.ts';
import { weeklyCanary } from '../canary/schedule.ts';
import type { OperationsConfig } from '../config.ts';
import { duration } from '../table.ts';
import type { Finding } from './finding.ts';

/** A weekly canary that is a day late has not come. */
const overdueMs = 8 * 86_400_000;

/** When a canary last got through. Throws when Elasticsearch is away. */
export async function checkCanary(
  client: ElasticsearchClient,
  config: OperationsConfig,
  now: number,
): Promise<Finding[]> {
  const what = 'Canary';
  const weekly = weeklyCanary({ config });
  if (!weekly) return [{ what, health: 'not watched', words: 'no weekly canary: CANARY_AT, MQTT_URL, ACTIVEMQ_URL' }];
  const { last, lastPassedAt } = await knownRuns(client, config.customer);
  if (!last) return [{ what, health: 'warning', words: 'none was sent yet', next: 'send one: npm run canary' }];
  const ago = `${duration(now - last.startedAt)} ago`;
  if (!last.passed) {
    const words = `did not get through, ${ago}: ${last.problem ?? 'unknown'}`;
    return [{ what, health: 'broken', words, next: `${last.next ?? 'look at that part'}; then: npm run canary` }];
  }
  if (lastPassedAt !== undefined && now - lastPassedAt <= overdueMs) {
    return [{ what, health: 'ok', words: `got through ${ago}` }];
  }
  const next = 'look at the operations service, and send one: npm run canary';
  return [{ what, health: 'broken', words: `OVERDUE, the last one got through ${ago}`, next }];
}
