import type { ElasticsearchClient } from '../shared/elasticsearch/client.ts';
import type { Logger } from '../shared/logger.ts';
import type { OperationsConfig } from './config.ts';
import { Lease } from './lease/lease.ts';
import { runMigrations } from './migrations/run.ts';
import { isUnfinished, type RetentionWork, recoverRetention } from './retention/run.ts';

const migrateEveryMs = 60 * 60_000;

/** What the service does when nobody else changes anything. Whoever is at work, or was killed at it, is passed by until later. */
export interface Upkeep {
  /** Puts right what a killed run has left: readings wait for what it has blocked. */
  clearUp(): Promise<void>;
  /** At the start and every hour, as services of the former release may run for a while beside this one. */
  migrate(now: number): Promise<void>;
  /** Does something while this process holds the lease; not now, where it does not get it. */
  ifFree(what: string, work: (context: RetentionWork) => Promise<void>): Promise<void>;
}

/** `closing`: whatever is under way stops before its next step, and clears up after itself. */
export function createUpkeep(options: {
  readonly client: ElasticsearchClient;
  readonly config: OperationsConfig;
  readonly logger: Logger;
  readonly closing: AbortSignal;
}): Upkeep {
  const { client, config, logger, closing } = options;
  const lease = new Lease({ client, customer: config.customer });
  let lastMigration = Number.NEGATIVE_INFINITY;

  async function ifFree(what: string, work: (context: RetentionWork) => Promise<void>): Promise<void> {
    const held = await lease.acquire(what);
    if ('busy' in held) return;
    const check = () => {
      closing.throwIfAborted();
      held.check();
    };
    try {
      await work({ client, config, dryRun: false, report: (line) => logger.info(line), check });
    } finally {
      await held.release().catch(() => undefined);
    }
  }

  return {
    ifFree,
    async clearUp() {
      if (await isUnfinished({ client, config })) await ifFree('clearing up', recoverRetention);
    },
    async migrate(now) {
      if (now - lastMigration < migrateEveryMs) return;
      await ifFree('migration', async (context) => {
        lastMigration = now;
        await runMigrations(context, now);
      });
    },
  };
}
