import type { AddressInfo } from 'node:net';
import { collectDefaultMetrics, Gauge, type Registry } from 'prom-client';
import { http } from './http.ts';

/** Whether one thing that a service needs is there, asked for at every look. */
export type ReadinessCheck = () => boolean | Promise<boolean>;

export interface HealthServer {
  /** Begins to answer; throws when the port is taken. */
  start(): Promise<void>;
  /** The port it answers on. */
  readonly port: number;
  close(): Promise<void>;
}

/** So that whoever watches the metrics knows what a service waits for. */
export function registerDependencies(registry: Registry, checks: Readonly<Record<string, ReadinessCheck>>): void {
  new Gauge({
    name: 'telemetry_dependency_up',
    help: 'Whether what the service needs is there, as /ready says; 1: yes, 0: no',
    labelNames: ['dependency'],
    registers: [registry],
    async collect() {
      for (const [dependency, check] of Object.entries(checks)) this.set({ dependency }, (await check()) ? 1 : 0);
    },
  });
}

/**
 * Serves `/health` (200 while the process lives), `/ready` (200 when every check holds, else 503, with the checks by name)
 * and `/metrics` (Prometheus text).
 */
export function createHealthServer(options: {
  service: string;
  port: number;
  registry: Registry;
  checks: Readonly<Record<string, ReadinessCheck>>;
  /** What else is answered, as JSON, by path: `/status`. */
  reports?: Readonly<Record<string, () => Promise<unknown>>> | undefined;
}): HealthServer {
  const { service, registry, checks, reports = {} } = options;
  registerDependencies(registry, checks);

  async function answer(path: string): Promise<{ status: number; type: string; body: string }> {
    const json = (status: number, value: unknown) => ({
      status,
      type: 'application/json; charset=utf-8',
      body: `${JSON.stringify(value)}\n`,
    });
    if (path === '/health') {
      return json(200, { status: 'ok', service, uptimeSeconds: Math.round(process.uptime()) });
    }
    if (path === '/ready') {
      const entries = await Promise.all(
        Object.entries(checks).map(async ([name, check]) => [name, await check()] as const),
      );
      const ready = entries.every(([, ok]) => ok);
      return json(ready ? 200 : 503, {
        status: ready ? 'ready' : 'not ready',
        service,
        checks: Object.fromEntries(entries),
      });
    }
    if (path === '/metrics') return { status: 200, type: registry.contentType, body: await registry.metrics() };
    const report = Object.hasOwn(reports, path) ? reports[path] : undefined;
    if (report) return json(200, await report());
    return json(404, { status: 'not found', paths: ['/health', '/ready', '/metrics', ...Object.keys(reports)] });
  }

  const server = http.createServer({ requestTimeout: 5000, headersTimeout: 5000 }, (request, response) => {
    request.resume();
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    answer((request.url ?? '/').split('?', 1)[0] as string).then(
      ({ status, type, body }) =>
        response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body),
      () => response.writeHead(500).end(),
    );
  });

  return {
    async start() {
      collectDefaultMetrics({ register: registry });
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      server.once('error', reject);
      server.listen(options.port, resolve);
      await promise;
    },
    get port() {
      return (server.address() as AddressInfo | null)?.port ?? 0;
    },
    async close() {
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
