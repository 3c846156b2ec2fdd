import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Request, Response } from 'express';
import { getIronSession, nodeCookies, type SessionOptions } from 'iron-session';

/** What is sealed in a cookie of a person who has signed in. */
export interface Session {
  readonly id: string;
  /** The name that acknowledgements are signed with. */
  readonly name: string;
  /** Of those that rights are given to here: see `User`. */
  readonly roles?: readonly string[];
  /** Milliseconds since the epoch. */
  readonly renewedAt: number;
}

/** What is sealed in a cookie while a person is away at the OpenID provider. */
export interface SignInUnderWay {
  readonly codeVerifier: string;
  readonly state: string;
  readonly nonce: string;
  readonly returnTo: string;
}

const daySeconds = 86_400;
/** A wall screen is not to ask for a password while it is on: each visit after a day renews the session. */
export const sessionSeconds = 30 * daySeconds;
const signInSeconds = 600;

export interface Sessions {
  /** Undefined without a session, or with one that is forged or too old. */
  of(request: IncomingMessage): Promise<Session | undefined>;
  begin(request: Request, response: Response, name: string, roles?: readonly string[]): Promise<void>;
  /** Seals it anew when it is older than a day. */
  renew(request: Request, response: Response, session: Session): Promise<void>;
  end(request: Request, response: Response): Promise<void>;
  leave(request: Request, response: Response, signIn: SignInUnderWay): Promise<void>;
  /** What was sealed with `leave`, once. */
  comeBack(request: Request, response: Response): Promise<SignInUnderWay | undefined>;
}

/** Sessions sealed in cookies: they need no store, and so survive a restart as long as the secret stays the same. */
export function createSessions(options: { secret: string; basePath: string; secure: boolean }): Sessions {
  const { secret, basePath, secure } = options;
  const cookie = (cookieName: string, ttl: number): SessionOptions => ({
    cookieName,
    password: secret,
    ttl,
    cookieOptions: { path: `${basePath}/`, httpOnly: true, sameSite: 'lax', secure },
  });
  const sessionCookie = cookie('session', sessionSeconds);
  const signInCookie = cookie('sign-in', signInSeconds);

  async function save(request: Request, response: Response, session: Session): Promise<void> {
    const sealed = await getIronSession<Session>(request, response, sessionCookie);
    Object.assign(sealed, session);
    await sealed.save();
  }

  return {
    async of(request) {
      const jar = { read: readerOf(request), write: () => undefined };
      const { id, name, roles = [], renewedAt } = await getIronSession<Session>(jar, sessionCookie);
      return id !== undefined && name !== undefined && renewedAt !== undefined
        ? { id, name, roles, renewedAt }
        : undefined;
    },
    begin: (request, response, name, roles = []) =>
      save(request, response, { id: randomUUID(), name, roles, renewedAt: Date.now() }),
    async renew(request, response, session) {
      if (Date.now() - session.renewedAt < daySeconds * 1000) return;
      await save(request, response, { ...session, renewedAt: Date.now() });
    },
    async end(request, response) {
      (await getIronSession(request, response, sessionCookie)).destroy();
    },
    async leave(request, response, signIn) {
      const sealed = await getIronSession<SignInUnderWay>(request, response, signInCookie);
      Object.assign(sealed, signIn);
      await sealed.save();
    },
    async comeBack(request, response) {
      const sealed = await getIronSession<SignInUnderWay>(request, response, signInCookie);
      const { codeVerifier, state, nonce, returnTo } = sealed;
      sealed.destroy();
      if (!codeVerifier || !state || !nonce || returnTo === undefined) return undefined;
      return { codeVerifier, state, nonce, returnTo };
    },
  };
}

/** Reads cookies where there is no response to write any to: in a socket's handshake. */
const readerOf = (request: IncomingMessage) => nodeCookies(request, undefined as never).read;
