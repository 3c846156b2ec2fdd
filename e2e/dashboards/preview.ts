import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { dashboardsOf } from '../../kibana/dashboards/index.ts';
import { isChart } from '../../kibana/panel.ts';
import { drawDashboard, screens } from '../../kibana/preview/page.ts';
import { createPainter } from '../../kibana/preview/png.ts';
import { createWriter } from '../../kibana/preview/words.ts';
import type { Row } from '../../kibana/query/rows.ts';
import { languages } from '../../shared/language.ts';
import { startStack } from '../../stack/stack.ts';
import { ask } from './ask.ts';
import { fillSite } from './fill.ts';
import { now, periodSeconds, timeZone } from './site.ts';

// Draws every dashboard from its definition, on real Elasticsearch filled by the simulator, into docs/pictures/.

const root = resolve(import.meta.dirname, '../..');
const customer = 'finemeca';
/** `fr`, or what is asked for: `npm run kibana:preview -- de,nl /tmp/pictures`. */
const [asked = 'fr', folder = join(root, 'docs/pictures')] = process.argv.slice(2);

const say = (line: string) => process.stdout.write(`${line}\n`);
const stack = await startStack({
  folder: join(root, '.stack/preview'),
  servers: ['elasticsearch'],
  fresh: true,
  onProgress: say,
});
try {
  const { client } = await fillSite(stack.elasticsearchUrl, customer);
  const paint = await createPainter();
  mkdirSync(folder, { recursive: true });
  for (const dashboard of dashboardsOf({ readingPeriodSeconds: periodSeconds })) {
    const rows = new Map<string, Row[]>();
    for (const panel of dashboard.panels.filter(isChart)) {
      rows.set(panel.id, await ask(client, customer, dashboard, panel));
    }
    for (const language of languages.filter((known) => asked.split(',').includes(known))) {
      const writer = createWriter(language, timeZone);
      for (const screen of screens) {
        const png = paint(await drawDashboard(dashboard, ({ id }) => rows.get(id) ?? [], writer, now, screen));
        const file = join(folder, `dashboard-${dashboard.id}-${language}${screen === 'wide' ? '' : `-${screen}`}.png`);
        writeFileSync(file, png);
        say(`${file}  ${Math.round(png.length / 1024)} kB`);
      }
    }
  }
  await client.close();
} finally {
  await stack.stop();
}
