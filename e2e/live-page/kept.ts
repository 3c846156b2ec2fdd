import type { Page } from 'playwright-core';

/** All that the page's service worker has kept: path and content. */
export const keptByWorker = (page: Page): Promise<[path: string, content: string][]> =>
  page.evaluate(async () => {
    const found: [string, string][] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys())
        found.push([new URL(request.url).pathname, (await (await cache.match(request))?.text()) ?? '']);
    }
    return found;
  });
