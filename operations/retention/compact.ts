import { randomBytes } from 'node:crypto';
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
  /** Called before every step that changes something; throws when the lease is lost. */
  readonly check: () => void;
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
 * seen once, and an interrupted run leaves at most copies and a block on writing, which `recoverCompaction` removes.
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
  // A name that was never there before: no other run, not even one that was believed dead, can mean this index.
  const newName = () => `${work.monthlyIndex}-${alias.slice(dataIndex.length + 1)}-${randomBytes(4).toString('hex')}`;
  const copies = [newName(), newName()] as const;

  try {
    let before = await statesOf(work, sources);
    let [target] = copies;
    let copied = await copy(work, sources, target);
    await block(work, sources, true);
    // A reading that came while it was copied: again, with the door closed. Ingestors wait meanwhile, and lose nothing.
    const after = await statesOf(work, sources);
    if (before !== after) {
      before = after;
      [, target] = copies;
      copied = await copy(work, sources, target);
    }
    const found = await fingerprint(client, target);
    if (!sameFingerprint(found, copied.written) || (await statesOf(work, sources)) !== before) {
      throw new OperationError(`${target} is not what was copied into it; ${month} stays as it is.`);
    }
    await switchOver(work, { month, target, sources });
    await deleteIndices(
      client,
      copies.filter((name) => name !== target),
    );
    return { documents: found.documents, duplicates: copied.duplicates };
  } catch (error) {
    await recoverCompaction({ ...work, check: () => {} }, copies).catch(() => undefined);
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

/** Under this name it is written to: when somebody has deleted it meanwhile, no other index appears in its place. */
const copyAlias = (target: string): string => `${target}-copying`;

async function copy(
  { client, template, check }: CompactWork,
  sources: readonly string[],
  target: string,
): Promise<{ written: Fingerprint; duplicates: number }> {
  const { settings, mappings } = template.body.template;
  check();
  await client.indices.create({
    index: target,
    settings,
    // Whoever finds it left behind knows by this which indices may be blocked.
    mappings: { ...mappings, _meta: { copyOf: sources } },
    aliases: { [copyAlias(target)]: {} },
  });
  const written = new FingerprintSum();
  let duplicates = 0;
  for (const source of sources) {
    for await (const page of scan(client, source)) {
      check();
      const answer = await client.bulk({
        index: copyAlias(target),
        require_alias: true,
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

async function block(
  { client, check }: Pick<CompactWork, 'client' | 'check'>,
  names: readonly string[],
  blocked: boolean,
): Promise<void> {
  for (const index of names) {
    check();
    // The call for blocking answers when no write is under way any more.
    if (blocked) await client.indices.addBlock({ index, block: 'write' });
    else {
      const settings = { 'index.blocks.write': null } as never;
      await client.indices.putSettings({ index, ignore_unavailable: true, settings });
    }
  }
}

async function switchOver(
  { client, dataIndex, siteTimeZone, check }: CompactWork,
  { month, target, sources }: { month: string; target: string; sources: readonly string[] },
): Promise<void> {
  const actions: estypes.IndicesUpdateAliasesAction[] = [
    { remove: { index: target, alias: copyAlias(target) } },
    { add: { index: target, alias: monthAlias(dataIndex, month) } },
    ...daysOf(month).map((day) => {
      const { from, to } = boundsOf(day, siteTimeZone);
      // Whoever asks for a day gets that day; whoever writes a reading of it writes into the month.
      const filter = { range: { timestamp: { gte: from, lt: to } } };
      return { add: { index: target, alias: dailyIndex(dataIndex, day), filter } };
    }),
    ...sources.map((index) => ({ remove_index: { index } })),
  ];
  check();
  await client.indices.updateAliases({ actions });
}

/** Copies that nobody sees, because their run was killed or is still under way. */
export async function unfinishedCopies({
  client,
  dataIndex,
  monthlyIndex,
}: Pick<CompactWork, 'client' | 'dataIndex' | 'monthlyIndex'>): Promise<
  { readonly name: string; readonly copyOf: readonly string[] }[]
> {
  const found = await client.indices.get({
    index: `${monthlyIndex}-*`,
    filter_path: ['*.aliases', '*.mappings._meta', '*.settings.index.uuid'],
  });
  return Object.entries(found).flatMap(([name, { aliases, mappings }]) =>
    Object.keys(aliases ?? {}).some((alias) => alias.startsWith(`${dataIndex}-`))
      ? []
      : [{ name, copyOf: (mappings?._meta?.copyOf as string[] | undefined) ?? [] }],
  );
}

/**
 * Puts right what an interrupted run has left, in an order that may be interrupted itself: first the daily indices may be
 * written to again, then the copy goes. `only`: these copies, if they are there. Returns the copies that went.
 */
export async function recoverCompaction(work: CompactWork, only?: readonly string[]): Promise<string[]> {
  const unfinished = (await unfinishedCopies(work)).filter(({ name }) => only?.includes(name) ?? true);
  await block(work, [...new Set(unfinished.flatMap(({ copyOf }) => copyOf))], false);
  const names = unfinished.map(({ name }) => name);
  work.check();
  await deleteIndices(work.client, names);
  return names;
}
