import express from 'express';
import { describeError } from '../../shared/outage.ts';
import { type Status, status } from '../../shared/status/finding.ts';
import { statusTexts } from '../../shared/status/words.ts';
import type { Auth, User } from '../auth/auth.ts';
import type { LivePageConfig } from '../config.ts';
import { html, smallPage } from '../html.ts';
import { languageOf } from '../language.ts';
import { everybody, type StatusConfig } from './config.ts';
import { statusPage } from './page.ts';

/** A little longer than the operations service waits for anything. */
const patienceMs = 12_000;

/** The status of the whole system, for IT: what `npm run status` says, as a page. */
export function statusRoutes(config: LivePageConfig, { url, users }: StatusConfig, auth: Auth): express.Router {
  const { basePath, siteTimeZone } = config;
  const router = express.Router();
  router.get('/', async (request, response) => {
    response.set({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' });
    const user = await auth.userOf(request);
    if (!user) return response.redirect(303, `${basePath}/sign-in?returnTo=%2Fstatus`);
    const language = languageOf(request);
    if (!mayLook(user, users)) {
      const { title, notAllowed } = statusTexts[language];
      const content = html`<h1>${title}</h1><p class="problem">${notAllowed}</p>`;
      return void response.status(403).type('html').send(smallPage({ basePath, language, title, content }));
    }
    response.type('html').send(statusPage(await read(url), { basePath, language, siteTimeZone }));
  });
  return router;
}

const mayLook = ({ roles }: User, users: readonly string[]): boolean =>
  users.includes(everybody) || roles.some((role) => users.includes(role));

/** What the operations service says; that it says nothing is a finding too. */
async function read(url: string): Promise<Status> {
  try {
    const answer = await fetch(`${url}/status`, { signal: AbortSignal.timeout(patienceMs) });
    return status.parse(await answer.json());
  } catch (error) {
    const values = { address: url, detail: describeError(error).slice(0, 500) };
    const finding = { part: 'service', name: 'operations', health: 'broken', says: 'silent-service' } as const;
    return { at: Date.now(), findings: [{ ...finding, values, next: 'start-service' }] };
  }
}
