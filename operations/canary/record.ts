import type { estypes } from '@elastic/elasticsearch';
import type { DrillMail } from '../../shared/drill.ts';
import type { ElasticsearchClient } from '../../shared/elasticsearch/client.ts';
import { installTemplate, runTemplate } from '../../shared/elasticsearch/templates.ts';
import { canaryRunIndexOf, yearlyIndex } from '../../shared/names.ts';
import { type CanaryRun, failure, type Station } from './station.ts';

/** Where a run is recorded. */
export interface RunPlace {
  readonly index: string;
  readonly id: string;
}

/** A run as it stands in `finemeca-canary-<Y>`. Times are ISO, UTC. */
interface RunDocument {
  readonly startedAt: string;
  /** From here on absent until it came to an end. */
  readonly endedAt?: string;
  readonly passed?: boolean;
  readonly failedHop?: string;
  /** What is broken, and what to do next. */
  readonly problem?: string;
  readonly next?: string;
  readonly stations?: readonly Pick<Station, 'name' | 'state' | 'afterMs'>[];
  /** Written by the alerter. */
  readonly mail?: DrillMail;
}

/** What is known of the runs that came to an end. Times are ms since the epoch. */
export interface KnownRuns {
  readonly last?: {
    readonly startedAt: number;
    readonly passed: boolean;
    readonly problem?: string;
    readonly next?: string;
  };
  readonly lastPassedAt?: number;
  /** Those since then that did not get through: how many, and when the first began; absent without one. */
  readonly failures?: { readonly count: number; readonly since: number };
}

/** Records that a run begins. Throws when Elasticsearch is away. */
export async function beginRun(
  client: ElasticsearchClient,
  { customer, replicas }: { readonly customer: string; readonly replicas: number },
  startedAt: string,
): Promise<RunPlace> {
  const family = canaryRunIndexOf(customer);
  await installTemplate(client, runTemplate(family, replicas));
  const place = { index: yearlyIndex(family, startedAt), id: startedAt };
  const document: RunDocument = { startedAt };
  await client.index({ ...place, document });
  return place;
}

/** What became of the mail of a run; undefined until the alerter says so. Throws when Elasticsearch is away. */
export async function mailOf(client: ElasticsearchClient, place: RunPlace): Promise<DrillMail | undefined> {
  const { _source } = await client.get<RunDocument>(place);
  return _source?.mail;
}

/** Records the end of a run beside what the alerter wrote. Throws when Elasticsearch is away. */
export async function endRun(
  client: ElasticsearchClient,
  place: RunPlace,
  run: Omit<CanaryRun, 'recorded'>,
): Promise<void> {
  const failed = failure(run.stations);
  const doc: Omit<RunDocument, 'startedAt' | 'mail'> = {
    endedAt: run.endedAt,
    passed: run.passed,
    stations: run.stations.map(({ name, state, afterMs }) => ({
      name,
      state,
      ...(afterMs !== undefined && { afterMs }),
    })),
    ...(failed && { failedHop: failed.name }),
    ...(failed?.finding && { problem: `${failed.finding.what}: ${failed.finding.words}` }),
    ...(failed?.finding?.next && { next: failed.finding.next }),
  };
  await client.update({ ...place, doc, refresh: true, retry_on_conflict: 5 });
}

/** Throws when Elasticsearch is away. */
export async function knownRuns(client: ElasticsearchClient, customer: string): Promise<KnownRuns> {
  const find = async (query: object, order: 'asc' | 'desc') => {
    const { hits } = await client.search<RunDocument>({
      index: `${canaryRunIndexOf(customer)}-*`,
      allow_partial_search_results: false,
      size: 1,
      track_total_hits: true,
      query,
      sort: [{ startedAt: { order, unmapped_type: 'date' } }],
    });
    return { run: hits.hits[0]?._source, count: (hits.total as estypes.SearchTotalHits).value };
  };
  const [{ run: last }, { run: passed }] = await Promise.all([
    find({ exists: { field: 'passed' } }, 'desc'),
    find({ term: { passed: true } }, 'desc'),
  ]);
  const since = passed ? [{ range: { startedAt: { gt: passed.startedAt } } }] : [];
  const { run: first, count } = await find({ bool: { filter: [{ term: { passed: false } }, ...since] } }, 'asc');
  return {
    ...(last && {
      last: {
        startedAt: Date.parse(last.startedAt),
        passed: last.passed === true,
        ...(last.problem && { problem: last.problem }),
        ...(last.next && { next: last.next }),
      },
    }),
    ...(passed && { lastPassedAt: Date.parse(passed.startedAt) }),
    ...(first && { failures: { count, since: Date.parse(first.startedAt) } }),
  };
}
