import express from 'express';
import type { Logger } from '../../shared/logger.ts';
import type { LivePageConfig } from '../config.ts';
import type { Auth } from './auth.ts';
import { createBasicAuth } from './basic.ts';
import { createOidcAuth } from './oidc.ts';
import { createSessions } from './session.ts';

/** The configured way of sign-on. */
export function createAuth({ auth, basePath, publicUrl = '', status }: LivePageConfig, logger: Logger): Auth {
  if (auth.kind === 'none') return openToAll();
  const secure = publicUrl.startsWith('https:');
  const sessions = createSessions({ secret: auth.sessionSecret, basePath, secure });
  if (auth.kind === 'basic') return createBasicAuth(auth, { sessions, basePath });
  return createOidcAuth(auth, { sessions, basePath, publicUrl, logger, knownRoles: status?.users ?? [] });
}

/** On a trusted network everybody is let in, and nobody has a name. */
const openToAll = (): Auth => ({
  kind: 'none',
  routes: express.Router(),
  userOf: async () => ({ name: '', roles: [], until: Number.POSITIVE_INFINITY }),
  renew: async () => undefined,
  signOut: async () => undefined,
});
