import { setTimeout as sleep } from 'node:timers/promises';

/** How many documents a search finds by now. */
export async function found(url: string, indices: string): Promise<number> {
  const answer = (await (await fetch(`${url}/${indices}/_count`)).json()) as { count?: number };
  return answer.count ?? 0;
}

/** The same, after a refresh. */
async function searchable(url: string, indices: string): Promise<number> {
  await fetch(`${url}/${indices}/_refresh`, { method: 'POST' });
  return await found(url, indices);
}

/** Waits until a search finds that many; throws when nothing has come for two minutes. */
export async function untilSearchable(url: string, indices: string, count: number): Promise<void> {
  let seen = 0;
  let progressAt = performance.now();
  while (seen < count) {
    const now = await searchable(url, indices);
    if (now > seen) progressAt = performance.now();
    else if (performance.now() - progressAt > 120_000)
      throw new Error(`${now} of ${count} readings came, then no more`);
    seen = now;
    // Each look costs Elasticsearch a refresh: one a second is what it does by itself, and only the end is looked at closely.
    if (seen < count) await sleep(seen > count * 0.85 ? 200 : 1000);
  }
  if (seen > count) throw new Error(`${seen} documents of ${count} readings`);
}
