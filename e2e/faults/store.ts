import { timestampOf } from './load.ts';

/** What Elasticsearch holds of one customer's readings, as an outsider reads it: over HTTP. */
export interface Store {
  /** How many documents there are for each sequence number. */
  copies(): Promise<ReadonlyMap<number, number>>;
  /** Documents with a sequence number below this one. */
  countBelow(seq: number): Promise<number>;
  /** Changes settings of all indices that there are. */
  configure(settings: Readonly<Record<string, unknown>>): Promise<void>;
}

interface Page {
  readonly _scroll_id: string;
  readonly hits: { readonly hits: readonly { readonly _source: { readonly seq: number } }[] };
}

export function createStore(url: string, dataIndex: string): Store {
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return await answer.json();
  };
  const indices = `/${dataIndex}-*`;
  const refresh = () => ask('POST', `${indices}/_refresh`);

  return {
    async copies() {
      await refresh();
      const found = new Map<number, number>();
      let page = (await ask('POST', `${indices}/_search?scroll=1m&size=5000&_source=seq`)) as Page;
      while (page.hits.hits.length > 0) {
        for (const { _source } of page.hits.hits) found.set(_source.seq, (found.get(_source.seq) ?? 0) + 1);
        page = (await ask('POST', '/_search/scroll', { scroll: '1m', scroll_id: page._scroll_id })) as Page;
      }
      return found;
    },
    async countBelow(seq) {
      await refresh();
      const query = { range: { timestamp: { lt: timestampOf(seq) } } };
      return ((await ask('POST', `${indices}/_count`, { query })) as { count: number }).count;
    },
    async configure(settings) {
      await ask('PUT', `${indices}/_settings`, settings);
    },
  };
}
