import { errors } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '../shared/elasticsearch/client.ts';
import { healthTemplate, installTemplate } from '../shared/elasticsearch/templates.ts';
import type { Logger } from '../shared/logger.ts';
import { healthIndexOf, yearlyIndex } from '../shared/names.ts';
import { createSiteTime } from '../shared/site-time.ts';
import type { OperationsConfig } from './config.ts';
import type { ShardBudget } from './retention/shards.ts';

const hourMs = 3_600_000;
/** No right, no index of that name, another mapping. */
const refusals = new Set([400, 403, 404]);

/**
 * Makes the function that records the cluster's room for the dashboards: one document per local day, which always says the
 * latest. Called at every look, it writes when a figure changed, and once an hour. Throws when Elasticsearch is away; what it
 * refuses, as to an account of before that family, is said once: backups do not wait for a figure.
 */
export function createHealthRecord(
  client: ElasticsearchClient,
  { customer, siteTimeZone, replicas }: Pick<OperationsConfig, 'customer' | 'siteTimeZone' | 'replicas'>,
  logger: Logger,
): (budget: ShardBudget, now: number) => Promise<void> {
  const index = healthIndexOf(customer);
  const { dayOf } = createSiteTime(siteTimeZone);
  let written = { figures: '', at: 0 };
  let refused = false;

  return async ({ used, limit, daysLeft }, now) => {
    const day = dayOf(now);
    const figures = [day, used, limit, daysLeft].join();
    if (figures === written.figures && now - written.at < hourMs) return;
    const document = { at: new Date(now).toISOString(), shards: used, shardLimit: limit, daysLeft };
    try {
      await installTemplate(client, healthTemplate(index, replicas));
      await client.index({ index: yearlyIndex(index, day), id: day, document });
      written = { figures, at: now };
    } catch (error) {
      if (!(error instanceof errors.ResponseError) || !refusals.has(error.statusCode ?? 0)) throw error;
      if (!refused) logger.error({ reason: error.message }, 'Elasticsearch refuses to record how much room is left');
      refused = true;
    }
  };
}
