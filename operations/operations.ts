import { Gauge } from 'prom-client';
import { pause } from '../shared/backoff.ts';
import { answers, createElasticsearch } from '../shared/elasticsearch/client.ts';
import { describeError, Outage } from '../shared/outage.ts';
import { sensorTypes } from '../shared/sensors/index.ts';
import type { Service, ServiceContext } from '../shared/service.ts';
import { backUpUnlessLost } from './backup/lost.ts';
import { ensureRepository, listBackups } from './backup/repository.ts';
import { keepCanary, weeklyCanary } from './canary/schedule.ts';
import type { OperationsConfig } from './config.ts';
import { createHealthRecord } from './health-record.ts';
import { createQueueWatch } from './queues.ts';
import { type RetentionWork, runRetention } from './retention/run.ts';
import { fewDays, readShardBudget } from './retention/shards.ts';
import { isDue } from './schedule.ts';
import { createStatusReport } from './status/report.ts';
import { createStoreWatch } from './store-watch.ts';
import { createUpkeep } from './upkeep.ts';

const lookMs = 30_000;

/**
 * Makes the daily backup, and after it deletes and compacts what is old; sends the weekly canary. Whatever was missed while it was
 * away is made up.
 */
export function createOperations({ config, logger, registry }: ServiceContext<OperationsConfig>): Service {
  const client = createElasticsearch(config.elasticsearch);
  const { customer, siteTimeZone, backup } = config;
  const outage = new Outage('Elasticsearch', logger);
  const closing = new AbortController();
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] });
  const lastBackup = gauge(
    'telemetry_operations_last_verified_backup_timestamp_seconds',
    'When the last verified backup began; 0: there is none',
  );
  const upkeep = createUpkeep({ client, config, logger, closing: closing.signal });
  const recordHealth = createHealthRecord(client, config, logger);
  const store = createStoreWatch({ client, registry });
  const { activemq } = config.watched;
  const queues = activemq && createQueueWatch({ config: activemq, customer, logger, registry });
  let lastAttempt: number | undefined;
  /** What was last said to be wrong: it is not repeated at every look. */
  let problem: string | undefined;
  const weekly = weeklyCanary({ config });
  let running: Promise<unknown> | undefined;

  async function look(): Promise<void> {
    const now = Date.now();
    await upkeep.clearUp();
    // Before any backup, as one that fails is no reason to hide how much room is left.
    const budget = await readShardBudget(client, sensorTypes.length * (1 + config.replicas));
    await recordHealth(budget, now);
    await ensureRepository(client, backup);
    const lastVerified = await readLastVerified();
    if (isDue({ minuteOfDay: backup.minuteOfDay, timeZone: siteTimeZone, lastVerified, lastAttempt, now })) {
      await upkeep.ifFree('backup and retention', (context) => backUp(now, context));
      if (budget.daysLeft < fewDays) logger.warn(budget, `the shard limit is reached in ${budget.daysLeft} days`);
    }
    await upkeep.migrate(now);
  }

  async function readLastVerified(): Promise<number | undefined> {
    const backups = await listBackups(client, backup.repository, customer);
    const last = backups.findLast(({ verifiedAt }) => verifiedAt !== undefined)?.startedAt;
    lastBackup.set((last ?? 0) / 1000);
    return last;
  }

  async function backUp(now: number, retention: RetentionWork): Promise<void> {
    lastAttempt = now;
    const onProgress = (line: string) => logger.debug(line);
    const record = await backUpUnlessLost({ client, customer, siteTimeZone, config: backup, onProgress }, now);
    if ('lost' in record) {
      const then = 'restore it (npm run restore), or make a backup of what is left: npm run backup';
      return logger.error(record, `no backup is made: the last one has what is gone here; ${then}`);
    }
    await readLastVerified();
    const { snapshot, problems } = record;
    if (!record.verified) return logger.error({ snapshot, problems }, 'the backup is not right');
    logger.info({ snapshot, indices: Object.keys(record.indices).length }, 'backup made and verified');
    await runRetention(retention, now);
  }

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        await look();
        outage.ended();
        problem = undefined;
      } catch (error) {
        if (closing.signal.aborted) return;
        if (!(await answers(client))) outage.began(error);
        else if (describeError(error) !== problem) {
          problem = describeError(error);
          logger.error({ error: problem }, 'maintenance failed');
        }
      }
      await pause(lookMs, closing.signal);
    }
  }

  return {
    checks: { elasticsearch: () => answers(client) },
    reports: { '/status': createStatusReport(client, config) },
    async start() {
      const canary = weekly && keepCanary({ client, config, logger, registry }, weekly, closing.signal);
      running = Promise.all([run(), canary]);
      queues?.start();
      store.start();
    },
    async close() {
      closing.abort();
      // Whatever is under way is safe to leave at any instant: the next start puts it right.
      await Promise.race([
        Promise.all([running, queues?.close(), store.close()]),
        pause(2000, AbortSignal.timeout(2000)),
      ]);
      await client.close();
    },
  };
}
