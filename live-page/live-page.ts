import type { AddressInfo } from 'node:net';
import { pause } from '../shared/backoff.ts';
import { isSynthetic, runOf } from '../shared/canary.ts';
import { createElasticsearch } from '../shared/elasticsearch/client.ts';
import { http } from '../shared/http.ts';
import { createIncidentStore } from '../shared/incidents/store.ts';
import { createReconnectCounter } from '../shared/metrics.ts';
import { namesOf } from '../shared/names.ts';
import { Outage } from '../shared/outage.ts';
import type { Service, ServiceContext } from '../shared/service.ts';
import { createAirStore } from './air-store.ts';
import { createApp } from './app.ts';
import { createAuth } from './auth/create.ts';
import type { LivePageConfig } from './config.ts';
import { Feed } from './feed.ts';
import { createLivePageMetrics } from './metrics.ts';
import { type PageFiles, readPageFiles } from './page-files.ts';
import { readingOf } from './reading.ts';
import { createSockets, type Sockets } from './sockets.ts';
import { State } from './state.ts';

/** How often Elasticsearch is asked for incidents, and for readings that were not announced. */
const lookEveryMs = 3000;

/** Shows the current pressure: the page, its sockets, the API, and the page that mails link to. */
export function createLivePage({ config, logger, registry }: ServiceContext<LivePageConfig>): Service {
  const elasticsearch = createElasticsearch(config.elasticsearch);
  const names = namesOf(config.customer, 'air');
  const air = createAirStore(elasticsearch, names.dataIndex);
  const incidents = createIncidentStore(elasticsearch, config.customer);
  const state = new State({
    air,
    incidents,
    readingOf: (document) => readingOf(document, config.openingPressure),
    outage: new Outage('Elasticsearch', logger),
  });
  const feed = new Feed({
    config: config.activemq,
    logger,
    destination: names.storedTopic,
    onReconnect: createReconnectCounter(registry),
    onDocument: announced,
    onChange: (connected) => state.topicIs(connected),
  });
  let sockets: Sockets | undefined;
  const metrics = createLivePageMetrics(registry, () => sockets?.count ?? 0);
  const server = http.createServer({ requestTimeout: 15_000, headersTimeout: 10_000, keepAliveTimeout: 10_000 });
  // Sockets, and the requests of pages that load.
  server.maxConnections = config.maxConnections + 1000;
  const closing = new AbortController();

  /** A canary proves that announcements come; it is no pressure to be shown. */
  function announced(document: unknown): void {
    const run = runOf(document);
    if (run !== undefined) metrics.canary(run);
    if (!isSynthetic(document)) state.announced(document);
  }

  async function look(): Promise<void> {
    while (!closing.signal.aborted) {
      await state.refresh();
      await pause(lookEveryMs, closing.signal);
    }
  }
  let looking: Promise<void> | undefined;

  return {
    // What is away is said on the page itself; there is no one who could do better meanwhile.
    checks: {
      activemq: () => feed.connected,
      elasticsearch: () => state.sources.store,
    },

    async start() {
      const page: PageFiles = readPageFiles();
      const auth = createAuth(config, logger);
      const onSignOut = (sessionId: string) => sockets?.endSession(sessionId);
      server.on('request', createApp({ config, logger, auth, state, air, incidents, page, onSignOut }));
      sockets = createSockets(server, { config, auth, state, pageVersion: () => page.version, metrics });
      feed.start();
      looking = look();
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      server.once('error', reject);
      server.listen(config.port, resolve);
      await promise;
      const { port } = server.address() as AddressInfo;
      logger.info({ port, auth: config.auth.kind, basePath: config.basePath }, `the page is at port ${port}`);
      if (config.auth.kind === 'none') logger.warn('AUTH=none: everybody who reaches this port sees the values');
    },

    async close() {
      closing.abort();
      await sockets?.close();
      server.closeAllConnections();
      await feed.close();
      await elasticsearch.close();
      await looking;
    },
  };
}
