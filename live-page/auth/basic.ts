import express, { type Request } from 'express';
import { rateLimit } from 'express-rate-limit';
import { languageOf } from '../language.ts';
import { attemptsPerMinute } from '../limits.ts';
import type { Auth, User } from './auth.ts';
import type { AuthConfig } from './config.ts';
import { verifyPassword } from './password.ts';
import { localPath } from './return-to.ts';
import { type Sessions, sessionSeconds } from './session.ts';
import { signInPage } from './sign-in-page.ts';

const formLimit = '4kb';
/** Each takes 64 MiB while it is checked. */
const checksAtOnce = 4;

/** Sign-on with name and password: a form for people, the `Authorization` header for programs. */
export function createBasicAuth(
  { users }: Extract<AuthConfig, { kind: 'basic' }>,
  { sessions, basePath }: { sessions: Sessions; basePath: string },
): Auth {
  let checking = 0;
  const check = async (name: string, password: string): Promise<boolean> => {
    if (checking >= checksAtOnce) return false;
    checking += 1;
    try {
      return await verifyPassword(password, users.get(name));
    } finally {
      checking -= 1;
    }
  };
  const routes = express.Router();
  const page = (request: Request, failed: boolean) =>
    signInPage({ basePath, language: languageOf(request), failed, returnTo: localPath(request.query.returnTo) });

  routes.get('/sign-in', (request, response) => {
    response.type('html').send(page(request, false));
  });
  routes.post(
    '/sign-in',
    rateLimit({ windowMs: 60_000, limit: attemptsPerMinute, standardHeaders: 'draft-8', legacyHeaders: false }),
    express.urlencoded({ extended: false, limit: formLimit }),
    async (request, response) => {
      const { name, password } = (request.body ?? {}) as Record<string, unknown>;
      const right = typeof name === 'string' && typeof password === 'string' && (await check(name, password));
      if (!right) return void response.status(401).type('html').send(page(request, true));
      await sessions.begin(request, response, name);
      response.redirect(303, `${basePath}${localPath(request.query.returnTo)}`);
    },
  );

  return {
    kind: 'basic',
    routes,
    async userOf(request): Promise<User | undefined> {
      const given = credentialsOf(request.headers.authorization);
      if (given) {
        const [name, password] = given;
        return (await check(name, password)) ? { name, roles: [name], until: Date.now() } : undefined;
      }
      const session = await sessions.of(request);
      // Who has been taken off the list is out at once.
      if (!session || !users.has(session.name)) return undefined;
      const { name, id: sessionId } = session;
      return { name, roles: [name], sessionId, until: session.renewedAt + sessionSeconds * 1000 };
    },
    async renew(request, response) {
      const session = await sessions.of(request);
      if (session) await sessions.renew(request, response, session);
    },
    async signOut(request, response) {
      await sessions.end(request, response);
      return undefined;
    },
  };
}

/** Name and password of a Basic `Authorization` header (RFC 7617). */
function credentialsOf(header: string | undefined): readonly [string, string] | undefined {
  const [, encoded] = /^Basic ([\w+/=]{1,2000})$/i.exec(header ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString();
  const at = text.indexOf(':');
  return at < 1 ? undefined : [text.slice(0, at), text.slice(at + 1)];
}
