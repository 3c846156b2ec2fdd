import type { Client } from '@elastic/elasticsearch';
import { dataViewsOf } from '../../kibana/data-views.ts';
import type { ChartPanel, Dashboard } from '../../kibana/panel.ts';
import { ask as askAt } from '../../kibana/query/ask.ts';
import type { Row } from '../../kibana/query/rows.ts';
import { now, timeZone } from './site.ts';

/** Asks Elasticsearch what Kibana would ask it for a panel, at the site's `now`. */
export const ask = (client: Client, customer: string, dashboard: Dashboard, panel: ChartPanel): Promise<Row[]> =>
  askAt(client, dataViewsOf(customer)[panel.data], dashboard, panel, { now, timeZone });
