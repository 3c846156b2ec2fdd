import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acknowledgePath, signTicket } from '../../shared/incidents/acknowledge-link.ts';
import { endBrowser, openBrowserPage, picture } from '../harness/browser.ts';
import {
  acknowledgeSecret,
  incidentsOf,
  publishAir,
  type RunningPage,
  startPage,
  wallClock,
} from '../harness/live-page.ts';
import { createRelay } from '../harness/relay.ts';
import { endServices } from '../harness/service.ts';
import { createSite } from '../harness/site.ts';
import { until } from '../harness/until.ts';

const site = createSite();
const index = `${site.customer}-alerts-${new Date().getUTCFullYear()}`;
let served: RunningPage;
let incidents: Awaited<ReturnType<typeof incidentsOf>>;
let incidentId: string;
const measuredAt = Math.floor(Date.now() / 1000) * 1000;

beforeAll(async () => {
  await Promise.all([site.gateway('air').ready(), site.ingestor('air').ready()]);
  incidents = await incidentsOf(site);
  incidentId = await incidents.open({ deviceId: 'air-1', device: 'air-1' });
  await publishAir(site, [
    ...Array.from({ length: 20 }, (_, at) => ({
      device: 'air-1',
      pressure: 6 + at / 10,
      at: measuredAt - (20 - at) * 60_000,
      count: at,
    })),
    { device: 'air-1', pressure: 5.5, at: measuredAt, count: 50 },
    { device: 'hall/é 2', pressure: 7 },
  ]);
  await site.stored('air', 22);
  // Long enough for a busy machine to find the readings current.
  served = await startPage(site, { READING_PERIOD_SECONDS: '600' });
  await served.service.ready();
  await until('the incident', async () => (await get('/pressure/air-1')).body.incident !== null);
});

afterAll(async () => {
  await endBrowser();
  await endServices();
});

const get = async (path: string, base = '/api/v1', headers: Record<string, string> = {}) => {
  const answer = await fetch(`${served.url}${base}${path}`, { headers });
  const text = await answer.text();
  // biome-ignore lint/suspicious/noExplicitAny: what comes from outside is looked at piece by piece
  return { status: answer.status, headers: answer.headers, body: (text ? JSON.parse(text) : undefined) as any };
};

describe('the API', () => {
  test('gives the current pressure, by its short form as well', async () => {
    const { body } = await get('/pressure/air-1');
    expect(body).toMatchObject({
      deviceId: 'air-1',
      pressure: 5.5,
      freshness: 'current',
      openingPressure: 6,
      margin: -0.5,
      timestamp: new Date(measuredAt).toISOString(),
      incident: { id: incidentId, acknowledgedBy: null },
    });
    expect((await get('/pressure/air-1', '/api')).body).toEqual(body);
    const all = await get('/pressure');
    expect(all.body.devices.map(({ device }: { device: string }) => device)).toEqual(['air-1', 'hall/é 2']);
    expect((await get(`/pressure/${encodeURIComponent('hall/é 2')}`)).body.pressure).toBe(7);
  });

  test('answers 304 while nothing has changed', async () => {
    const { headers } = await get('/pressure/air-1');
    // fetch() would ask for an answer past all caches.
    const request = http.get(`${served.url}/api/pressure/air-1`, {
      headers: { 'if-none-match': headers.get('etag') ?? '' },
    });
    const [answer] = (await once(request, 'response')) as [http.IncomingMessage];
    answer.resume();
    expect(answer.statusCode).toBe(304);
  });

  test('gives history in no more intervals than asked for, with gaps left out', async () => {
    const from = new Date(measuredAt - 30 * 60_000).toISOString();
    const to = new Date(measuredAt).toISOString();
    const { body } = await get(`/pressure/air-1/history?from=${from}&to=${to}&points=15`);
    expect(body.intervalSeconds).toBe(120);
    expect(body.points).toHaveLength(10);
    expect(body.points[0]).toEqual({
      timestamp: new Date(measuredAt - 20 * 60_000).toISOString(),
      min: 6,
      avg: 6.05,
      max: 6.1,
      count: 2,
    });
  });

  test.each([
    ['/pressure/nobody', 404],
    ['/pressure/nobody/history', 404],
    ['/nothing', 404],
    ['/pressure/air-1/history?points=0', 400],
    ['/pressure/air-1/history?points=1001', 400],
    ['/pressure/air-1/history?points=1e2', 400],
    ['/pressure/air-1/history?from=yesterday', 400],
    ['/pressure/air-1/history?from=2026-02-02T00:00:00Z&to=2026-02-01T00:00:00Z', 400],
    ['/pressure/air-1/history?from=2001-02-02T00:00:00Z', 400],
    ['/pressure/air-1/history?colour=red', 400],
    ['/incidents?limit=1000', 400],
    ['/incidents?state=broken', 400],
    ['/pressure/%00', 404],
    ['/pressure/%ff', 400],
  ])('%s is a problem %i in plain words', async (path, status) => {
    const answer = await get(path);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ]);
    expect(answer.body).toMatchObject({
      status,
      title: expect.any(String),
      detail: expect.stringMatching(/\.$|:|is|must|Invalid|Unrecog/),
    });
    expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\.ts:/);
  });

  test('lists incidents, and acknowledges one by name, once', async () => {
    const other = await incidents.open({ deviceId: 'hall' });
    const post = async (body: unknown) => {
      const answer = await fetch(`${served.url}/api/incidents/${other}/acknowledge`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    };
    expect((await post({})).status).toBe(400);
    expect((await post({ name: 'A\u0000' })).status).toBe(400);
    expect((await post({ name: 'x'.repeat(81) })).status).toBe(400);
    expect((await post({ name: 'x', more: 1 })).status).toBe(400);
    expect((await post({ name: ' Anne ', note: 'valve' })).body).toMatchObject({
      state: 'acknowledged',
      acknowledged: { by: 'Anne', note: 'valve' },
    });
    expect((await post({ name: 'Luc' })).body).toMatchObject({ acknowledged: { by: 'Anne' } });
    await until('the list', async () => (await get('/incidents?state=acknowledged')).body.incidents.length === 1);
    expect((await get('/incidents?device=air-1')).body.incidents).toMatchObject([{ id: incidentId, state: 'open' }]);
  });

  test('lets other origins in only when configured, and says so with every header that protects', async () => {
    const answer = await fetch(`${served.url}/api/pressure`, { headers: { origin: 'https://intranet.example' } });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(answer.headers.get('content-security-policy')).toBe(
      "default-src 'none';script-src 'self';style-src 'self';img-src 'self';connect-src 'self';manifest-src 'self';worker-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
    );
    for (const name of ['x-content-type-options', 'referrer-policy', 'cross-origin-opener-policy'])
      expect(answer.headers.has(name)).toBe(true);
    expect(answer.headers.has('x-powered-by')).toBe(false);
    expect(answer.headers.get('link')).toContain('/api/openapi.json');
    const open = await startPage(site, { CORS_ORIGINS: 'https://intranet.example', RATE_LIMIT: '10' });
    const ask = (origin: string) => fetch(`${open.url}/api/session`, { headers: { origin } });
    expect((await ask('https://intranet.example')).headers.get('access-control-allow-origin')).toBe(
      'https://intranet.example',
    );
    expect((await ask('https://elsewhere.example')).headers.get('access-control-allow-origin')).toBeNull();
    const statuses = await Promise.all(
      Array.from({ length: 15 }, async () => (await ask('https://intranet.example')).status),
    );
    expect(statuses).toContain(429);
    await open.service.stop();
  });

  const folder = resolve(import.meta.dirname, '../../.stack/schemathesis');
  const python = spawnSync('python3', ['-m', 'venv', '--help']).status === 0;
  if (!python)
    process.stdout.write('SKIPPED: no python3 with venv, so the OpenAPI document is not checked against the answers\n');
  test.skipIf(!python)('answers as its OpenAPI document says', { timeout: 420_000 }, async () => {
    const tool = join(folder, 'bin/schemathesis');
    if (!existsSync(tool)) {
      expect(spawnSync('python3', ['-m', 'venv', folder], { stdio: 'inherit' }).status).toBe(0);
      expect(
        spawnSync(join(folder, 'bin/pip'), ['install', '--quiet', 'schemathesis==4.4.4', 'hypothesis==6.139.3'], {
          stdio: 'inherit',
        }).status,
      ).toBe(0);
    }
    const child = spawn(
      tool,
      [
        'run',
        `${served.url}/api/openapi.json`,
        '--checks=all',
        '--max-examples=30',
        '--seed=1',
        '--no-color',
        // A document can say what each value is, not that `from` comes before `to`.
        '--exclude-checks=unsupported_method,positive_data_acceptance',
      ],
      { cwd: folder },
    );
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code, said).toBe(0);
  });
});

describe('the link of a mail', () => {
  const link = (id: string, expiresAt = Date.now() + 60_000, secret = acknowledgeSecret) =>
    `${served.url}${acknowledgePath}${signTicket({ index, id, expiresAt }, secret)}`;
  const stored = async (id: string) => (await incidents.get(index, id))?.incident;

  test('shows the incident, changes nothing by looking, and takes name and note by POST', async () => {
    const id = await incidents.open({ deviceId: 'air-9', device: '<b>air-9</b>' });
    for (const method of ['GET', 'HEAD']) expect((await fetch(link(id), { method })).status).toBe(200);
    expect((await stored(id))?.state).toBe('open');
    const page = await openBrowserPage({ viewport: { width: 360, height: 740 } });
    await page.goto(link(id));
    expect(await page.locator('h1').textContent()).toBe('<b>air-9</b>');
    expect(await page.locator('dl').textContent()).toContain('5,11');
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id: rule }) => rule)).toEqual([]);
    await page.getByLabel('Votre nom').fill('Luc <script>');
    await page.getByLabel('Remarque').fill('J’y vais.\nVanne 3.');
    await page.getByRole('button', { name: 'Je m’en occupe' }).click();
    await page.getByText('Prise en charge par').waitFor();
    expect(await stored(id)).toMatchObject({
      state: 'acknowledged',
      acknowledged: { by: 'Luc <script>', note: 'J’y vais.\nVanne 3.' },
    });

    await page.getByLabel('Votre nom').fill('Anne');
    await page.getByLabel('Suspendre les rappels pendant').selectOption('12');
    await page.getByRole('button', { name: 'Suspendre' }).click();
    await page.getByText('Rappels suspendus par').waitFor();
    await page.getByLabel('Votre nom').fill('Anne');
    await page.getByRole('button', { name: 'C’est réparé' }).click();
    await page.getByText('Réparé par').waitFor();
    const incident = await stored(id);
    expect(incident).toMatchObject({
      state: 'acknowledged',
      repaired: { by: 'Anne' },
      silenced: { by: 'Anne' },
      acknowledged: { by: 'Luc <script>' },
    });
    expect(Date.parse(incident?.silenced?.until ?? '') - Date.parse(incident?.silenced?.at ?? '')).toBe(12 * 3_600_000);
  });

  test('is one page on a phone, before and after', async () => {
    const id = await incidents.open({ deviceId: 'air-6', device: 'air-6' });
    const page = await openBrowserPage({ viewport: { width: 360, height: 800 }, hasTouch: true, isMobile: true });
    await page.goto(link(id));
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    await picture(page, 'mail-link');
    await page.getByLabel('Votre nom').fill('Luc Dubois');
    await page.getByLabel('Remarque').fill('Vanne 3, j’y vais.');
    await page.getByRole('button', { name: 'Je m’en occupe' }).tap();
    await page.getByText('Prise en charge par').waitFor();
    await picture(page, 'mail-link-done');
  });

  test.each([
    ['no name', { name: ' ' }],
    ['a name that is too long', { name: 'x'.repeat(81) }],
    ['a note that is too long', { name: 'Luc', note: 'x'.repeat(501) }],
    ['a name with a line feed', { name: 'a\nb' }],
  ])('refuses %s', async (_what, fields) => {
    const id = await incidents.open({ deviceId: 'air-8' });
    const answer = await fetch(link(id), { method: 'POST', body: new URLSearchParams(fields) });
    expect([answer.status, (await stored(id))?.state]).toEqual([400, 'open']);
  });

  test.each([
    ['a forged one', () => link('x', undefined, 'another secret'), 403],
    ['one that has expired', () => link('x', Date.now() - 1), 410],
    ['one of no incident', () => link('x'), 404],
  ])('refuses %s, for looking and for posting', async (_what, url, status) => {
    expect((await fetch(url())).status).toBe(status);
    expect((await fetch(url(), { method: 'POST', body: new URLSearchParams({ name: 'Luc' }) })).status).toBe(status);
  });

  test('is limited', async () => {
    const id = await incidents.open({ deviceId: 'air-7' });
    const posts = Array.from({ length: 45 }, () => fetch(link(id), { method: 'POST', body: new URLSearchParams() }));
    expect((await Promise.all(posts)).map(({ status }) => status)).toContain(429);
  });
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

test('a first view is complete in a second, and 150 kB at most', async () => {
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
