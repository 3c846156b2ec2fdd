import express from 'express';
import { rateLimit } from 'express-rate-limit';
import * as client from 'openid-client';
import type { Logger } from '../../shared/logger.ts';
import { Outage } from '../../shared/outage.ts';
import { html, smallPage } from '../html.ts';
import { languageOf } from '../language.ts';
import { attemptsPerMinute } from '../limits.ts';
import { texts } from '../public/texts/all.ts';
import type { Auth } from './auth.ts';
import type { AuthConfig } from './config.ts';
import { localPath } from './return-to.ts';
import { type Sessions, sessionSeconds } from './session.ts';

const providerTimeoutSeconds = 10;

/** Sign-on at an OpenID provider: authorization code with PKCE, state and nonce. The provider is asked only when somebody signs in. */
export function createOidcAuth(
  config: Extract<AuthConfig, { kind: 'oidc' }>,
  options: {
    sessions: Sessions;
    basePath: string;
    publicUrl: string;
    logger: Logger;
    /** The roles that rights are given to; of all others nothing is kept. */
    knownRoles: readonly string[];
  },
): Auth {
  const { sessions, basePath, publicUrl, logger, knownRoles } = options;
  const redirectUri = `${publicUrl}/sign-in/done`;
  const outage = new Outage('the OpenID provider', logger);
  let discovered: Promise<client.Configuration> | undefined;

  /** Discovered once; again after a failure. */
  const provider = async (): Promise<client.Configuration> => {
    const issuer = new URL(config.issuer);
    discovered ??= client.discovery(issuer, config.clientId, config.clientSecret, undefined, {
      // A provider in the same private network may do without TLS; its address says so.
      execute: issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [],
      timeout: providerTimeoutSeconds,
    });
    try {
      const found = await discovered;
      outage.ended();
      return found;
    } catch (error) {
      discovered = undefined;
      outage.began(error);
      throw error;
    }
  };

  const routes = express.Router();
  const limited = rateLimit({
    windowMs: 60_000,
    limit: attemptsPerMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
  });

  const problem = (request: express.Request, response: express.Response, status: number): void => {
    const language = languageOf(request);
    const text = texts[language].signIn;
    const content = html`<h1>${text.title}</h1><p class="problem" role="alert">${text.providerProblem}</p><p><a class="button" href="${basePath}/">${text.again}</a></p>`;
    response
      .status(status)
      .type('html')
      .send(smallPage({ basePath, language, title: text.title, content }));
  };

  routes.get('/sign-in', limited, async (request, response) => {
    const found = await provider().catch(() => undefined);
    if (!found) return problem(request, response, 503);
    const codeVerifier = client.randomPKCECodeVerifier();
    const [state, nonce] = [client.randomState(), client.randomNonce()];
    const returnTo = localPath(request.query.returnTo);
    await sessions.leave(request, response, { codeVerifier, state, nonce, returnTo });
    const url = client.buildAuthorizationUrl(found, {
      redirect_uri: redirectUri,
      scope: 'openid profile email',
      code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    response.redirect(303, url.href);
  });

  routes.get('/sign-in/done', limited, async (request, response) => {
    const underWay = await sessions.comeBack(request, response);
    if (!underWay) return problem(request, response, 400);
    try {
      const { search } = new URL(request.url, redirectUri);
      const tokens = await client.authorizationCodeGrant(await provider(), new URL(`${redirectUri}${search}`), {
        pkceCodeVerifier: underWay.codeVerifier,
        expectedState: underWay.state,
        expectedNonce: underWay.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims() ?? {};
      const roles = rolesOf(claims).filter((role) => knownRoles.includes(role));
      await sessions.begin(request, response, nameOf(claims), roles);
      response.redirect(303, `${basePath}${underWay.returnTo}`);
    } catch (error) {
      logger.warn({ error: (error as Error).message }, 'the OpenID provider signed nobody in');
      problem(request, response, 401);
    }
  });

  return {
    kind: 'oidc',
    routes,
    async userOf(request) {
      const session = await sessions.of(request);
      return session
        ? {
            name: session.name,
            roles: session.roles ?? [],
            sessionId: session.id,
            until: session.renewedAt + sessionSeconds * 1000,
          }
        : undefined;
    },
    async renew(request, response) {
      const session = await sessions.of(request);
      if (session) await sessions.renew(request, response, session);
    },
    async signOut(request, response) {
      await sessions.end(request, response);
      const found = await provider().catch(() => undefined);
      if (!found?.serverMetadata().end_session_endpoint) return undefined;
      return client.buildEndSessionUrl(found, { post_logout_redirect_uri: `${publicUrl}/` }).href;
    },
  };
}

/** What the provider vouches for: identity, roles and groups. A name or an address a person may choose themselves. */
const rolesOf = ({ sub, roles, groups }: Readonly<Record<string, unknown>>): string[] =>
  [sub, roles, groups].flat().filter((role) => typeof role === 'string');

/** How the provider calls a person: their name, else what they sign in with, else their identity. */
const nameOf = (claims: Readonly<Record<string, unknown>>): string => {
  const names = [claims.name, claims.preferred_username, claims.email, claims.sub];
  return String(names.find((name) => typeof name === 'string' && name !== '') ?? '?').slice(0, 80);
};
