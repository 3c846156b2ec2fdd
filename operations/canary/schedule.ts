import { Gauge, type Registry } from 'prom-client';
import { pause } from '../../shared/backoff.ts';
import type { Logger } from '../../shared/logger.ts';
import { describeError } from '../../shared/outage.ts';
import { forgetOldCanaries } from './keep.ts';
import { type KnownRuns, knownRuns } from './record.ts';
import { runCanary } from './run.ts';
import { failure } from './station.ts';
import { isCanaryDue, type Weekly } from './weekly.ts';
import type { CanaryWork } from './work.ts';

const lookMs = 30_000;

/** Whether a site has a weekly canary: it is switched on, and there is somewhere to send it. */
export const weeklyCanary = ({ config }: Pick<CanaryWork, 'config'>): Weekly | undefined =>
  config.watched.mqtt && config.watched.activemq ? config.canary.weekly : undefined;

/**
 * Sends the weekly canary until the signal is aborted; what was missed is made up for, and what failed is repeated until one gets
 * through. Never throws.
 */
export async function keepCanary(
  work: CanaryWork & { readonly logger: Logger; readonly registry: Registry },
  weekly: Weekly,
  signal: AbortSignal,
): Promise<void> {
  const { client, config, logger, registry } = work;
  const lastSuccess = new Gauge({
    name: 'telemetry_operations_canary_last_success_timestamp_seconds',
    help: 'When the last canary began that got through; 0: none has',
    registers: [registry],
  });
  const failed = new Gauge({
    name: 'telemetry_operations_canary_failed',
    help: '1 when the last canary did not get through',
    registers: [registry],
  });
  const serviceStarted = Date.now();
  let lastAttempt: number | undefined;

  async function known(): Promise<KnownRuns> {
    const runs = await knownRuns(client, config.customer);
    lastSuccess.set((runs.lastPassedAt ?? 0) / 1000);
    failed.set(runs.last?.passed === false ? 1 : 0);
    return runs;
  }

  async function look(now: number): Promise<void> {
    const { last, failures } = await known();
    const times = { lastRun: last?.startedAt, failures: failures?.count ?? 0, serviceStarted, lastAttempt, now };
    if (!isCanaryDue({ weekly, timeZone: config.siteTimeZone, ...times })) return;
    lastAttempt = now;
    const run = await runCanary(work, now);
    const { name, finding } = failure(run.stations) ?? {};
    if (run.passed) logger.info({ run: run.startedAt }, 'the canary got through');
    else
      logger.error(
        { run: run.startedAt, station: name, ...finding },
        'the canary did not get through; it will be repeated',
      );
    await known();
    await forgetOldCanaries(client, config.customer, now);
  }

  while (!signal.aborted) {
    // Whether Elasticsearch is away is said by whoever makes backups.
    await look(Date.now()).catch((error: unknown) => logger.debug({ error: describeError(error) }, 'canary'));
    await pause(lookMs, signal);
  }
}
