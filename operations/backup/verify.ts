import type { estypes } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '../../shared/elasticsearch/client.ts';
import { describeError } from '../../shared/outage.ts';
import { type Fingerprint, fingerprint, sameFingerprint } from '../fingerprint.ts';
import { chunks, type IndexState, indexStates } from '../indices.ts';
import { withCopies } from './copies.ts';
import type { IndexRecord } from './record.ts';

/** So many indices are read back at once: each copy takes room on the disk, and a shard. */
const copiesAtOnce = 20;

type States = ReadonlyMap<string, IndexState>;

export interface VerifyOptions {
  readonly repository: string;
  readonly customer: string;
  readonly snapshot: string;
  readonly indices: readonly string[];
  /** What each index must hold, or undefined where nothing is known of it. */
  readonly expected: (index: string) => Expectation | undefined;
  /** What an earlier verification found, and still holds; such an index is not read back again. */
  readonly known: (index: string) => IndexRecord | undefined;
  readonly onProgress: (done: number, all: number) => void;
}

/** Bounds, both included, as readings go on arriving while a backup is made. */
export interface Expectation {
  readonly least: number;
  readonly most: number;
  /** Of an index that did not change meanwhile. */
  readonly state: string;
  readonly content?: Fingerprint;
}

/** The ledger and the incidents cannot be had again from the sensors: they are compared document by document. */
export const isValued = (customer: string, index: string): boolean =>
  index.startsWith(`${customer}-alerts-`) || new RegExp(`^${customer}-[^-]+-daily-\\d{4}$`).test(index);

/** What Elasticsearch itself says against a snapshot. */
export function snapshotProblems(info: Pick<estypes.SnapshotSnapshotInfo, 'state' | 'shards' | 'failures'>): string[] {
  const problems = info.state === 'SUCCESS' ? [] : [`the snapshot is ${info.state ?? 'in an unknown state'}`];
  const { shards } = info;
  if (shards && shards.failed > 0) problems.push(`${shards.failed} of ${shards.total} shards were not saved`);
  for (const { index, reason } of info.failures ?? []) problems.push(`${index}: ${reason}`);
  return problems;
}

/** What must be in a backup that was made between two looks at the live indices. */
export function expectationOf(index: string, before: States, after: States): Expectation | undefined {
  const first = before.get(index);
  const last = after.get(index);
  if (!first && !last) return undefined;
  const least = first?.documents ?? 0;
  return {
    least,
    most: Math.max(least, last?.documents ?? Number.POSITIVE_INFINITY),
    state: first && first.state === last?.state ? first.state : '',
  };
}

/** Reads a backup back, some indices at a time, and counts and compares what is in it. Problems are values. */
export async function readBack(
  client: ElasticsearchClient,
  options: VerifyOptions,
): Promise<{ problems: string[]; indices: Record<string, IndexRecord> }> {
  const problems: string[] = [];
  const indices: Record<string, IndexRecord> = {};
  const wanted: string[] = [];
  for (const name of options.indices) {
    const known = options.known(name);
    if (known) indices[name] = known;
    else wanted.push(name);
  }
  let done = 0;
  for (const part of chunks(wanted, copiesAtOnce)) {
    try {
      await withCopies(client, { ...options, indices: part }, async (copies) => {
        const found = await indexStates(client, `verify-${options.customer}-*`);
        for (const [name, copy] of copies) {
          const expected = options.expected(name);
          const documents = found.get(copy)?.documents ?? 0;
          const content = isValued(options.customer, name) ? await fingerprint(client, copy) : undefined;
          problems.push(...differences(name, documents, content, expected));
          indices[name] = {
            documents,
            state: expected?.state ?? '',
            ...(content && { checksum: content.checksum }),
          };
        }
      });
    } catch (error) {
      problems.push(
        `cannot be read back (${part[0]}${part.length > 1 ? ` to ${part.at(-1)}` : ''}): ${describeError(error)}`,
      );
    }
    done += part.length;
    options.onProgress(done, wanted.length);
  }
  return { problems, indices };
}

/** What is wrong with an index that was read back, in words. */
export function differences(
  index: string,
  documents: number,
  content: Fingerprint | undefined,
  expected: Expectation | undefined,
): string[] {
  if (!expected) return [];
  if (documents < expected.least || documents > expected.most) {
    const wanted = expected.least === expected.most ? `${expected.least}` : `${expected.least} to ${expected.most}`;
    return [`${index} has ${documents} documents instead of ${wanted}`];
  }
  if (content && expected.content && !sameFingerprint(content, expected.content)) {
    return [`${index} has other contents than it should have (checksum ${content.checksum.slice(0, 12)}…)`];
  }
  return [];
}
