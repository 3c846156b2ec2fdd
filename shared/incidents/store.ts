import { errors, type estypes } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '../elasticsearch/client.ts';
import { alertNamesOf, yearlyIndex } from '../names.ts';
import type { Incident, StoredIncident } from './incident.ts';

/** In Elasticsearch's query language. */
export type IncidentQuery = NonNullable<estypes.SearchRequest['query']>;

/** The incidents of a customer in Elasticsearch. Every method throws when Elasticsearch is away or answers partially. */
export interface IncidentStore {
  /** All that are not closed, oldest first. */
  open(): Promise<StoredIncident[]>;
  /** Newest first, at most `size`. */
  search(query: IncidentQuery, size: number): Promise<StoredIncident[]>;
  /** As it is now, not as the last refresh showed it; undefined when there is none. */
  get(index: string, id: string): Promise<StoredIncident | undefined>;
  /** By its id alone, also when it was written a moment ago; undefined when there is none. */
  find(id: string): Promise<StoredIncident | undefined>;
  /** Undefined when one of that id is there already. */
  create(id: string, incident: Incident): Promise<StoredIncident | undefined>;
  /** Undefined when somebody else changed it since it was read: read again, decide again. */
  replace(stored: StoredIncident, incident: Incident): Promise<StoredIncident | undefined>;
}

/** Far more than a site has open at once. */
const openLimit = 5000;

export function createIncidentStore(client: ElasticsearchClient, customer: string): IncidentStore {
  const { incidentIndex } = alertNamesOf(customer);

  async function search(query: IncidentQuery, size: number, order: 'asc' | 'desc'): Promise<StoredIncident[]> {
    const { hits } = await client.search<Incident>({
      index: `${incidentIndex}-*`,
      allow_partial_search_results: false,
      seq_no_primary_term: true,
      query,
      size,
      sort: [{ openedAt: { order, unmapped_type: 'date' } }],
    });
    return hits.hits.map(stored);
  }

  return {
    async open() {
      // What was written a moment ago, by another alerter or by a person, counts.
      await client.indices.refresh({ index: `${incidentIndex}-*`, allow_no_indices: true });
      return await search({ terms: { state: ['open', 'acknowledged'] } }, openLimit, 'asc');
    },

    search: (query, size) => search(query, size, 'desc'),

    async get(index, id) {
      const answer = await client.get<Incident>({ index, id }, { ignore: [404] });
      return answer.found ? stored(answer) : undefined;
    },

    async find(id) {
      const [found] = await search({ ids: { values: [id] } }, 1, 'desc');
      // A search sees what is some seconds old; a new one is in this year's index.
      return found ?? (await this.get(yearlyIndex(incidentIndex, new Date().toISOString()), id));
    },

    async create(id, incident) {
      const index = yearlyIndex(incidentIndex, incident.openedAt);
      return await unlessConflict(async () => {
        const written = await client.create({ index, id, document: incident });
        return { id, index, incident, version: versionOf(written) };
      });
    },

    async replace({ id, index, version }, incident) {
      return await unlessConflict(async () => {
        const written = await client.index({
          index,
          id,
          document: incident,
          if_seq_no: version.seqNo,
          if_primary_term: version.primaryTerm,
        });
        return { id, index, incident, version: versionOf(written) };
      });
    },
  };
}

const versionOf = (from: { _seq_no?: number; _primary_term?: number }): StoredIncident['version'] => ({
  seqNo: from._seq_no ?? 0,
  primaryTerm: from._primary_term ?? 0,
});

const stored = (hit: {
  _id?: string;
  _index: string;
  _source?: Incident;
  _seq_no?: number;
  _primary_term?: number;
}): StoredIncident => ({
  id: hit._id ?? '',
  index: hit._index,
  incident: hit._source as Incident,
  version: versionOf(hit),
});

async function unlessConflict<T>(write: () => Promise<T>): Promise<T | undefined> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof errors.ResponseError && error.statusCode === 409) return undefined;
    throw error;
  }
}
