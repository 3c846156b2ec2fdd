import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import { problem } from './api/problem.ts';
import type { LivePageConfig } from './config.ts';

/** Only our own scripts, styles and sockets; nobody may frame the page. */
export function securityHeaders({ publicUrl }: LivePageConfig): RequestHandler {
  const self = ["'self'"];
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: self,
        styleSrc: self,
        imgSrc: self,
        connectSrc: self,
        manifestSrc: self,
        workerSrc: self,
        formAction: self,
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // Where the page is reached without TLS, a browser must not be told to insist on it.
    strictTransportSecurity: publicUrl?.startsWith('https:') ?? false,
    referrerPolicy: { policy: 'no-referrer' },
  });
}

/** So many requests of one address in a minute. */
export const requestLimit = ({ rateLimit: limit }: LivePageConfig): RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_request, response) => problem(response, 429, 'Too many requests from this address; wait a minute.'),
  });

/** What changes something is taken from our own pages only. Browsers say where a request comes from; programs say nothing. */
export const ownPagesOnly: RequestHandler = (request, response, next) => {
  const site = request.get('sec-fetch-site');
  if (request.method === 'POST' && site !== undefined && site !== 'same-origin' && site !== 'none') {
    return problem(response, 403, 'This request comes from another site.');
  }
  next();
};

/** Lets the configured origins read, without a session of theirs. */
export const crossOrigin =
  ({ corsOrigins }: LivePageConfig): RequestHandler =>
  (request, response, next) => {
    if (corsOrigins.length === 0) return next();
    response.vary('origin');
    const origin = request.get('origin');
    if (origin !== undefined && corsOrigins.includes(origin)) response.set('access-control-allow-origin', origin);
    next();
  };
