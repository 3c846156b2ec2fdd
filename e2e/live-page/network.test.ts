import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endBrowser, openBrowserPage } from '../harness/browser.ts';
import { publishAir, type RunningPage, startPage, wallClock } from '../harness/live-page.ts';
import { createRelay } from '../harness/relay.ts';
import { endServices } from '../harness/service.ts';
import { createSite } from '../harness/site.ts';
import { until } from '../harness/until.ts';

const site = createSite();
let served: RunningPage;

beforeAll(async () => {
  await Promise.all([site.gateway('air').ready(), site.ingestor('air').ready()]);
  await publishAir(site, [{ device: 'air-1', pressure: 6.2 }]);
  await site.stored('air', 1);
  served = await startPage(site);
  await served.service.ready();
});

afterAll(async () => {
  await endBrowser();
  await endServices();
});

/** A reverse proxy with a path prefix, that passes WebSockets on or does not. */
async function proxy(target: URL, webSockets: boolean): Promise<{ url: string; close(): void }> {
  const server = http.createServer((request, response) => {
    const headers = { ...request.headers, 'x-forwarded-for': '203.0.113.9', 'x-forwarded-host': request.headers.host };
    const onward = http.request(
      { host: target.hostname, port: target.port, path: request.url, method: request.method, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  server.on('upgrade', (request, socket, head) => {
    if (!webSockets) return void socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n');
    const onward = http.request({
      host: target.hostname,
      port: target.port,
      path: request.url,
      headers: request.headers,
    });
    onward.on('upgrade', (answer, upstream, first) => {
      const lines = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}`);
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
      socket.write(first);
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
      for (const end of [socket, upstream])
        end.on('error', () => {
          socket.destroy();
          upstream.destroy();
        });
    });
    onward.on('error', () => socket.destroy());
    onward.end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}${target.pathname.replace(/\/$/, '')}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

describe.each([true, false])('behind a path prefix of a reverse proxy, WebSockets %s', (webSockets) => {
  test('the page lives', async () => {
    const prefixed = await startPage(site, { BASE_PATH: '/plant/pressure', TRUST_PROXY: '1' });
    const front = await proxy(new URL(prefixed.url), webSockets);
    const page = await openBrowserPage();
    const refused: string[] = [];
    page.on('response', (response) => response.status() === 404 && refused.push(response.url()));
    await page.goto(`${front.url}?device=air-1`);
    await page.locator('.value').waitFor();
    await publishAir(site, [{ device: 'air-1', pressure: webSockets ? 6.21 : 6.22, count: 60 }]);
    const text = webSockets ? '6,21' : '6,22';
    await until('the new value', async () => (await page.locator('.value').textContent()) === text);
    expect(new URL(page.url()).pathname).toBe('/plant/pressure/');
    await page.locator('.history').click();
    await until('the day', async () => (await page.locator('.caption').textContent()) === 'Dernières 24 heures');
    expect(refused).toEqual([]);
    front.close();
    await prefixed.service.stop();
  });
});

test.each([
  ['one that is trusted says whom a request comes from: each person has a limit', { TRUST_PROXY: '1' }, 200],
  ['one that is not is believed nothing', {}, 429],
])('of reverse proxies, %s', async (_what, more: Record<string, string>, other) => {
  const limited = await startPage(site, { RATE_LIMIT: '10', ...more });
  const ask = async (person: string) =>
    (await fetch(`${limited.url}/api/session`, { headers: { 'x-forwarded-for': person } })).status;
  const statuses = [];
  for (let at = 0; at < 11; at++) statuses.push(await ask('203.0.113.1'));
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429]);
  expect(await ask('203.0.113.2')).toBe(other);
  await limited.service.stop();
});

describe('a greedy page', () => {
  test('is refused beyond the limit of connections', async () => {
    const small = await startPage(site, { MAX_CONNECTIONS: '2' });
    const outcomes = await Promise.all(
      [1, 2, 3].map(async () => {
        const socket = io(small.url, { transports: ['websocket'], reconnection: false });
        return await new Promise<string>((done) =>
          socket.on('connect', () => done('in')).on('connect_error', () => done('out')),
        );
      }),
    );
    expect(outcomes.toSorted()).toEqual(['in', 'in', 'out']);
    expect(await small.service.metric('telemetry_live_page_dropped_total')).toBe(1);
    await small.service.kill();
  });

  test('that sends large frames, or asks without end, is disconnected', async () => {
    for (const send of [
      (socket: ReturnType<typeof io>) => socket.emit('clock', 'x'.repeat(10_000)),
      (socket: ReturnType<typeof io>) => Array.from({ length: 60 }, () => socket.emit('clock', () => undefined)),
    ]) {
      const socket = io(served.url, { transports: ['websocket'], reconnection: false });
      await new Promise((done) => socket.on('connect', () => done(undefined)));
      const gone = new Promise((done) => socket.on('disconnect', done));
      send(socket);
      await gone;
    }
  });
});

test('a page on a line that cannot take what it is sent is let go', async () => {
  const slow = await startPage(site);
  await slow.service.ready();
  const relay = await createRelay(slow.url);
  const socket = io(relay.url, { transports: ['websocket'], reconnection: false });
  await new Promise((done) => socket.on('snapshot', done));
  const pages = () => slow.service.metric('telemetry_live_page_connections');
  expect(await pages()).toBe(1);
  relay.throttle(20);
  await publishAir(
    site,
    Array.from({ length: 30 }, (_, at) => ({ device: 'hall/é 2', pressure: 7 + at / 100, count: 100 + at })),
  );
  await until('the server to let it go', async () => (await pages()) === 0);
  await relay.close();
  await slow.service.stop();
});

test('a first view takes 150 kB at most', async () => {
  await publishAir(site, [{ device: 'air-1', pressure: 6.3, count: 70 }]);
  const page = await openBrowserPage();
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  const began = performance.now();
  await page.goto(`${served.url}/?device=air-1`);
  await page.locator('.value').waitFor();
  process.stdout.write(
    `first view after ${Math.round(performance.now() - began)} ms, ${bytes} bytes; at ${wallClock(Date.now())}\n`,
  );
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThan(150_000);
});
