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
import { type PersonalItem, partOlder } from '../personal-data/names.ts';
import { erasePersonalData, findPersonalData } from '../personal-data/store.ts';
import { duration } from '../table.ts';
import { type CompactWork, compactMonth, recoverCompaction, unfinishedCopies } from './compact.ts';
import { type DataName, type Plan, planRetention, readDataName } from './days.ts';

export interface RetentionWork {
  readonly client: ElasticsearchClient;
  readonly config: OperationsConfig;
  readonly dryRun: boolean;
  readonly report: (line: string) => void;
  /** Called before every step that changes something; throws when the lease is lost. */
  readonly check: () => void;
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
  if (!work.dryRun) await recoverRetention(work);
  let nothing = true;
  for (const sensor of sensorTypes) {
    const compaction = compactWorkOf(work, sensor);
    const names = await dataNames(client, compaction.dataIndex);
    const plan = planRetention([...names.keys()], today, retention.days.get(sensor.name));
    nothing &&= plan.expired.length === 0 && plan.compact.length === 0;
    await carryOut(work, compaction, plan, names);
  }
  if (await forgetNames(work, now)) nothing = false;
  if (nothing) work.report('nothing to do');
}

/** Erases names that are older than they are kept. False: there was none. */
async function forgetNames({ client, config, dryRun, report, check }: RetentionWork, now: number): Promise<boolean> {
  const { namesDays } = config.retention;
  if (namesDays === undefined) return false;
  const partOf = (item: PersonalItem) => partOlder(item, namesDays, now);
  const found = await findPersonalData(client, config.customer, partOf);
  if (found.length === 0) return false;
  if (!dryRun) await erasePersonalData(client, config.customer, partOf, check);
  report(`${dryRun ? 'would erase' : 'erased'} names: ${found.length} older than ${namesDays} days`);
  return true;
}

async function carryOut(
  { client, dryRun, report, check }: RetentionWork,
  compaction: CompactWork,
  plan: Plan,
  names: ReadonlyMap<DataName, string>,
): Promise<void> {
  for (const name of plan.expired) {
    const index = names.get(name) ?? name.name;
    if (!dryRun) {
      check();
      await deleteIndices(client, [index]);
    }
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

/** Whether an interrupted run has left something, or one is under way. */
export async function isUnfinished(work: Pick<RetentionWork, 'client' | 'config'>): Promise<boolean> {
  for (const sensor of sensorTypes) {
    const unfinished = await unfinishedCopies({ client: work.client, ...monthNamesOf(work.config.customer, sensor) });
    if (unfinished.length > 0) return true;
  }
  return false;
}

/** Puts right what an interrupted run has left: readings of those months are written again. */
export async function recoverRetention(work: RetentionWork): Promise<void> {
  for (const sensor of sensorTypes) {
    for (const name of await recoverCompaction(compactWorkOf(work, sensor))) {
      work.report(`${name} was left unfinished by another run, and is removed`);
    }
  }
}

const monthNamesOf = (customer: string, sensor: SensorType) => ({
  dataIndex: namesOf(customer, sensor.name).dataIndex,
  monthlyIndex: `${customer}-${sensor.name}-monthly`,
});

function compactWorkOf({ client, config, check }: RetentionWork, sensor: SensorType): CompactWork {
  const names = monthNamesOf(config.customer, sensor);
  const template = dataTemplate(sensor, names.dataIndex, config.replicas);
  return { client, siteTimeZone: config.siteTimeZone, ...names, template, check };
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
