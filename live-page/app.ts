import { errors } from '@elastic/elasticsearch';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { acknowledgePath } from '../shared/incidents/acknowledge-link.ts';
import type { IncidentStore } from '../shared/incidents/store.ts';
import type { Logger } from '../shared/logger.ts';
import { acknowledgeRoutes } from './acknowledge/routes.ts';
import type { AirStore } from './air-store.ts';
import { problem } from './api/problem.ts';
import { apiRoutes } from './api/routes.ts';
import type { Auth } from './auth/auth.ts';
import type { LivePageConfig } from './config.ts';
import type { PageFiles } from './page-files.ts';
import { crossOrigin, ownPagesOnly, requestLimit, securityHeaders } from './security.ts';
import type { State } from './state.ts';
import { statusRoutes } from './status/routes.ts';

export interface AppOptions {
  readonly config: LivePageConfig;
  readonly logger: Logger;
  readonly auth: Auth;
  readonly state: State;
  readonly air: AirStore;
  readonly incidents: IncidentStore;
  readonly page: PageFiles;
  /** A session has been ended by the person. */
  readonly onSignOut: (sessionId: string) => void;
}

/** All that is answered over HTTP, sockets excepted. */
export function createApp(options: AppOptions): Express {
  const { config, logger, auth, state, incidents, page, onSignOut } = options;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.trustProxy);
  app.set('query parser', 'simple');
  app.use(securityHeaders(config));

  const router = express.Router({ caseSensitive: true });
  router.use(ownPagesOnly);
  router.use(auth.routes);
  if (config.acknowledgeSecret !== undefined) {
    const onChange = () => void state.refresh();
    router.use(
      acknowledgePath.replace(/\/$/, ''),
      requestLimit(config),
      acknowledgeRoutes(config.acknowledgeSecret, { config, incidents, auth, logger, onChange }),
    );
  }
  router.post('/sign-out', async (request, response) => {
    const user = await auth.userOf(request);
    const next = await auth.signOut(request, response);
    if (user?.sessionId !== undefined) onSignOut(user.sessionId);
    response.json({ next: next ?? `${config.basePath}/` });
  });
  if (config.status) router.use('/status', requestLimit(config), statusRoutes(config, config.status, auth));
  // Each path counts against a limit of its own, so that pages that load do not use up a program's requests.
  const api = apiRoutes(options);
  const open: RequestHandler[] = [requestLimit(config), crossOrigin(config), signedIn(auth), linked(config)];
  router.use(['/api/v1', '/api'], ...open, api);
  router.get('/', async (request, response, next) => {
    if (await auth.userOf(request)) {
      await auth.renew(request, response);
      return next();
    }
    response.set('cache-control', 'no-store');
    const { search } = new URL(request.url, 'http://page');
    response.redirect(303, `${config.basePath}/sign-in?returnTo=${encodeURIComponent(`/${search}`)}`);
  });
  router.use(page.serve);

  if (config.basePath !== '') {
    app.get(config.basePath, (request, response, next) => {
      // Addresses in the page are relative to the folder.
      if (request.path === config.basePath)
        response.redirect(308, `${config.basePath}/${request.originalUrl.slice(config.basePath.length)}`);
      else next();
    });
  }
  app.use(config.basePath || '/', router);
  app.use((_request, response) => problem(response, 404, 'There is nothing here.'));
  app.use(failed(logger));
  return app;
}

const signedIn =
  (auth: Auth): RequestHandler =>
  async (request, response, next) => {
    if (await auth.userOf(request)) return next();
    // A browser would show a window of its own where our page has a form.
    const program = request.get('sec-fetch-mode') === undefined;
    response.set(
      'www-authenticate',
      auth.kind === 'basic' && program ? 'Basic realm="air pressure", charset="UTF-8"' : 'Session',
    );
    problem(response, 401, 'Sign in first.');
  };

const linked =
  ({ basePath }: LivePageConfig): RequestHandler =>
  (_request, response, next) => {
    response.set({ link: `<${basePath}/api/openapi.json>; rel="service-desc"`, 'cache-control': 'no-cache' });
    next();
  };

/** No stack traces: what is the caller's fault is said, what is ours is logged. */
const failed =
  (logger: Logger): ErrorRequestHandler =>
  (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof errors.ElasticsearchClientError) {
      logger.debug({ error: error.message }, 'a request could not be answered');
      return problem(response, 503, 'Elasticsearch does not answer.');
    }
    const status = (error as { status?: unknown }).status;
    if (typeof status === 'number' && status >= 400 && status < 500)
      return problem(response, status, clientFaults[status] ?? 'The request cannot be read.');
    logger.error({ err: error }, 'a request failed');
    problem(response, 500, 'This is our fault; the log says why.');
  };

const clientFaults: Readonly<Record<number, string>> = {
  413: 'The body is too large.',
  415: 'The body is in no form that is understood here.',
};
