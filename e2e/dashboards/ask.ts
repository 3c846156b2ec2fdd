import type { Client } from '@elastic/elasticsearch';
import { dataViewsOf } from '../../kibana/data-views.ts';
import type { ChartPanel, Dashboard } from '../../kibana/panel.ts';
import { previewInterval } from '../../kibana/preview/chart.ts';
import { type Row, rowsOf, type SearchAnswer } from '../../kibana/query/rows.ts';
import { searchesOf } from '../../kibana/query/search.ts';
import { spanOf } from '../../kibana/query/time.ts';
import { now, timeZone } from './site.ts';

/** Asks Elasticsearch what Kibana would ask it for a panel, at the site's `now`. */
export async function ask(client: Client, customer: string, dashboard: Dashboard, panel: ChartPanel): Promise<Row[]> {
  const span = spanOf(panel.time ?? dashboard.time, now, timeZone);
  const searches = searchesOf(panel, dataViewsOf(customer)[panel.data], { span, timeZone, interval: previewInterval });
  const answers = await Promise.all(
    searches.map(async (search) => {
      const answer = (await client.search({ index: search.index, ...search.body })) as unknown as SearchAnswer;
      return { search, answer };
    }),
  );
  return rowsOf(panel, timeZone, answers);
}
