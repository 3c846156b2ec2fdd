import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAuth } from '../../live-page/auth/create.ts';
import { createLivePageMetrics } from '../../live-page/metrics.ts';
import type { Reading, ServerToPage, Snapshot } from '../../live-page/protocol.ts';
import { createSockets, type Sockets } from '../../live-page/sockets.ts';
import { State } from '../../live-page/state.ts';
import { createLogger } from '../../shared/logger.ts';
import { Outage } from '../../shared/outage.ts';
import { pageConfig } from '../harness/live-page.ts';
import { until } from '../harness/until.ts';

const logger = createLogger({ service: 'live-page', level: 'silent', format: 'json' });
const server = http.createServer();
const state = new State({
  air: { newest: async () => [], points: async () => [], storedSince: async () => [], history: async () => [] },
  incidents: { search: async () => [] },
  readingOf: (document) => document as Reading,
  outage: new Outage('Elasticsearch', logger),
});
let sockets: Sockets;

beforeAll(async () => {
  const config = pageConfig();
  sockets = createSockets(server, {
    config,
    auth: createAuth(config, logger),
    state,
    pageVersion: () => '1',
    metrics: createLivePageMetrics(new Registry(), () => 0),
  });
  server.listen(0);
  await once(server, 'listening');
});

afterAll(() => sockets.close());

/** A page that keeps the pressures it was told, in whatever way. */
function openPage() {
  const { port } = server.address() as AddressInfo;
  const socket: Socket<ServerToPage> = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], forceNew: true });
  const told: number[] = [];
  let complete = false;
  socket.on('snapshot', (json) => {
    told.push(...(JSON.parse(json) as Snapshot).readings.map(({ pressure }) => pressure));
    complete = true;
  });
  socket.on('reading', ({ pressure }) => told.push(pressure));
  return { told, complete: () => complete, close: () => socket.close() };
}

const reading = (pressure: number): Reading => ({
  deviceId: 'air-1',
  device: 'air-1',
  at: Date.now() + pressure,
  receivedAt: Date.now(),
  msgCount: pressure,
  pressure,
  openingPressure: 6,
});

test('a page that shares the snapshot of an earlier one is told what has come since', async () => {
  state.announced(reading(1));
  const first = openPage();
  await until('the snapshot', first.complete);
  state.announced(reading(2));
  const second = openPage();
  await until('the newest value', () => second.told.at(-1) === 2);
  expect(first.told).toEqual([1, 2]);
  for (const page of [first, second]) page.close();
});
