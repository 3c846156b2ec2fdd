import { canaryType } from '../../shared/canary.ts';
import type { ElasticsearchClient } from '../../shared/elasticsearch/client.ts';
import { canaryRunIndexOf, namesOf } from '../../shared/names.ts';
import { deleteIndices, indexNames } from '../indices.ts';

/** Whether a yearly index is of neither this year nor the last one. */
export const isOutdated = (index: string, thisYear: number): boolean => {
  const year = Number(/-(\d{4})$/.exec(index)?.[1]);
  return year < thisYear - 1;
};

/** Deletes canaries and runs of the years before the last one. */
export async function forgetOldCanaries(client: ElasticsearchClient, customer: string, now: number): Promise<void> {
  const families = [namesOf(customer, canaryType).canaryIndex, canaryRunIndexOf(customer)];
  const names = await Promise.all(families.map((family) => indexNames(client, `${family}-*`)));
  const thisYear = new Date(now).getUTCFullYear();
  await deleteIndices(
    client,
    names.flat().filter((index) => isOutdated(index, thisYear)),
  );
}
