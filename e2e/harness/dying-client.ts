import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ElasticsearchClient } from '../../shared/elasticsearch/client.ts';
import { openElasticsearch } from './elasticsearch.ts';

export interface DyingClient {
  readonly client: ElasticsearchClient;
  /** What it asked for that changes something, `PUT /index`, in order. */
  readonly changes: readonly string[];
  readonly died: boolean;
  close(): Promise<void>;
}

/** Searches and what belongs to them change nothing. */
const reads = /\/(_search|_pit|_refresh|_count|_stats)(\?|$)/;

/**
 * A client of Elasticsearch that is cut off for ever before its change number `at` (1 and up) arrives: to Elasticsearch a
 * process that was killed between this change and the one before. `before` may do something else before each.
 */
export async function createDyingClient(
  url: string,
  at: number,
  before: (change: string) => Promise<void> = () => Promise.resolve(),
): Promise<DyingClient> {
  const target = new URL(url);
  const changes: string[] = [];
  let died = false;
  const server = createServer(async (incoming, answer) => {
    const { method = 'GET', url: path = '/', headers } = incoming;
    // The request may have been read to its end, and could not be destroyed any more.
    const cut = () => void incoming.socket.destroy();
    if (died) return cut();
    if (!['GET', 'HEAD'].includes(method) && !reads.test(path)) {
      const change = `${method} ${path.split('?', 1)[0]}`;
      await before(change);
      changes.push(change);
      died = changes.length === at;
    }
    if (died) return cut();
    // A connection each: Elasticsearch closes some, as it is asked to, and they would be used again meanwhile.
    const place = { host: target.hostname, port: target.port, agent: false };
    const onward = request({ ...place, method, path, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 500, response.headers);
      response.pipe(answer);
    });
    onward.on('error', cut);
    incoming.pipe(onward);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const client = openElasticsearch(`http://127.0.0.1:${port}`);
  return {
    client,
    changes,
    get died() {
      return died;
    },
    async close() {
      await client.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
