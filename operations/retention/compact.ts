import type { estypes } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '../../shared/elasticsearch/client.ts';
import type { IndexTemplate } from '../../shared/elasticsearch/templates.ts';
import { dailyIndex } from '../../shared/names.ts';
import { type Fingerprint, FingerprintSum, fingerprint, sameFingerprint, scan } from '../fingerprint.ts';
import { deleteIndices, indexStates } from '../indices.ts';
import { OperationError } from '../operation-error.ts';
import { boundsOf, daysOf } from './days.ts';

export interface CompactWork {
  readonly client: ElasticsearchClient;
  readonly siteTimeZone: string;
  readonly template: IndexTemplate;
  /** `finemeca-air-data` */
  readonly dataIndex: string;
  /** `finemeca-air-monthly`: outside of everything that is searched, until the switch. */
  readonly monthlyIndex: string;
}

/** What became of a month. */
export interface Compacted {
  readonly documents: number;
  /** Readings that were in two indices: kept once. */
  readonly duplicates: number;
}

/**
 * Makes one index of a month out of its daily ones, and of the month's own where days came late. The copy is made under a
 * name that nobody searches; then one update of aliases puts it in the place of its sources. So at any instant a reading is
 * seen once, and an interrupted run leaves at most a copy that the next one removes, and a block on writing that it lifts.
 *
 * The month is found as `finemeca-air-data-2022-4`, and each of its days by its old name: an ingestor that gets a late or a
 * repeated reading of that day writes into the month, where its id makes it one document.
 */
export async function compactMonth(work: CompactWork, month: string, days: readonly string[]): Promise<Compacted> {
  const { client, dataIndex } = work;
  const alias = monthAlias(dataIndex, month);
  const present = await client.indices.getAlias({ name: alias }, { ignore: [404] });
  const former = Object.keys('error' in present ? {} : present).filter((name) => name.startsWith(work.monthlyIndex));
  // The month first: of a reading in both, the one that was worked with is kept.
  const sources = [...former, ...days.map((day) => dailyIndex(dataIndex, day))];
  const generation = Math.max(0, ...former.map((name) => Number(name.slice(name.lastIndexOf('-') + 1)))) + 1;
  const target = `${work.monthlyIndex}-${alias.slice(dataIndex.length + 1)}-${generation}`;

  try {
    let before = await statesOf(work, sources);
    let copied = await copy(work, sources, target);
    await block(work, sources, true);
    // A reading that came while it was copied: again, with the door closed. Ingestors wait meanwhile, and lose nothing.
    const after = await statesOf(work, sources);
    if (before !== after) {
      before = after;
      copied = await copy(work, sources, target);
    }
    const found = await fingerprint(client, target);
    if (!sameFingerprint(found, copied.written) || (await statesOf(work, sources)) !== before) {
      throw new OperationError(`${target} is not what was copied into it; ${month} stays as it is.`);
    }
    await switchOver(work, { month, target, sources });
    return { documents: found.documents, duplicates: copied.duplicates };
  } catch (error) {
    await block(work, sources, false).catch(() => undefined);
    await deleteIndices(client, [target]).catch(() => undefined);
    throw error;
  }
}

/** The name by which a month (`2022-04`) is found: `finemeca-air-data-2022-4`. */
const monthAlias = (dataIndex: string, month: string): string =>
  `${dataIndex}-${month.split('-').map(Number).join('-')}`;

async function statesOf({ client, dataIndex, monthlyIndex }: CompactWork, names: readonly string[]): Promise<string> {
  const states = new Map([
    ...(await indexStates(client, `${dataIndex}-*`)),
    ...(await indexStates(client, `${monthlyIndex}-*`)),
  ]);
  return names.map((name) => `${name} ${states.get(name)?.state}`).join('\n');
}

async function copy(
  { client, template }: CompactWork,
  sources: readonly string[],
  target: string,
): Promise<{ written: Fingerprint; duplicates: number }> {
  await deleteIndices(client, [target]);
  const { settings, mappings } = template.body.template;
  await client.indices.create({ index: target, settings, mappings });
  const written = new FingerprintSum();
  let duplicates = 0;
  for (const source of sources) {
    for await (const page of scan(client, source)) {
      const answer = await client.bulk({
        index: target,
        operations: page.flatMap(({ id, source: document }) => [{ create: { _id: id } }, document]),
      });
      for (const [at, item] of answer.items.entries()) {
        const found = page[at];
        const status = item.create?.status ?? 0;
        if (found && status < 300) written.add(found);
        else if (status === 409) duplicates += 1;
        else throw new OperationError(`${target} refuses a document of ${source}: ${item.create?.error?.reason}`);
      }
    }
  }
  return { written: written.value, duplicates };
}

async function block({ client }: CompactWork, names: readonly string[], blocked: boolean): Promise<void> {
  for (const index of names) {
    // The call for blocking answers when no write is under way any more.
    if (blocked) await client.indices.addBlock({ index, block: 'write' });
    else await client.indices.putSettings({ index, settings: { 'index.blocks.write': null } as never });
  }
}

async function switchOver(
  { client, dataIndex, siteTimeZone }: CompactWork,
  { month, target, sources }: { month: string; target: string; sources: readonly string[] },
): Promise<void> {
  const actions: estypes.IndicesUpdateAliasesAction[] = [
    { add: { index: target, alias: monthAlias(dataIndex, month) } },
    ...daysOf(month).map((day) => {
      const { from, to } = boundsOf(day, siteTimeZone);
      // Whoever asks for a day gets that day; whoever writes a reading of it writes into the month.
      const filter = { range: { timestamp: { gte: from, lt: to } } };
      return { add: { index: target, alias: dailyIndex(dataIndex, day), filter } };
    }),
    ...sources.map((index) => ({ remove_index: { index } })),
  ];
  await client.indices.updateAliases({ actions });
}

/** Puts right what an interrupted run has left: copies that nobody sees, and daily indices that nobody may write to. */
export async function recoverCompaction(work: CompactWork): Promise<void> {
  const { client, dataIndex, monthlyIndex } = work;
  const copies = await client.indices.get({
    index: `${monthlyIndex}-*`,
    filter_path: ['*.aliases', '*.settings.index.uuid'],
  });
  await deleteIndices(
    client,
    Object.entries(copies).flatMap(([name, { aliases }]) => (Object.keys(aliases ?? {}).length === 0 ? [name] : [])),
  );
  for (const index of [`${dataIndex}-*`, `${monthlyIndex}-*`]) {
    const blocked = await client.indices.getSettings({ index, name: 'index.blocks.write' });
    const names = Object.entries(blocked).flatMap(([name, { settings }]) => (settings ? [name] : []));
    await block(work, names, false);
  }
}
