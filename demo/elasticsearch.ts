type Source = Readonly<Record<string, unknown>>;

/** A document with its index and id. */
export interface Hit {
  readonly _index: string;
  readonly _id: string;
  readonly _source: Source;
}

interface SearchAnswer {
  readonly hits: { readonly hits: readonly Hit[] };
}

const answerMs = 60_000;

/** Reads Elasticsearch over HTTP, with nothing of the product in between. */
export class Elasticsearch {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** Makes everything that is stored findable. */
  async refresh(indices: string): Promise<void> {
    await this.#post(`${indices}/_refresh`, '');
  }

  async count(indices: string, query: object = { match_all: {} }): Promise<number> {
    return ((await this.#post(`${indices}/_count`, JSON.stringify({ query }))) as { count: number }).count;
  }

  async search(indices: string, body: object): Promise<readonly Hit[]> {
    return ((await this.#post(`${indices}/_search`, JSON.stringify(body))) as SearchAnswer).hits.hits;
  }

  /** One search per body, in that order. */
  async searchAll(indices: string, bodies: readonly object[]): Promise<(readonly Hit[])[]> {
    const lines = bodies.flatMap((body) => ['{}', JSON.stringify(body)]);
    const answer = (await this.#post(`${indices}/_msearch`, `${lines.join('\n')}\n`)) as { responses: SearchAnswer[] };
    return answer.responses.map(({ hits }) => hits.hits);
  }

  async #post(path: string, body: string): Promise<unknown> {
    const response = await fetch(`${this.#url}/${path}`, {
      method: 'POST',
      headers: { 'content-type': path.endsWith('_msearch') ? 'application/x-ndjson' : 'application/json' },
      ...(body === '' ? {} : { body }),
      signal: AbortSignal.timeout(answerMs),
    });
    if (!response.ok) throw new Error(`Elasticsearch answers ${response.status} to ${path}`);
    return await response.json();
  }
}
