import type { Client } from '@elastic/elasticsearch';
import type { KibanaDataView } from '../data-views.ts';
import type { ChartPanel, Dashboard } from '../panel.ts';
import { type Row, rowsOf, type SearchAnswer } from './rows.ts';
import { searchesOf } from './search.ts';
import { spanOf } from './time.ts';

/** What Kibana's automatic interval stands for here. */
export const automaticInterval = '1h';

/** When and where a dashboard is looked at. */
export interface Moment {
  /** ms since the epoch. */
  readonly now: number;
  readonly timeZone: string;
}

/** Asks Elasticsearch what Kibana would ask it for a panel. Throws when it is away or refuses. */
export async function ask(
  client: Client,
  view: KibanaDataView,
  { time }: Dashboard,
  panel: ChartPanel,
  { now, timeZone }: Moment,
): Promise<Row[]> {
  const span = spanOf(panel.time ?? time, now, timeZone);
  const answers = await Promise.all(
    searchesOf(panel, view, { span, timeZone, interval: automaticInterval }).map(async (search) => {
      const answer = (await client.search({ index: search.index, ...search.body })) as unknown as SearchAnswer;
      return { search, answer };
    }),
  );
  return rowsOf(panel, timeZone, answers);
}
