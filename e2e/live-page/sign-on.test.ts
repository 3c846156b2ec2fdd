import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashPassword } from '../../live-page/auth/password.ts';
import { endBrowser, openBrowserPage, picture } from '../harness/browser.ts';
import { incidentsOf, publishAir, type RunningPage, startPage } from '../harness/live-page.ts';
import { createRelay } from '../harness/relay.ts';
import { endServices } from '../harness/service.ts';
import { createSite } from '../harness/site.ts';
import { until } from '../harness/until.ts';
import { keptByWorker } from './kept.ts';

const site = createSite();
const sessionSecret = 'a session secret of more than thirty-two characters';

beforeAll(async () => {
  await Promise.all([site.gateway('air').ready(), site.ingestor('air').ready()]);
  await publishAir(site, [{ device: 'air-1', pressure: 6.47 }]);
  await site.stored('air', 1);
});

afterAll(async () => {
  await endBrowser();
  await endServices();
});

/** What a socket is told, or why it is refused. */
const askSocket = async (url: string, transport: 'websocket' | 'polling', cookie = ''): Promise<string> => {
  const { origin, pathname } = new URL(url);
  const socket = io(origin, {
    path: `${pathname.replace(/\/$/, '')}/socket.io/`,
    transports: [transport],
    reconnection: false,
    extraHeaders: { cookie },
  });
  const { promise, resolve } = Promise.withResolvers<string>();
  socket.on('snapshot', resolve);
  socket.on('connect_error', (error) => resolve(`refused: ${error.message}`));
  try {
    return await promise;
  } finally {
    socket.close();
  }
};

/** Without a session neither page, API nor socket gives a value. */
async function expectClosed({ url }: RunningPage): Promise<void> {
  const page = await fetch(`${url}/`, { redirect: 'manual' });
  expect([page.status, page.headers.get('location')]).toEqual([
    303,
    `${new URL(url).pathname.replace(/\/$/, '')}/sign-in?returnTo=%2F`,
  ]);
  for (const path of ['pressure', 'pressure/air-1', 'pressure/air-1/history', 'incidents', 'session', 'openapi.json']) {
    for (const base of ['api', 'api/v1']) {
      const answer = await fetch(`${url}/${base}/${path}`, { headers: { cookie: 'session=Fe26.2*forged' } });
      const text = await answer.text();
      expect([path, answer.status, text.includes('6.47')]).toEqual([path, 401, false]);
    }
  }
  const post = await fetch(`${url}/api/incidents/x/acknowledge`, {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json' },
  });
  expect(post.status).toBe(401);
  for (const transport of ['websocket', 'polling'] as const)
    expect(await askSocket(url, transport)).toBe('refused: sign-in');
}

describe('name and password', () => {
  let served: RunningPage;
  const settings = async () => ({
    AUTH: 'basic',
    AUTH_USERS: `anne=${await hashPassword('right password')}`,
    SESSION_SECRET: sessionSecret,
  });

  beforeAll(async () => {
    served = await startPage(site, await settings());
    await served.service.ready();
  });

  test('nothing is open', () => expectClosed(served));

  test('a person signs in, acknowledges under that name, and signs out; the page that is open closes', async () => {
    const incidents = await incidentsOf(site);
    await incidents.open({ deviceId: 'air-1' });
    const page = await openBrowserPage();
    await page.goto(`${served.url}/?device=air-1`);
    await picture(page, 'sign-in');
    await page.getByLabel('Nom').fill('anne');
    await page.getByLabel('Mot de passe').fill('wrong password');
    await page.getByRole('button').click();
    expect(await page.getByRole('alert').textContent()).toBe('Nom ou mot de passe incorrect.');
    await page.getByLabel('Nom').fill('anne');
    await page.getByLabel('Mot de passe').fill('right password');
    await page.getByRole('button').click();
    await until('the value', async () => (await page.locator('.value').textContent()) === '6,47');
    expect(new URL(page.url()).search).toBe('?device=air-1');

    await page.getByRole('button', { name: 'Prendre en charge' }).click();
    await page.getByRole('button', { name: 'Confirmer' }).click();
    await until('the name', async () => (await page.locator('.by').textContent())?.includes('anne') ?? false);

    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({ name: 'session', httpOnly: true, sameSite: 'Lax' });
    const header = `session=${cookie?.value}`;
    expect(await askSocket(served.url, 'websocket', header)).toContain('6.47');
    // Sessions survive a restart.
    const again = await startPage(site, await settings());
    expect((await fetch(`${again.url}/api/pressure`, { headers: { cookie: header } })).status).not.toBe(401);
    // Who has been taken off the list is out.
    const without = await startPage(site, {
      ...(await settings()),
      AUTH_USERS: `luc=${await hashPassword('another one')}`,
    });
    expect((await fetch(`${without.url}/api/pressure`, { headers: { cookie: header } })).status).toBe(401);

    const second = await page.context().newPage();
    await second.goto(`${served.url}/`);
    await second.getByRole('button', { name: 'Se déconnecter' }).click();
    await second.getByLabel('Mot de passe').waitFor();
    await page.getByLabel('Mot de passe').waitFor();
  });

  test('after signing out, the page that the browser has kept shows no value, and leads to the form', async () => {
    const relay = await createRelay(served.url);
    const page = await openBrowserPage();
    const form = () => page.getByLabel('Mot de passe').waitFor();
    const value = () => until('the value', async () => (await page.locator('.value').textContent()) === '6,47');
    await page.goto(`${relay.url}/`);
    await page.getByLabel('Nom').fill('anne');
    await page.getByLabel('Mot de passe').fill('right password');
    await page.getByRole('button').click();
    await value();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    // From now on the worker answers, and keeps what it gives.
    await page.reload();
    await value();
    await page.getByRole('button', { name: 'Se déconnecter' }).click();
    await form();
    const kept = await keptByWorker(page);
    expect(kept.map(([path]) => path)).toContain('/');
    for (const [, content] of kept) expect(content).not.toMatch(/6[.,]47|\banne\b/);
    await page.goto(`${relay.url}/?device=air-1`);
    await form();

    await relay.cut();
    await page.goto(`${relay.url}/?device=air-1`);
    await page.locator('.notice[data-kind="lost"]').waitFor();
    expect(await page.locator('body').textContent()).not.toMatch(/6[.,]47|\banne\b/);
    await relay.mend();
    await form();
    expect(new URL(page.url()).searchParams.get('returnTo')).toBe('/?device=air-1');
    await relay.close();
  });

  test('programs sign on with each request', async () => {
    const authorization = (password: string) => ({ authorization: `Basic ${btoa(`anne:${password}`)}` });
    expect((await fetch(`${served.url}/api/pressure`, { headers: authorization('right password') })).status).toBe(200);
    expect((await fetch(`${served.url}/api/pressure`, { headers: authorization('wrong password') })).status).toBe(401);
  });

  test('guessing is slowed down', async () => {
    const tries = [];
    for (let at = 0; at < 25; at++) {
      const body = new URLSearchParams({ name: 'nobody', password: String(at) });
      tries.push((await fetch(`${served.url}/sign-in`, { method: 'POST', body })).status);
    }
    expect(tries).toContain(429);
  });

  test('another site cannot post, nor open a socket', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect((await fetch(`${served.url}/sign-out`, { method: 'POST', headers })).status).toBe(403);
    const query = `${served.url}/socket.io/?EIO=4&transport=polling`;
    expect((await fetch(query, { headers: { origin: 'https://elsewhere.example' } })).status).toBe(403);
    expect((await fetch(query, { headers: { origin: served.url } })).status).toBe(200);
  });
});

describe('an OpenID provider', () => {
  let server: http.Server;
  let served: RunningPage;

  beforeAll(async () => {
    server = http.createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    // Only the redirect address has to be known beforehand.
    const free = http.createServer();
    await once(free.listen(0, '127.0.0.1'), 'listening');
    const { port } = free.address() as AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    const publicUrl = `http://127.0.0.1:${port}/pressure`;
    const provider = new Provider(issuer, {
      clients: [
        {
          client_id: 'live-page',
          client_secret: 'client secret',
          redirect_uris: [`${publicUrl}/sign-in/done`],
          post_logout_redirect_uris: [`${publicUrl}/`],
        },
      ],
      claims: { openid: ['sub', 'groups'], profile: ['name'] },
      conformIdTokenClaims: false,
      findAccount: (_context: unknown, id: string) => ({
        accountId: id,
        claims: () => ({ sub: id, name: `${id} Peeters`, groups: ['staff', 'it'] }),
      }),
      cookies: { keys: ['a key of the tests'] },
      pkce: { required: () => true },
      features: { devInteractions: { enabled: true } },
    });
    server.on('request', provider.callback());
    served = await startPage(site, {
      AUTH: 'oidc',
      PORT: String(port),
      BASE_PATH: '/pressure',
      PUBLIC_URL: publicUrl,
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: 'live-page',
      OIDC_CLIENT_SECRET: 'client secret',
      SESSION_SECRET: sessionSecret,
      STATUS_URL: 'http://127.0.0.1:1',
      STATUS_USERS: 'it',
    });
    await served.service.ready();
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  test('nothing is open', () => expectClosed(served));

  test('signs a person in, under the name that it gives, and out', async () => {
    const page = await openBrowserPage();
    await page.goto(`${served.url}/?device=air-1`);
    await page.locator('input[name="login"]').fill('Anne');
    await page.locator('input[name="password"]').fill('any');
    await page.locator('button[type="submit"]').click();
    await page.getByRole('button', { name: /continue/i }).click();
    await until('the value', async () => (await page.locator('.value').textContent()) === '6,47');
    expect(new URL(page.url()).search).toBe('?device=air-1');
    await until(
      'the name',
      async () => (await page.locator('.person').textContent())?.includes('Anne Peeters') ?? false,
    );
    // A group of hers is of IT.
    expect((await page.request.get(`${served.url}/status`)).status()).toBe(200);
    const cookies = await page.context().cookies(`${served.url}/`);
    const session = cookies.find(({ name, path }) => name === 'session' && path === '/pressure/');
    expect(session?.httpOnly).toBe(true);
    expect(JSON.stringify(session)).not.toContain('Anne');

    await page.getByRole('button', { name: 'Se déconnecter' }).click();
    await page.waitForURL(/session\/end/);
    expect((await fetch(`${served.url}/api/pressure`)).status).toBe(401);
    const left = await page.context().cookies(`${served.url}/`);
    expect(left.some(({ name, path }) => name === 'session' && path === '/pressure/')).toBe(false);
  });

  test.each([
    ['an answer nobody asked for', 'code=x&state=y', 400],
    ['an error', 'error=access_denied&state=y', 400],
  ])('%s signs nobody in', async (_what, query, status) => {
    const answer = await fetch(`${served.url}/sign-in/done?${query}`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('set-cookie')?.includes('session=Fe26') ?? false]).toEqual([
      status,
      false,
    ]);
  });
});
