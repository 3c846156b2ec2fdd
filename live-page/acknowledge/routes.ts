import express, { type Request, type Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import { readTicket } from '../../shared/incidents/acknowledge-link.ts';
import type { Incident, StoredIncident } from '../../shared/incidents/incident.ts';
import { repair, silence } from '../../shared/incidents/marks.ts';
import type { IncidentStore } from '../../shared/incidents/store.ts';
import type { Logger } from '../../shared/logger.ts';
import type { Auth } from '../auth/auth.ts';
import type { LivePageConfig } from '../config.ts';
import { languageOf } from '../language.ts';
import { attemptsPerMinute, nameLimit, noteLimit } from '../limits.ts';
import { acknowledgeFirst, changeIncident } from './change.ts';
import { acknowledgePage, refusedPage, silenceHours } from './page.ts';

const hourMs = 3_600_000;
const statuses = { invalid: 403, expired: 410, unknown: 404, unavailable: 503 } as const;

/**
 * The page that a link in a mail opens. The ticket is the authority: no session is needed. Looking changes nothing, as mail
 * scanners look too.
 */
export function acknowledgeRoutes(
  secret: string,
  options: {
    readonly config: LivePageConfig;
    readonly incidents: IncidentStore;
    readonly auth: Auth;
    readonly logger: Logger;
    readonly onChange: () => void;
  },
): express.Router {
  const { config, incidents, auth, logger, onChange } = options;
  const router = express.Router();
  const page = (request: Request) => ({
    basePath: config.basePath,
    language: languageOf(request),
    siteTimeZone: config.siteTimeZone,
  });
  const refuse = (request: Request, response: Response, why: keyof typeof statuses): void => {
    response
      .status(statuses[why])
      .type('html')
      .send(refusedPage(why, page(request)));
  };
  const nameOf = async (request: Request) => (await auth.userOf(request))?.name ?? '';

  /** The incident of the ticket, after `work`; undefined when a refusal has been answered. */
  async function withTicket(
    request: Request,
    response: Response,
    work: (ticket: { index: string; id: string }) => Promise<StoredIncident | undefined>,
  ): Promise<StoredIncident | undefined> {
    response.set({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' });
    const ticket = readTicket(String(request.params.ticket), secret, Date.now());
    if ('refused' in ticket) return void refuse(request, response, ticket.refused);
    try {
      const found = await work(ticket);
      if (!found) refuse(request, response, 'unknown');
      return found;
    } catch (error) {
      logger.warn({ error: (error as Error).message }, 'an incident could not be read or changed');
      return void refuse(request, response, 'unavailable');
    }
  }

  router.get('/:ticket', async (request, response) => {
    const found = await withTicket(request, response, ({ index, id }) => incidents.get(index, id));
    if (!found) return;
    response.type('html').send(acknowledgePage(found.incident, { ...page(request), name: await nameOf(request) }));
  });

  router.post(
    '/:ticket',
    rateLimit({ windowMs: 60_000, limit: attemptsPerMinute, standardHeaders: 'draft-8', legacyHeaders: false }),
    express.urlencoded({ extended: false, limit: '8kb' }),
    async (request, response) => {
      const given = readForm(request.body, (await nameOf(request)) || undefined);
      if ('problem' in given) {
        const found = await withTicket(request, response, ({ index, id }) => incidents.get(index, id));
        if (!found) return;
        const { problem, name } = given;
        return void response
          .status(400)
          .type('html')
          .send(acknowledgePage(found.incident, { ...page(request), name, problem }));
      }
      const changed = await withTicket(request, response, (ticket) => changeIncident(incidents, ticket, given.change));
      if (!changed) return;
      logger.info(
        { incident: changed.id, action: given.action },
        'an incident was taken care of by the link of a mail',
      );
      onChange();
      // So that reloading the page does not ask whether to send the form again.
      response.redirect(303, `${config.basePath}${request.originalUrl.slice(config.basePath.length)}`);
    },
  );
  return router;
}

type Form =
  | { readonly problem: 'name' | 'note'; readonly name: string }
  | { readonly action: string; readonly change: (incident: Incident) => Incident };

/** What the form asks for; a signed-in name wins over one that was typed. */
export function readForm(body: unknown, signedIn: string | undefined, now: () => number = Date.now): Form {
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const field = (key: string) => (typeof fields[key] === 'string' ? fields[key].trim() : '');
  const name = signedIn ?? field('name');
  const note = field('note').replace(/\r\n/g, '\n');
  if (name === '' || name.length > nameLimit || /\p{Cc}/u.test(name)) return { problem: 'name', name: '' };
  if (note.length > noteLimit || /(?!\n)\p{Cc}/u.test(note)) return { problem: 'note', name };
  const action = field('action');
  if (action === 'repair') return { action, change: (incident) => repair(incident, name, note || undefined, now()) };
  if (action === 'silence') {
    const hours = silenceHours.find((known) => String(known) === field('hours')) ?? silenceHours[0];
    const at = now();
    const change = (incident: Incident) => silence(incident, name, at + hours * hourMs, note || undefined, at);
    return { action, change };
  }
  return { action: 'acknowledge', change: acknowledgeFirst(name, note || undefined, now()) };
}
