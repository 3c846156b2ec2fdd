import { readFileSync } from 'node:fs';
import type { ElasticsearchClient } from '../../shared/elasticsearch/client.ts';

interface Line {
  readonly name?: string;
  readonly body?: { readonly template: object };
  readonly index?: string;
  readonly id?: string;
  readonly document?: Readonly<Record<string, unknown>>;
}

/** Index templates and documents as the first release wrote them, for one customer: some days around a change of the clock. */
export function firstRelease(customer: string): {
  readonly templates: readonly { readonly name: string; readonly body: object }[];
  readonly documents: readonly Required<Pick<Line, 'index' | 'id' | 'document'>>[];
} {
  const text = readFileSync(new URL('release-1.ndjson', import.meta.url), 'utf8').replaceAll('CUSTOMER', customer);
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  return {
    templates: lines.flatMap(({ name, body }) => (name && body ? [{ name, body }] : [])),
    documents: lines.flatMap(({ index, id, document }) => (index && id && document ? [{ index, id, document }] : [])),
  };
}

/** Puts the first release's templates in place, whatever is there. `types`: of these sensor types alone. */
export async function installFirstRelease(
  client: ElasticsearchClient,
  customer: string,
  types?: readonly string[],
): Promise<void> {
  const wanted = types?.map((type) => `${customer}-${type}-data`);
  for (const { name, body } of firstRelease(customer).templates) {
    if (wanted?.includes(name) ?? true) await client.indices.putIndexTemplate({ name, ...body });
  }
}

/** The same readings with the keys that the first release stored. */
export const asFirstRelease = <T extends { readonly document: Readonly<Record<string, unknown>> }>({
  document: { localHour: _hour, localWeekday: _weekday, delaySeconds: _delay, ...document },
  ...others
}: T) => ({ ...others, document });
