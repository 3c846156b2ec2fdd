import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CommonConfig, ElasticsearchConfig } from '../../shared/config/common.ts';
import { answers, createElasticsearch } from '../../shared/elasticsearch/client.ts';
import { type Language, languages } from '../../shared/language.ts';
import { describeError } from '../../shared/outage.ts';
import type { Service, ServiceContext } from '../../shared/service.ts';
import { dashboardsOf } from '../dashboards/index.ts';
import { dataViewsOf } from '../data-views.ts';
import { type Dashboard, type DashboardId, isChart } from '../panel.ts';
import { ask } from '../query/ask.ts';
import type { Row } from '../query/rows.ts';
import { texts } from '../texts/index.ts';
import { drawDashboard, type Screen, screens } from './page.ts';
import { escaped } from './svg.ts';
import { createWriter } from './words.ts';

export interface PreviewConfig extends CommonConfig {
  readonly elasticsearch: ElasticsearchConfig;
  /** 0: any free port. */
  readonly port: number;
}

const refreshSeconds = 60;

/**
 * Serves the dashboards as pictures of what is in Elasticsearch now, in every language, on this machine only: for who has no
 * Kibana at hand. `/air/fr` is a page, `/air/fr/wide.svg` its picture, `/` leads to the first page.
 */
export function createPreviews({ config, logger }: ServiceContext<PreviewConfig>): Service {
  const { customer, siteTimeZone: timeZone } = config;
  const client = createElasticsearch(config.elasticsearch);
  const views = dataViewsOf(customer);
  const dashboards = dashboardsOf(config);
  /** Vega's functions are global: one drawing at a time. */
  let drawing: Promise<unknown> = Promise.resolve();

  async function draw(dashboard: Dashboard, language: Language, screen: Screen): Promise<string> {
    const now = Date.now();
    const rows = new Map<string, Row[]>();
    for (const panel of dashboard.panels.filter(isChart)) {
      rows.set(panel.id, await ask(client, views[panel.data], dashboard, panel, { now, timeZone }));
    }
    return drawDashboard(dashboard, ({ id }) => rows.get(id) ?? [], createWriter(language, timeZone), now, screen);
  }

  async function answer(method: string | undefined, path: string): Promise<Answer> {
    if (method !== 'GET') return { status: 405, headers: text, body: 'Only GET.' };
    if (path === '/') return { status: 302, headers: { location: `/${dashboards[0]?.id}/fr` }, body: '' };
    const [, id, code, file, ...more] = path.split('/');
    const dashboard = dashboards.find((known) => known.id === id);
    const language = languages.find((known) => known === code);
    const screen = screens.find((known) => `${known}.svg` === file);
    if (!dashboard || !language || more.length > 0 || (file !== undefined && !screen)) {
      return { status: 404, headers: text, body: 'There is no such dashboard.' };
    }
    if (!screen) return { status: 200, headers: html, body: page(dashboard.id, language) };
    const drawn = drawing.then(() => draw(dashboard, language, screen));
    drawing = drawn.catch(() => undefined);
    return { status: 200, headers: picture, body: await drawn };
  }

  const server = createServer((request, response) => {
    answer(request.method, request.url ?? '/').then(
      ({ status, headers, body }) => response.writeHead(status, headers).end(body),
      (error: unknown) => {
        logger.warn({ error: describeError(error) }, 'a dashboard could not be drawn');
        response.writeHead(503, text).end('Elasticsearch does not answer, or refuses.');
      },
    );
  });

  return {
    checks: { elasticsearch: () => answers(client) },
    async start() {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject).listen(config.port, '127.0.0.1', resolve);
      });
      const { port } = server.address() as AddressInfo;
      logger.info({ port }, `dashboards at http://127.0.0.1:${port}/`);
    },
    async close() {
      server.closeAllConnections();
      if (server.listening) await new Promise<void>((resolve) => server.close(() => resolve()));
      await client.close();
    },
  };
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const text = { 'content-type': 'text/plain; charset=utf-8' } as const;
const safe = {
  'content-security-policy': "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
} as const;
const html = { ...safe, 'content-type': 'text/html; charset=utf-8' } as const;
const picture = { ...safe, 'content-type': 'image/svg+xml' } as const;

/** The picture that fits the screen, with ways to the other dashboards and languages around it. */
function page(id: DashboardId, language: Language): string {
  const { dashboards } = texts[language];
  const way = (to: string, name: string, here: boolean) =>
    here ? `<b aria-current="page">${escaped(name)}</b>` : `<a href="${to}">${escaped(name)}</a>`;
  const others = Object.entries(dashboards).map(([other, { link }]) =>
    way(`/${other}/${language}`, link, other === id),
  );
  const tongues = languages.map((other) => way(`/${id}/${other}`, other, other === language));
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="${refreshSeconds}">
<title>${escaped(dashboards[id].title)}</title>
<style>
  body { margin: 0; background: #f1f5f9; font: 16px sans-serif; color: #0f172a }
  nav { display: flex; flex-wrap: wrap; gap: 0.5em 1.5em; padding: 1em }
  a { color: #1d4ed8 }
  img { width: 100%; height: auto }
</style>
<nav>${others.join('\n')}</nav>
<picture>
<source media="(max-width: 767px)" srcset="/${id}/${language}/phone.svg">
<img src="/${id}/${language}/wide.svg" alt="${escaped(dashboards[id].about)}">
</picture>
<nav>${tongues.join('\n')}</nav>
</html>
`;
}
