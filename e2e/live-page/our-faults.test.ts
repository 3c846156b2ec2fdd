import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { errors } from '@elastic/elasticsearch';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createApp } from '../../live-page/app.ts';
import { createAuth } from '../../live-page/auth/create.ts';
import { readingOf } from '../../live-page/reading.ts';
import { State } from '../../live-page/state.ts';
import { acknowledgePath, signTicket } from '../../shared/incidents/acknowledge-link.ts';
import { createLogger } from '../../shared/logger.ts';
import { Outage } from '../../shared/outage.ts';
import { acknowledgeSecret, pageConfig } from '../harness/live-page.ts';

/** What nobody outside may read: words, a path and an address of the inside. */
const inside = 'Cannot read properties of undefined (http://elastic:9200, /srv/telemetry/live-page/state.ts:12)';
let thrown: unknown;
const fail = (): never => {
  throw thrown;
};

const logger = createLogger({ service: 'live-page', level: 'silent', format: 'json' });
const config = pageConfig({ ACKNOWLEDGE_SECRET: acknowledgeSecret });
const auth = { ...createAuth(config, logger), signOut: async () => fail() };
const air = {
  newest: async () => [],
  points: async () => [],
  storedSince: async () => [],
  history: async () => fail(),
};
const state = new State({
  air,
  incidents: { search: async () => [] },
  readingOf: (document) => readingOf(document, config.openingPressure),
  outage: new Outage('Elasticsearch', logger),
});
const incidents = {
  search: async () => fail(),
  find: async () => fail(),
  // What cannot be: its time is none.
  get: async () => ({ incident: { kind: 'leak', state: 'open', openedAt: inside } }),
};
const page = { version: '1', serve: () => fail() };
const server = http.createServer(
  createApp({ config, logger, auth, state, air, incidents: incidents as never, page, onSignOut: () => undefined }),
);
const logged = vi.spyOn(logger, 'error');

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  await state.refresh();
  const now = new Date().toISOString();
  state.announced({ timestamp: now, receivedAt: now, deviceId: 'air-1', device: 'air-1', Pres: 6.5 });
});

beforeEach(() => logged.mockClear());

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function ask(method: string, path: string): Promise<{ status: number; type: string | null; text: string }> {
  const body = method === 'POST' ? JSON.stringify({ name: 'Anne' }) : null;
  const { port } = server.address() as AddressInfo;
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, body, headers });
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
}

const addresses = [
  ['GET', '/'],
  ['POST', '/sign-out'],
  ['GET', '/api/v1/pressure/air-1/history'],
  ['GET', '/api/incidents'],
  ['POST', '/api/v1/incidents/leak-1/acknowledge'],
] as const;

test.each(addresses)(
  'our fault at %s %s is a plain 500: no message, path or stack of the inside',
  async (...address) => {
    for (const error of [
      new TypeError(inside),
      Object.assign(new Error(inside), { status: 502, expose: true }),
      inside,
      { message: inside, stack: inside, status: '400' },
    ]) {
      logged.mockClear();
      thrown = error;
      const { status, type, text } = await ask(...address);
      expect([status, type]).toEqual([500, 'application/problem+json; charset=utf-8']);
      expect(JSON.parse(text)).toEqual({
        type: 'about:blank',
        title: 'Internal Server Error',
        status: 500,
        detail: 'This is our fault; the log says why.',
      });
      expect(logged).toHaveBeenCalledExactlyOnceWith({ err: error }, 'a request failed');
    }
  },
);

test('so is an incident that cannot be drawn, at the link of a mail', async () => {
  const ticket = signTicket({ index: 'alerts', id: 'leak-1', expiresAt: Date.now() + 60_000 }, acknowledgeSecret);
  const { status, text } = await ask('GET', `${acknowledgePath}${ticket}`);
  expect([status, JSON.parse(text).detail]).toEqual([500, 'This is our fault; the log says why.']);
  expect(text).not.toMatch(/RangeError|Invalid time|\.ts|\bat /);
  expect(logged).toHaveBeenCalledOnce();
});

test.each(addresses)('Elasticsearch away at %s %s is a plain 503', async (...address) => {
  thrown = new errors.ConnectionError(inside);
  const { status, text } = await ask(...address);
  expect([status, JSON.parse(text).detail]).toEqual([503, 'Elasticsearch does not answer.']);
});

test.each([
  [400, 'The request cannot be read.'],
  [413, 'The body is too large.'],
])('a fault of the caller is said in words of ours: %i', async (status, detail) => {
  thrown = Object.assign(new Error(inside), { status });
  const answer = await ask('GET', '/api/incidents');
  expect([answer.status, JSON.parse(answer.text).detail]).toEqual([status, detail]);
});
