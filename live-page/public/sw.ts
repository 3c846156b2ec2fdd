/*
 * Keeps the page's own files, so that it opens at once and says that the connection is lost where there is none. It never
 * keeps a value: the API, the sockets and the pages of sign-on and of mails go past it.
 */

/** What is used here of a service worker's scope; TypeScript's own description of it does not go with that of a page. */
interface WorkerScope {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(kind: 'install' | 'activate', listener: (event: Lasting) => void): void;
  addEventListener(kind: 'fetch', listener: (event: Fetching) => void): void;
}
interface Lasting {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

const worker = self as unknown as WorkerScope;
const cacheName = 'shell';

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener('fetch', (event) => {
  const path = ownPath(event.request);
  if (path === '') event.respondWith(newestShell(event.request));
  else if (path?.startsWith('assets/')) event.respondWith(kept(event.request));
});

/** The path below our scope; undefined where it is not ours to answer. */
function ownPath({ method, url }: Request): string | undefined {
  const { scope } = worker.registration;
  const [address = ''] = url.split('?');
  return method === 'GET' && address.startsWith(scope) ? address.slice(scope.length) : undefined;
}

/** The page as the server has it; without a server, as it was. Whoever must sign in first is sent there by the server. */
async function newestShell(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  const key = worker.registration.scope;
  try {
    const response = await fetch(request);
    if (response.ok && !response.redirected && response.type === 'basic') await cache.put(key, response.clone());
    return response;
  } catch (error) {
    const shell = await cache.match(key);
    if (shell) return shell;
    throw error;
  }
}

/** Names under assets/ change with their content: what is kept is right. Those of older versions go. */
async function kept(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  const known = await cache.match(request);
  if (known) return known;
  const response = await fetch(request);
  if (response.ok) {
    await cache.put(request, response.clone());
    await forgetSome(cache);
  }
  return response;
}

const mostFiles = 30;

async function forgetSome(cache: Cache): Promise<void> {
  const keys = await cache.keys();
  for (const key of keys.slice(0, Math.max(0, keys.length - mostFiles))) {
    if (key.url !== worker.registration.scope) await cache.delete(key);
  }
}
