import type { ElasticsearchClient } from '../../shared/elasticsearch/client.ts';
import { createIncidentStore } from '../../shared/incidents/store.ts';
import { namesOf } from '../../shared/names.ts';
import { describeError } from '../../shared/outage.ts';
import { sensorTypes } from '../../shared/sensors/index.ts';
import type { Finding, Part } from '../../shared/status/finding.ts';
import { type Backup, listBackups } from '../backup/repository.ts';
import type { OperationsConfig } from '../config.ts';
import { fewDays, readShardBudget } from '../retention/shards.ts';
import { readDisks } from '../store-watch.ts';
import { checkCanary } from './canary.ts';
import { patienceMs } from './patience.ts';

/** A sensor that has said nothing for so long is not missed any more. */
const forgottenMs = 30 * 86_400_000;
/** Of each type so many sensors are shown. */
const mostSensors = 500;
/** Fuller than this somebody should look; Elasticsearch itself stops writing at 95 %. */
const fullPercent = { warning: 80, broken: 92 };
const unsentMs = 600_000;

/** Everything that is known of the store: its health, what is in it, backups and mails. */
export async function checkStore(
  client: ElasticsearchClient,
  config: OperationsConfig,
  now: number,
): Promise<Finding[]> {
  const part = 'elasticsearch';
  try {
    await client.cluster.health({}, { requestTimeout: patienceMs });
  } catch (error) {
    const values = { detail: describeError(error) };
    return [{ part, health: 'broken', says: 'no-answer', values, next: 'start-elasticsearch' }];
  }
  const looks: readonly [Part, () => Promise<Finding[]>][] = [
    [part, () => cluster(client)],
    ['disk', () => disk(client)],
    ['shards', () => shards(client, config)],
    ['backup', () => backup(client, config, now)],
    ['mail', () => mail(client, config, now)],
    ['canary', () => checkCanary(client, config, now)],
    ['sensors', () => sensors(client, config, now)],
  ];
  const found = await Promise.all(
    looks.map(([what, look]) => look().catch((error: unknown) => [unreadable(what, error)])),
  );
  return found.flat();
}

const unreadable = (part: Part, error: unknown): Finding => ({
  part,
  health: 'broken',
  says: 'cannot-be-read',
  values: { detail: describeError(error) },
  next: 'read-elasticsearch-log',
});

async function cluster(client: ElasticsearchClient): Promise<Finding[]> {
  const { status, unassigned_shards: count } = await client.cluster.health();
  const part = 'elasticsearch';
  if (status === 'red') return [{ part, health: 'broken', says: 'red', values: { count }, next: 'restore' }];
  // On a single node yellow is as good as it gets where replicas are configured.
  return [{ part, health: 'ok', says: status === 'green' ? 'green' : 'yellow', values: { count } }];
}

async function disk(client: ElasticsearchClient): Promise<Finding[]> {
  const disks = await readDisks(client);
  return disks.map(({ node, percent, freeBytes }) => ({
    part: 'disk',
    ...(disks.length > 1 && { name: node }),
    says: 'disk',
    values: { percent, bytes: freeBytes },
    ...(percent < fullPercent.warning
      ? { health: 'ok' }
      : { health: percent < fullPercent.broken ? 'warning' : 'broken', next: 'make-room' }),
  }));
}

async function shards(client: ElasticsearchClient, config: OperationsConfig): Promise<Finding[]> {
  const { used, limit, daysLeft } = await readShardBudget(client, sensorTypes.length * (1 + config.replicas));
  const line = { part: 'shards', says: 'shards', values: { used, limit, days: daysLeft } } as const;
  if (daysLeft >= fewDays) return [{ ...line, health: 'ok' }];
  return [{ ...line, health: daysLeft === 0 ? 'broken' : 'warning', next: 'compact' }];
}

interface LastReadings {
  readonly buckets: readonly { readonly key: string; readonly last: { readonly value: number } }[];
}

async function sensors(client: ElasticsearchClient, config: OperationsConfig, now: number): Promise<Finding[]> {
  const { silentAfterSeconds } = config.watched;
  const findings: Finding[] = [];
  for (const { name } of sensorTypes) {
    const { aggregations } = await client.search({
      index: `${namesOf(config.customer, name).dataIndex}-*`,
      size: 0,
      query: { range: { timestamp: { gte: new Date(now - forgottenMs).toISOString() } } },
      aggs: {
        devices: {
          terms: { field: 'device', size: mostSensors, order: { _key: 'asc' } },
          aggs: { last: { max: { field: 'timestamp' } } },
        },
      },
    });
    for (const { key, last } of (aggregations?.devices as LastReadings | undefined)?.buckets ?? []) {
      const age = now - last.value;
      findings.push({
        part: 'sensor',
        name: `${name} ${key.slice(0, 60)}`,
        values: { age },
        ...(age > silentAfterSeconds * 1000
          ? { health: 'broken', says: 'silent-sensor', next: 'check-sensor' }
          : { health: 'ok', says: 'reading' }),
      });
    }
  }
  if (findings.length > 0) return findings;
  return [{ part: 'sensors', health: 'warning', says: 'no-readings', next: 'check-chain' }];
}

async function backup(client: ElasticsearchClient, config: OperationsConfig, now: number): Promise<Finding[]> {
  const { repository } = config.backup;
  const found = await client.snapshot.getRepository({ name: repository }, { ignore: [404] });
  return [backupFinding(found[repository] ? await listBackups(client, repository, config.customer) : [], config, now)];
}

function backupFinding(backups: readonly Backup[], config: OperationsConfig, now: number): Finding {
  const part = 'backup';
  const last = backups.findLast(({ verifiedAt }) => verifiedAt !== undefined);
  if (!last) {
    const says = backups.length > 0 ? 'unverified' : 'no-backup';
    return { part, health: 'warning', says, values: { count: backups.length }, next: 'make-backup' };
  }
  const age = now - last.startedAt;
  const line = { part, says: 'backup', values: { age, snapshot: last.name } } as const;
  if (age <= config.retention.backupMaxAgeHours * 3_600_000) return { ...line, health: 'ok' };
  return { ...line, health: 'warning', next: 'see-backup-log' };
}

async function mail(client: ElasticsearchClient, { customer }: OperationsConfig, now: number): Promise<Finding[]> {
  const part = 'mail';
  const found = await createIncidentStore(client, customer).search({ match_all: {} }, 50);
  const mails = found.flatMap(({ incident }) => incident.mails);
  const unsent = mails.filter(
    ({ sentAt, refusedAt, decidedAt }) => !sentAt && !refusedAt && now - Date.parse(decidedAt) > unsentMs,
  );
  if (unsent.length > 0) {
    return [{ part, health: 'broken', says: 'unsent', values: { count: unsent.length }, next: 'see-mails' }];
  }
  const last = Math.max(...mails.map(({ sentAt }) => Date.parse(sentAt ?? '')).filter(Number.isFinite));
  if (!Number.isFinite(last)) return [{ part, health: 'ok', says: 'no-mail' }];
  return [{ part, health: 'ok', says: 'mail', values: { age: now - last } }];
}
