import type { ElasticsearchClient } from '../../shared/elasticsearch/client.ts';
import { alertNamesOf, meterNamesOf } from '../../shared/names.ts';
import { scan } from '../fingerprint.ts';
import { indexNames } from '../indices.ts';
import { rewrite } from '../rewrite.ts';
import { erase, itemsOf, type Part, type PersonalItem } from './names.ts';

/** An item and the document that it stands in. */
export interface FoundItem extends PersonalItem {
  readonly index: string;
  readonly id: string;
  /** What the document is about: `leak of air-1`. */
  readonly about: string;
}

/** Where people are named. Readings and ledgers name nobody. */
async function indicesOf(client: ElasticsearchClient, customer: string): Promise<string[]> {
  const { incidentIndex } = alertNamesOf(customer);
  return [
    ...(await indexNames(client, `${incidentIndex}-*`)),
    ...(await indexNames(client, `${meterNamesOf(customer).prefix}-*`)),
  ];
}

/** All that is stored of people, as far as `partOf` chooses. */
export async function findPersonalData(
  client: ElasticsearchClient,
  customer: string,
  partOf: (item: PersonalItem) => Part,
): Promise<FoundItem[]> {
  const found: FoundItem[] = [];
  for (const index of await indicesOf(client, customer)) {
    for await (const page of scan(client, index)) {
      for (const { id, source } of page) {
        const about = `${source.kind ?? 'meter swap'} of ${source.device ?? source.deviceId ?? 'the pipeline'}`;
        found.push(
          ...itemsOf(source)
            .filter(partOf)
            .map((item) => ({ index, id, about, ...item })),
        );
      }
    }
  }
  return found;
}

/** Erases it; returns in how many documents. Documents that somebody changes at that moment are read again. */
export async function erasePersonalData(
  client: ElasticsearchClient,
  customer: string,
  partOf: (item: PersonalItem) => Part,
  check: () => void,
): Promise<number> {
  let documents = 0;
  for (const index of await indicesOf(client, customer)) {
    for (;;) {
      const { written, skipped } = await rewrite(client, index, { check, change: (source) => erase(source, partOf) });
      documents += written;
      if (skipped === 0) break;
    }
    await client.indices.refresh({ index });
  }
  return documents;
}
