import type { ElasticsearchClient } from '../../shared/elasticsearch/client.ts';
import { dataTemplate } from '../../shared/elasticsearch/templates.ts';
import { namesOf } from '../../shared/names.ts';
import { sensorTypes } from '../../shared/sensors/index.ts';
import type { SensorType } from '../../shared/sensors/sensor.ts';
import { createSiteTime } from '../../shared/site-time.ts';
import { type Backup, listBackups } from '../backup/repository.ts';
import type { OperationsConfig } from '../config.ts';
import { deleteIndices } from '../indices.ts';
import { OperationError } from '../operation-error.ts';
import { duration } from '../table.ts';
import { type CompactWork, compactMonth, recoverCompaction } from './compact.ts';
import { type DataName, type Plan, planRetention, readDataName } from './days.ts';

export interface RetentionWork {
  readonly client: ElasticsearchClient;
  readonly config: OperationsConfig;
  readonly dryRun: boolean;
  readonly report: (line: string) => void;
}

/** Deletes what is older than it is kept and makes months of days. Throws an OperationError where it refuses. */
export async function runRetention(work: RetentionWork, now: number): Promise<void> {
  const { client, config } = work;
  const { backup, customer, retention } = config;
  const today = createSiteTime(config.siteTimeZone).dayOf(now);
  const repository = await client.snapshot.getRepository({ name: backup.repository }, { ignore: [404] });
  const backups = repository[backup.repository] ? await listBackups(client, backup.repository, customer) : [];
  const refusal = refusalOf(backups, retention.backupMaxAgeHours, now);
  if (refusal && !work.dryRun) throw new OperationError(refusal);
  if (refusal) work.report(`would refuse: ${refusal}`);
  let nothing = true;
  for (const sensor of sensorTypes) {
    const compaction = compactWorkOf(work, sensor);
    if (!work.dryRun) await recoverCompaction(compaction);
    const names = await dataNames(client, compaction.dataIndex);
    const plan = planRetention([...names.keys()], today, retention.days.get(sensor.name));
    nothing &&= plan.expired.length === 0 && plan.compact.length === 0;
    await carryOut(work, compaction, plan, names);
  }
  if (nothing) work.report('nothing to do');
}

async function carryOut(
  { client, dryRun, report }: RetentionWork,
  compaction: CompactWork,
  plan: Plan,
  names: ReadonlyMap<DataName, string>,
): Promise<void> {
  for (const name of plan.expired) {
    const index = names.get(name) ?? name.name;
    if (!dryRun) await deleteIndices(client, [index]);
    report(`${dryRun ? 'would delete' : 'deleted'} ${name.name}`);
  }
  for (const { month, days } of plan.compact) {
    const what = `${days.length} daily indices of ${month} into ${compaction.dataIndex}-${month.split('-').map(Number).join('-')}`;
    if (dryRun) {
      report(`would compact ${what}`);
      continue;
    }
    const { documents, duplicates } = await compactMonth(compaction, month, days);
    const dropped = duplicates > 0 ? `, ${duplicates} of them in two indices and kept once` : '';
    report(`compacted ${what}: ${documents} readings${dropped}`);
  }
}

/** Why nothing may be deleted or rewritten now; undefined: it may. */
export function refusalOf(backups: readonly Backup[], maxAgeHours: number, now: number): string | undefined {
  const last = backups.findLast(({ verifiedAt }) => verifiedAt !== undefined);
  if (!last) return 'There is no verified backup. Make one first: npm run backup';
  const age = now - last.startedAt;
  if (age <= maxAgeHours * 3_600_000) return undefined;
  return `The last verified backup is ${duration(age)} old, and may be ${maxAgeHours} h (BACKUP_MAX_AGE_HOURS). Make one first: npm run backup`;
}

function compactWorkOf({ client, config }: RetentionWork, sensor: SensorType): CompactWork {
  const { dataIndex } = namesOf(config.customer, sensor.name);
  return {
    client,
    siteTimeZone: config.siteTimeZone,
    dataIndex,
    monthlyIndex: `${config.customer}-${sensor.name}-monthly`,
    template: dataTemplate(sensor, dataIndex, config.replicas),
  };
}

/** The daily indices and the months of a sensor type, each with the index that holds it. */
async function dataNames(client: ElasticsearchClient, dataIndex: string): Promise<Map<DataName, string>> {
  const found = await client.indices.get({
    index: `${dataIndex}-*`,
    filter_path: ['*.aliases', '*.settings.index.uuid'],
  });
  const names = new Map<DataName, string>();
  for (const [index, { aliases }] of Object.entries(found)) {
    const own = readDataName(dataIndex, index);
    // The days of a compacted month are aliases of it, and no indices of their own.
    const months = Object.keys(aliases ?? {}).flatMap((alias) => readDataName(dataIndex, alias) ?? []);
    const name = own?.kind === 'day' ? own : months.find(({ kind }) => kind === 'month');
    if (name) names.set(name, index);
  }
  return names;
}
