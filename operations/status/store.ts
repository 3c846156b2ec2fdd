import type { ElasticsearchClient } from '../../shared/elasticsearch/client.ts';
import { createIncidentStore } from '../../shared/incidents/store.ts';
import { namesOf } from '../../shared/names.ts';
import { describeError } from '../../shared/outage.ts';
import { sensorTypes } from '../../shared/sensors/index.ts';
import { type Backup, listBackups } from '../backup/repository.ts';
import type { OperationsConfig } from '../config.ts';
import { fewDays, readShardBudget } from '../retention/shards.ts';
import { bytes, count, duration } from '../table.ts';
import { checkCanary } from './canary.ts';
import { type Finding, patienceMs } from './finding.ts';

/** A sensor that has said nothing for so long is not missed any more. */
const forgottenMs = 30 * 86_400_000;
/** Fuller than this somebody should look; Elasticsearch itself stops writing at 95 %. */
const fullPercent = 80;
const bars = { ok: 0, warning: fullPercent, broken: 92 };

/** Everything that is known of the store: its health, what is in it, backups and mails. */
export async function checkStore(
  client: ElasticsearchClient,
  config: OperationsConfig,
  now: number,
): Promise<Finding[]> {
  const what = 'Elasticsearch';
  try {
    await client.cluster.health({}, { requestTimeout: patienceMs });
  } catch (error) {
    const next = 'start Elasticsearch; readings wait in ActiveMQ, and are stored when it is back';
    return [{ what, health: 'broken', words: describeError(error), next }];
  }
  const parts: readonly [string, () => Promise<Finding[]>][] = [
    [what, () => cluster(client)],
    ['Disk', () => disk(client)],
    ['Shards', () => shards(client, config)],
    ['Sensors', () => sensors(client, config, now)],
    ['Last backup', () => backup(client, config, now)],
    ['Last mail', () => mail(client, config, now)],
    ['Canary', () => checkCanary(client, config, now)],
  ];
  const found = await Promise.all(
    parts.map(([name, look]) =>
      look().catch((error: unknown): Finding[] => [
        {
          what: name,
          health: 'broken',
          words: `cannot be read: ${describeError(error)}`,
          next: 'read the log of Elasticsearch',
        },
      ]),
    ),
  );
  return found.flat();
}

async function cluster(client: ElasticsearchClient): Promise<Finding[]> {
  const { status, unassigned_shards } = await client.cluster.health();
  const what = 'Elasticsearch';
  if (status !== 'red') {
    // On a single node yellow is as good as it gets where replicas are configured.
    const words = status === 'green' ? 'green' : `yellow: ${unassigned_shards} copies have no node to be on`;
    return [{ what, health: 'ok', words }];
  }
  const words = `red: ${unassigned_shards} shards are missing, readings cannot be read or written`;
  return [{ what, health: 'broken', words, next: 'read its log; if an index is lost, restore it: npm run restore' }];
}

async function disk(client: ElasticsearchClient): Promise<Finding[]> {
  const nodes = await client.cat.allocation({ format: 'json', bytes: 'b', h: ['node', 'disk.percent', 'disk.avail'] });
  return nodes
    .filter((node) => node.node !== 'UNASSIGNED' && node['disk.percent'])
    .map((node) => {
      const percent = Number(node['disk.percent']);
      const health = percent >= bars.broken ? 'broken' : percent >= bars.warning ? 'warning' : 'ok';
      const words = `${percent} % full, ${bytes(Number(node['disk.avail']))} free`;
      const next = health === 'ok' ? undefined : 'make room, or keep less: RETENTION_DAYS, then npm run retention';
      return { what: nodes.length > 1 ? `Disk of ${node.node}` : 'Disk', health, words, ...(next && { next }) };
    });
}

async function shards(client: ElasticsearchClient, config: OperationsConfig): Promise<Finding[]> {
  const { used, limit, daysLeft } = await readShardBudget(client, sensorTypes.length * (1 + config.replicas));
  const words = `${count(used)} of ${count(limit)}, enough for ${count(daysLeft)} days`;
  if (daysLeft >= fewDays) return [{ what: 'Shards', health: 'ok', words }];
  const next = 'make months of past days: npm run retention';
  return [{ what: 'Shards', health: daysLeft === 0 ? 'broken' : 'warning', words, next }];
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
          terms: { field: 'device', size: 500, order: { _key: 'asc' } },
          aggs: { last: { max: { field: 'timestamp' } } },
        },
      },
    });
    for (const { key, last } of (aggregations?.devices as LastReadings | undefined)?.buckets ?? []) {
      const age = now - last.value;
      const silent = age > silentAfterSeconds * 1000;
      findings.push({
        what: `Sensor ${name} ${key.replace(/[^\x20-\x7e\u00a0-\uffff]/g, '?').slice(0, 60)}`,
        health: silent ? 'broken' : 'ok',
        words: `${silent ? 'SILENT, ' : ''}last reading ${duration(age)} ago`,
        ...(silent && {
          next: 'check power and network of the sensor; if all are silent, the MQTT broker and the gateway',
        }),
      });
    }
  }
  if (findings.length > 0) return findings;
  const next = 'check that sensors, gateways and ingestors run';
  return [{ what: 'Sensors', health: 'warning', words: 'no reading within 30 days', next }];
}

async function backup(client: ElasticsearchClient, config: OperationsConfig, now: number): Promise<Finding[]> {
  const { repository } = config.backup;
  const found = await client.snapshot.getRepository({ name: repository }, { ignore: [404] });
  return [backupFinding(found[repository] ? await listBackups(client, repository, config.customer) : [], config, now)];
}

function backupFinding(backups: readonly Backup[], config: OperationsConfig, now: number): Finding {
  const what = 'Last backup';
  const last = backups.findLast(({ verifiedAt }) => verifiedAt !== undefined);
  if (!last) {
    const words = backups.length > 0 ? `${backups.length} made, none verified` : 'there is none';
    return { what, health: 'warning', words, next: 'make one: npm run backup' };
  }
  const age = now - last.startedAt;
  const words = `${duration(age)} ago, verified: ${last.name}`;
  if (age <= config.retention.backupMaxAgeHours * 3_600_000) return { what, health: 'ok', words };
  return {
    what,
    health: 'warning',
    words,
    next: 'read the log of the operations service, and make one: npm run backup',
  };
}

async function mail(client: ElasticsearchClient, { customer }: OperationsConfig, now: number): Promise<Finding[]> {
  const what = 'Last mail';
  const found = await createIncidentStore(client, customer).search({ match_all: {} }, 50);
  const mails = found.flatMap(({ incident }) => incident.mails);
  const waiting = mails.filter(({ sentAt, decidedAt }) => !sentAt && now - Date.parse(decidedAt) > 600_000);
  if (waiting.length > 0) {
    const words = `${waiting.length} mails were decided and not sent`;
    return [{ what, health: 'broken', words, next: 'look at the mail server and at the log of the alerter' }];
  }
  const last = Math.max(...mails.map(({ sentAt }) => Date.parse(sentAt ?? '')).filter(Number.isFinite));
  return [{ what, health: 'ok', words: Number.isFinite(last) ? `${duration(now - last)} ago` : 'none yet' }];
}
